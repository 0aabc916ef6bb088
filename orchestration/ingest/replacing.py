"""Which files a newer file replaces whole, where rows have no key: the one of the same name, or those of its period.

Which of several versions of a row counts belongs in `versions`.
"""

from datetime import date, timedelta

from anlan.errors import InputError
from orchestration.ingest.ledger import Ledger
from orchestration.ingest.records import LedgerFile
from orchestration.registry.source import Source

_Span = tuple[date, date]


def replaced_files(ledger: Ledger, source: Source, file: LedgerFile, spans: list[_Span]) -> dict[tuple[str, str], str]:
    """(file_id, source_id) → why: the files that a file replaces, or the file itself where a newer one of its period
    was loaded before it.

    With a key only a version that failed is replaced: rows of the others are compared.

    Args:
        spans: days that `file` covers.
    """
    replaced = {"loaded", "failed", "landed"} if source.identity.kind == "none" else {"failed"}
    found = {
        (other.file_id, other.source_id): f"replaced by a newer version of {file.file_name}"
        for other in _others(ledger, file)
        if other.arrival < file.arrival and other.status in replaced and other.file_name == file.file_name
    }
    if source.identity.replaces != "period":
        return found
    for other in _others(ledger, file):
        older, newer = sorted((other, file), key=lambda one: one.arrival)
        theirs, ours = (spans, _covered(ledger, other)) if older is file else (_covered(ledger, other), spans)
        if other.status == "loaded" and theirs and _are_within(theirs, ours):
            found[older.file_id, older.source_id] = f"its period was replaced by {newer.file_name}"
    return found


def refuse_partial_overlap(ledger: Ledger, source: Source, file: LedgerFile, spans: list[_Span]) -> None:
    """Where a period is the unit, two files may not share a part of theirs: its rows would count twice.

    Args:
        spans: days that `file` covers.

    Raises:
        InputError: another file covers some of these days, and neither holds the whole of the older one's.
    """
    if source.identity.replaces != "period":
        return
    for other in _others(ledger, file):
        theirs = _covered(ledger, other) if other.status == "loaded" and other.file_name != file.file_name else []
        is_replaced = _are_within(theirs, spans) if other.arrival < file.arrival else _are_within(spans, theirs)
        if not is_replaced and any(a <= d and c <= b for a, b in spans for c, d in theirs):
            raise InputError(
                f"{file.file_name}: tells of days that {other.file_name} tells of too, but not of all of them, so rows "
                f"would count twice. Ask the sender for whole periods; or declare a key (`identity`), if rows have one."
            )


def _others(ledger: Ledger, file: LedgerFile) -> list[LedgerFile]:
    files = ledger.files(file.feed)
    return [other for other in files if other.source_id == file.source_id and other.file_id != file.file_id]


def _covered(ledger: Ledger, file: LedgerFile) -> list[_Span]:
    return [
        (date.fromisoformat(str(row["first_day"])), date.fromisoformat(str(row["last_day"])))
        for row in ledger.rows_of("coverage")
        if (row["file_id"], row["source_id"]) == (file.file_id, file.source_id)
    ]


def _are_within(spans: list[_Span], days: list[_Span]) -> bool:
    """Whether all days of some spans are among those of others."""
    return all(_is_within(span, days) for span in spans)


def _is_within(span: _Span, days: list[_Span]) -> bool:
    next_day = span[0]
    for first, last in sorted(days):
        if first <= next_day <= last:
            next_day = last + timedelta(days=1)
    return next_day > span[1]
