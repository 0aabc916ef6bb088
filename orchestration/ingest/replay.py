"""Read landed files again: which ones a replay is about, and how they are taken out of raw so that the next load reads
them.

A replay is a take-back and an ordinary load. The take-back is one transaction, so a kill before it changes nothing and
a kill after it leaves files that any run reads.
"""

from dataclasses import dataclass
from datetime import date

from anlan.errors import InputError, UsageError
from orchestration.ingest.load import City
from orchestration.ingest.records import LedgerFile


@dataclass(frozen=True)
class Selection:
    """What to replay: everything, or the files of one source, or those that tell of days from `first_day` to
    `last_day` (both included), or both.
    """

    source_id: str | None = None
    first_day: date | None = None
    last_day: date | None = None

    @property
    def has_days(self) -> bool:
        return self.first_day is not None or self.last_day is not None

    def holds(self, first: str, last: str) -> bool:
        """Whether any of the days from `first` to `last` (ISO dates) is meant."""
        begins_in_time = self.last_day is None or first <= self.last_day.isoformat()
        return begins_in_time and (self.first_day is None or last >= self.first_day.isoformat())

    def __str__(self) -> str:
        days = [f"from {self.first_day}" if self.first_day else "", f"to {self.last_day}" if self.last_day else ""]
        return " ".join(filter(None, [self.source_id or "all sources", *days]))


def take_back(city: City, selection: Selection) -> list[LedgerFile]:
    """Take the selected files out of raw, to be read again; with one file whose rows have keys all of its feed.

    Raises:
        UsageError: there is no such source, the days are in the wrong order, or no landed file is meant.
        InputError: an original is not in landing any more; nothing was taken out.
    """
    files = _with_dependants(city, selected(city, selection))
    missing = [file.file_name for file in files if not (city.home.landing / file.landed_path).is_file()]
    if missing:
        raise InputError(
            f"{len(missing)} of {len(files)} originals are not in {city.home.landing} any more, e.g. {missing[0]}. "
            f"Nothing was done. Bring them back from a backup, or replay sources or days that do not need them."
        )
    city.ledger.take_back(files)
    return files


def selected(city: City, selection: Selection) -> list[LedgerFile]:
    """The files a selection is about, in the order they came; what another version replaced is not among them.

    Raises:
        UsageError: there is no such source, the days are in the wrong order, or no landed file is meant.
    """
    sources = [source.source_id for source in city.pack.sources]
    if selection.source_id is not None and selection.source_id not in sources:
        raise UsageError(
            f"{city.pack.city_id} has no source {selection.source_id!r}. Its sources are: {', '.join(sources)}."
        )
    if selection.first_day and selection.last_day and selection.first_day > selection.last_day:
        raise UsageError(f"The days are in the wrong order: {selection.first_day} comes after {selection.last_day}.")
    covered = _covered(city)
    files = [
        file
        for file in city.ledger.files()
        if file.status in {"loaded", "failed", "landed"}
        and selection.source_id in {None, file.source_id}
        and (not selection.has_days or any(selection.holds(*span) for span in _spans(file, covered)))
    ]
    if not files:
        raise UsageError(
            f"No landed file of {city.pack.city_id} is meant by this ({selection}); nothing was done. "
            f"`anlan status {city.pack.city_id}` lists what there is and from when."
        )
    return files


def _covered(city: City) -> dict[tuple[str, str], list[tuple[str, str]]]:
    covered: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in city.ledger.rows_of("coverage"):
        span = (str(row["first_day"]), str(row["last_day"]))
        covered.setdefault((str(row["file_id"]), str(row["source_id"])), []).append(span)
    return covered


def _spans(file: LedgerFile, covered: dict[tuple[str, str], list[tuple[str, str]]]) -> list[tuple[str, str]]:
    """Spans of days that the file tells of: its events, and the days it covers."""
    spans = covered.get((file.file_id, file.source_id), [])
    if file.first_event_date and file.last_event_date:
        return [*spans, (file.first_event_date, file.last_event_date)]
    return spans


def _with_dependants(city: City, files: list[LedgerFile]) -> list[LedgerFile]:
    """Rows that a file with keys left out as older or equal are in no part of its own, so such files go together."""
    keyed = {source.source_id for source in city.pack.sources if source.identity.kind == "key"}
    feeds = {file.feed for file in files if file.source_id in keyed}
    chosen = {(file.file_id, file.source_id) for file in files}
    return [
        file
        for file in city.ledger.files()
        if (file.file_id, file.source_id) in chosen
        or (file.feed in feeds and file.source_id in keyed and file.status in {"loaded", "failed"})
    ]
