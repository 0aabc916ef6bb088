"""What the ledger keeps and what a load hands to it, as plain records. How they are stored belongs in `ledger`."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class LedgerFile:
    """A row of the ledger: one file as one source reads it."""

    file_id: str
    source_id: str
    feed: str
    file_name: str
    landed_path: str
    landed_at: str
    # 1 came first: of two versions of a row, the one that came later is the newer.
    arrival: int
    status: str
    contract_version: str | None
    rows_read: int
    rows_accepted: int
    rows_quarantined: int
    rows_duplicate: int
    # Of the accepted: those that a newer file replaced.
    rows_superseded: int
    encoding: str | None
    # ISO dates.
    first_event_date: str | None
    last_event_date: str | None
    # How long the last reading took.
    seconds: float | None
    message: str | None

    @property
    def adds_up(self) -> bool:
        return self.rows_read == self.rows_accepted + self.rows_quarantined + self.rows_duplicate


@dataclass(frozen=True)
class Part:
    """One Parquet file of the raw zone: accepted rows of one file and one period."""

    path: str
    feed: str
    period: str
    file_id: str
    source_id: str
    rows: int


@dataclass(frozen=True)
class KeySegment:
    """One file of the index over keys: how many, of the files with these arrivals."""

    path: str
    feed: str
    rows: int
    arrivals: tuple[int, ...]


@dataclass(frozen=True)
class UnmappedWord:
    """A word of a file that maps to nothing declared, and in how many rows; its rows were refused, or kept as unknown.

    `reason_code`: `unknown_area`, `unknown_category` and the like. `value`: masked; "" where
    nothing was found, None for all words too rare to be listed.
    """

    reason_code: str
    field: str
    value: str | None
    rows: int
    is_kept: bool


@dataclass
class Load:
    """What one file brought; `Ledger.commit` makes it true at once or not at all."""

    file_id: str
    source_id: str
    feed: str
    contract_version: str
    encoding: str
    rows_read: int
    rows_accepted: int
    rows_duplicate: int
    quarantined: dict[str, int]
    first_event_date: date | None
    last_event_date: date | None
    seconds: float
    new_parts: list[Part]
    # Parts that this load rewrites because some of their rows have a newer version now.
    replaced_paths: list[str] = field(default_factory=list)
    superseded_by_file: dict[tuple[str, str], int] = field(default_factory=dict)
    # (file_id, source_id) of files that this one replaces whole, and what the ledger says of them then.
    retired: dict[tuple[str, str], str] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    # Spans of days (first, last) for which the file tells all there was, so that no row means zero.
    coverage: list[tuple[date, date]] = field(default_factory=list)
    places: list[tuple[str, str]] = field(default_factory=list)
    # The index of the file's keys, for feeds whose rows have one.
    key_segment: KeySegment | None = None
    unmapped: list[UnmappedWord] = field(default_factory=list)
