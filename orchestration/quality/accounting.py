"""Does the ledger add up: is every row that was read accepted, quarantined or a duplicate, and is every accepted row
where the ledger says it is?
"""

from collections import Counter
from collections.abc import Iterable

from orchestration.ingest.ledger import Ledger
from orchestration.ingest.records import LedgerFile
from orchestration.quality.outcome import Outcome
from orchestration.registry.feeds import Feed

NAME = "rows_add_up"


def rows_add_up(feed: Feed, ledger: Ledger) -> Outcome:
    """Three sums a file: read = accepted + quarantined + duplicate; quarantined = the sum over reasons; and what stands
    in raw = accepted − superseded by newer files.
    """
    reasons = Counter[tuple[str, str]]()
    for row in ledger.rows_of("quarantine_counts"):
        reasons[str(row["file_id"]), str(row["source_id"])] += int(str(row["rows"]))
    parts = Counter[tuple[str, str]]()
    for part in ledger.parts(feed):
        parts[part.file_id, part.source_id] += part.rows
    files = [file for file in ledger.files(feed) if file.status != "superseded"]
    off = list(_differences(files, reasons, parts))
    return Outcome(
        NAME,
        feed,
        passed=not off,
        severity="error",
        message="\n".join(off) or f"All rows of {len(files)} files are accounted for.",
        facts={"files": len(files), "files_that_do_not_add_up": len(off)},
    )


def _differences(
    files: list[LedgerFile], reasons: Counter[tuple[str, str]], parts: Counter[tuple[str, str]]
) -> Iterable[str]:
    for file in files:
        key = (file.file_id, file.source_id)
        if not file.adds_up:
            yield (
                f"{file.file_name}: {file.rows_read:,} rows read, but {file.rows_accepted:,} accepted, "
                f"{file.rows_quarantined:,} quarantined and {file.rows_duplicate:,} duplicate."
            )
        elif reasons[key] != file.rows_quarantined:
            yield f"{file.file_name}: {file.rows_quarantined:,} rows quarantined, but {reasons[key]:,} by reason."
        elif parts[key] != file.rows_accepted - file.rows_superseded:
            yield (
                f"{file.file_name}: {file.rows_accepted:,} rows accepted and {file.rows_superseded:,} of them "
                f"superseded, but raw holds {parts[key]:,}."
            )
