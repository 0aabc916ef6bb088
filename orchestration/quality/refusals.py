"""How large a share of a feed's rows is in quarantine, and how large a share because a value could not be mapped (an
area, category or measure that nobody declared).
"""

from dataclasses import dataclass

from orchestration.ingest.ledger import Ledger
from orchestration.quality.outcome import Outcome
from orchestration.registry.city import Thresholds
from orchestration.registry.feeds import Feed

QUARANTINED, UNMAPPED = "quarantined_share", "unmapped_share"
# Reason codes of values without a counterpart: unknown_area, unknown_category, unknown_measure …
_UNMAPPED_PREFIX = "unknown_"


@dataclass(frozen=True)
class Refusals:
    """Rows of a feed's live files: how many were read, and how many refused by reason, the most frequent first."""

    rows_read: int
    by_reason: dict[str, int]
    # Rows that were accepted with a value that maps to nothing, as their source declares.
    kept: dict[str, int]

    def share(self, prefix: str = "") -> float:
        """Share of the rows read that were refused for a reason that begins so; 0 where nothing was read."""
        refused = sum(rows for code, rows in self.by_reason.items() if code.startswith(prefix))
        return refused / self.rows_read if self.rows_read else 0


def feed_refusals(feed: Feed, ledger: Ledger) -> Refusals:
    live = {(file.file_id, file.source_id): file for file in ledger.files(feed) if file.status == "loaded"}
    by_reason: dict[str, int] = {}
    for row in ledger.rows_of("quarantine_counts"):
        if (str(row["file_id"]), str(row["source_id"])) in live:
            code = str(row["reason_code"])
            by_reason[code] = by_reason.get(code, 0) + int(str(row["rows"]))
    ordered = dict(sorted(by_reason.items(), key=lambda item: -item[1]))
    kept: dict[str, int] = {}
    for row in ledger.rows_of("unmapped_words"):
        if row["is_kept"] and (str(row["file_id"]), str(row["source_id"])) in live:
            code = str(row["reason_code"])
            kept[code] = kept.get(code, 0) + int(str(row["rows"]))
    return Refusals(sum(file.rows_read for file in live.values()), ordered, kept)


def check_refusals(feed: Feed, thresholds: Thresholds, ledger: Ledger) -> list[Outcome]:
    refusals = feed_refusals(feed, ledger)
    return [
        _outcome(QUARANTINED, feed, refusals, "", thresholds.quarantine_warning, "are in quarantine"),
        _outcome(
            UNMAPPED, feed, refusals, _UNMAPPED_PREFIX, thresholds.unmapped_warning, "have a value that maps to nothing"
        ),
    ]


def _outcome(check: str, feed: Feed, refusals: Refusals, prefix: str, limit: float, what: str) -> Outcome:
    share = refusals.share(prefix)
    reasons = {code: rows for code, rows in refusals.by_reason.items() if code.startswith(prefix)}
    if check == UNMAPPED and refusals.rows_read:
        share += sum(refusals.kept.values()) / refusals.rows_read
        reasons |= {f"kept with {code}": rows for code, rows in refusals.kept.items()}
    named = ", ".join(f"{code} {rows:,}" for code, rows in reasons.items())
    return Outcome(
        check,
        feed,
        passed=share <= limit,
        message=f"{share:.2%} of {refusals.rows_read:,} rows {what}" + (f" ({named})." if named else "."),
        facts={"share": share, "warns_above": limit, **reasons},
    )
