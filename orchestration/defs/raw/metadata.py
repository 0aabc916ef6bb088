"""What a feed's asset shows of a load: counts, reasons, dates, files and a few rows.

What passes or fails is for `orchestration.quality`.
"""

from collections.abc import Iterable, Sequence

import dagster as dg
import polars as pl

from orchestration.ingest.load import City, FeedReport
from orchestration.ingest.records import LedgerFile
from orchestration.quality.outcome import Outcome
from orchestration.quality.refusals import feed_refusals
from orchestration.quality.unmapped import feed_unmapped
from orchestration.raw_schema import RAW_TABLES
from orchestration.registry.feeds import Feed

_ROWS_SHOWN = 5
_FILES_SHOWN = 20
_WORDS_SHOWN = 20
_CELL_WIDTH = 40
_ADVICE_WIDTH = 300

Metadata = dict[str, dg.MetadataValue]  # type: ignore[type-arg]


def load_metadata(city: City, report: FeedReport) -> Metadata:
    """Counts are those of the run; dates, reasons and the preview are those of all that is live in the feed."""
    feed = report.feed
    files = [*report.loaded, *report.failed]
    live = [file for file in city.ledger.files(feed) if file.status == "loaded"]
    dates = [day for file in live for day in (file.first_event_date, file.last_event_date) if day]
    refusals = feed_refusals(feed, city.ledger)
    return {
        "dagster/row_count": dg.MetadataValue.int(sum(file.rows_accepted - file.rows_superseded for file in live)),
        "files_loaded": dg.MetadataValue.int(len(report.loaded)),
        "files_failed": dg.MetadataValue.int(len(report.failed)),
        "files_unchanged": dg.MetadataValue.int(report.unchanged),
        "columns_declared_not_personal": dg.MetadataValue.int(len(report.declared_not_personal)),
        "rows_read": dg.MetadataValue.int(sum(file.rows_read for file in files)),
        "rows_accepted": dg.MetadataValue.int(sum(file.rows_accepted for file in files)),
        "rows_quarantined": dg.MetadataValue.int(sum(file.rows_quarantined for file in files)),
        "rows_duplicate": dg.MetadataValue.int(sum(file.rows_duplicate for file in files)),
        "rows_superseded": dg.MetadataValue.int(sum(file.rows_superseded for file in live)),
        "seconds": dg.MetadataValue.float(round(sum((file.seconds or 0.0 for file in report.loaded), start=0.0), 3)),
        "first_event_date": dg.MetadataValue.text(min(dates, default="–")),
        "last_event_date": dg.MetadataValue.text(max(dates, default="–")),
        "encodings": dg.MetadataValue.text(", ".join(sorted({f.encoding for f in live if f.encoding})) or "–"),
        "reasons": dg.MetadataValue.md(_table(("reason", "rows"), refusals.by_reason.items())),
        "unmapped_words": dg.MetadataValue.md(_unmapped(city, feed)),
        "files": dg.MetadataValue.md(_files(files)),
        "preview": dg.MetadataValue.md(_preview(city, feed)),
        "problems": dg.MetadataValue.json([file.message for file in report.failed]),
    }


def check_result(outcome: Outcome) -> dg.AssetCheckResult:
    """An outcome as Dagster shows it."""
    severity = dg.AssetCheckSeverity.ERROR if outcome.severity == "error" else dg.AssetCheckSeverity.WARN
    metadata = {name: value if isinstance(value, (int, float)) else str(value) for name, value in outcome.facts.items()}
    return dg.AssetCheckResult(
        asset_key=dg.AssetKey(["raw", outcome.feed.value]),
        check_name=outcome.check,
        passed=outcome.passed,
        severity=severity,
        description=outcome.message,
        metadata=metadata,
    )


def _files(files: list[LedgerFile]) -> str:
    rows = [
        (
            file.file_name,
            file.status,
            file.encoding or "–",
            f"{file.rows_read:,}",
            f"{file.rows_accepted:,}",
            f"{file.rows_quarantined:,}",
            f"{file.rows_duplicate:,}",
            f"{file.first_event_date or '–'} – {file.last_event_date or '–'}",
        )
        for file in files[-_FILES_SHOWN:]
    ]
    more = f"\n\n… and {len(files) - _FILES_SHOWN} before." if len(files) > _FILES_SHOWN else ""
    return _table(("file", "status", "encoding", "read", "accepted", "quarantined", "duplicate", "events"), rows) + more


def _unmapped(city: City, feed: Feed) -> str:
    """The most frequent words that map to nothing, and what to write about them."""
    rows = [
        (
            found.source_id,
            found.word.field,
            "others" if found.word.value is None else found.word.value,
            f"{found.word.rows:,}",
            "kept" if found.word.is_kept else "refused",
            found.advice.en,
        )
        for found in feed_unmapped(feed, city.pack, city.ledger)[:_WORDS_SHOWN]
    ]
    return _table(("source", "field", "word", "rows", "", "what to write"), rows, width=_ADVICE_WIDTH)


def _preview(city: City, feed: Feed) -> str:
    """A few rows of the newest part, the columns of the raw schema only: what else a part holds is not for showing."""
    parts = city.ledger.parts(feed)
    if not parts:
        return "No rows yet."
    rows = pl.read_parquet(city.home.raw / parts[-1].path, n_rows=_ROWS_SHOWN)
    declared = RAW_TABLES.get(feed, dict.fromkeys(rows.columns, ""))
    shown = rows.select(column for column in rows.columns if column in declared)
    return _table(shown.columns, shown.rows())


def _table(headers: Sequence[str], rows: Iterable[Sequence[object]], width: int = _CELL_WIDTH) -> str:
    lines = [_line(row, width) for row in rows]
    return "\n".join([_line(headers), _line(["---"] * len(headers)), *lines]) if lines else "None."


def _line(cells: Iterable[object], width: int = _CELL_WIDTH) -> str:
    return "| " + " | ".join(_cell(cell, width) for cell in cells) + " |"


def _cell(value: object, width: int) -> str:
    text = "" if value is None else str(value).replace("|", "\\|").replace("\n", " ")
    return text if len(text) <= width else text[: width - 1] + "…"
