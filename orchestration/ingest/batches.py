"""One landed file as a stream of batches: pieces of it read, sorted into accepted and refused rows, side by side.

What a batch looks like belongs here, and what is added up over all of a file. Where rows are written does not.
"""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from orchestration.ingest.areas import AreaRegister
from orchestration.ingest.key_index import PERIOD, period_number
from orchestration.ingest.parts import KEY_HASH
from orchestration.ingest.privacy.gate import Gate
from orchestration.ingest.reading import ROW, Reading, Table
from orchestration.ingest.reading.table import with_own_texts
from orchestration.ingest.rows import days_of_rows, raw_rows
from orchestration.ingest.rules import Sorted, sort_rows
from orchestration.ingest.unmapped import WORDS, words_of
from orchestration.ingest.versions import add_key_hash
from orchestration.registry.feeds import FEEDS
from orchestration.registry.pack import CityPack
from orchestration.registry.source import Source

# Kinds of refusals of one batch of which the count is kept.
_KINDS_KEPT = 100
# Batches that are worked on at a time; each runs on as many cores as polars has use for.
_AT_A_TIME = 2


@dataclass(frozen=True)
class Batch:
    """A piece of a file.

    `rows`: accepted, as raw keeps them. `refused`: as `rules.Sorted`. `words`: as `unmapped.words_of`. `keys`: row
    number (as UInt32), hash of the key and month (as `period_number`) of accepted rows that have a business key.
    `days`: different days told of (`event_day`, `recorded_on`). `places`: their areas.
    """

    rows: pl.DataFrame
    refused: pl.DataFrame
    rows_read: int
    words: pl.DataFrame
    keys: pl.DataFrame | None
    days: pl.DataFrame
    places: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Reader:
    """How one file is read: its source, its city's declarations and areas, and the day it came."""

    source: Source
    pack: CityPack
    register: AreaRegister | None
    file_id: str
    file_name: str
    received: date

    def batches(self, reading: Reading, gate: Gate) -> Iterator[Batch]:
        """The file's batches in its order. Each of its columns is shown to the gate, which is to be asked at the end.

        Raises:
            InputError: the file cannot be read.
        """
        with ThreadPoolExecutor(_AT_A_TIME) as pool:
            waiting: deque[Future[Batch]] = deque()
            for table in reading.tables():
                waiting.append(pool.submit(self._batch, gate.let_through(table)))
                if len(waiting) > _AT_A_TIME:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def sorted(self, table: Table) -> Sorted:
        return sort_rows(table, self.source, self.pack, self.register, self.file_name, self.received)

    def _batch(self, table: Table) -> Batch:
        result = self.sorted(table)
        rows = raw_rows(result.accepted, self.source, self.file_id)
        keys = None
        if self.source.identity.kind == "key":
            rows = self._with_key_hash(rows, result.accepted)
            month = pl.col("event_month") if "event_month" in rows.columns else pl.lit(None, dtype=pl.Date)
            keys = rows.select(pl.col(ROW).cast(pl.UInt32), KEY_HASH, period_number(month).alias(PERIOD))
        return Batch(
            rows,
            with_own_texts(result.refused),
            result.rows_read,
            words_of(result),
            keys,
            days_of_rows(self.source, result.accepted),
            self._places(result.accepted),
        )

    def _with_key_hash(self, rows: pl.DataFrame, accepted: pl.DataFrame) -> pl.DataFrame:
        area = "area_id" if FEEDS[self.source.feed].areas == "one" else "place_key"
        key = tuple(area if name == "area" else name for name in self.source.key)
        beside = [name for name in key if name not in rows.columns]
        return add_key_hash(rows.with_columns(accepted.select(beside)), key).drop(beside)

    def _places(self, accepted: pl.DataFrame) -> frozenset[tuple[str, str]]:
        if FEEDS[self.source.feed].areas != "many":
            return frozenset()
        columns = [f"area_{i}" for i in range(len(self.source.areas))]
        places = accepted.select("place_key", *columns).unique("place_key").rows()
        return frozenset((place_key, area_id) for place_key, *area_ids in places for area_id in area_ids)


@dataclass
class Tally:
    """What is added up over the batches of a file."""

    rows_read: int = 0
    rows_refused: int = 0
    quarantined: dict[str, int] = field(default_factory=dict)
    places: set[tuple[str, str]] = field(default_factory=set)
    _keys: list[pl.DataFrame] = field(default_factory=list)
    _days: list[pl.DataFrame] = field(default_factory=list)
    _words: list[pl.DataFrame] = field(default_factory=list)
    _commonest: list[pl.DataFrame] = field(default_factory=list)

    def add(self, batch: Batch) -> None:
        self.count(batch.rows_read, batch.refused)
        self.places |= batch.places
        if not batch.words.is_empty():
            self._words.append(batch.words)
        self._days.append(batch.days)
        if batch.keys is not None:
            self._keys.append(batch.keys)

    def count(self, rows_read: int, refused: pl.DataFrame) -> None:
        self.rows_read += rows_read
        self.rows_refused += refused.height
        for code, rows in refused.group_by("reason_code").len().rows():
            self.quarantined[code] = self.quarantined.get(code, 0) + rows
        if not refused.is_empty():
            counts = refused.group_by("reason_code", "field", "value", maintain_order=True).len("rows")
            self._commonest.append(counts.sort("rows", descending=True, maintain_order=True).head(_KINDS_KEPT))

    def take_keys(self) -> pl.DataFrame:
        """`row_number`, `key_hash` and `period` of all accepted rows of a file with keys, no longer held here."""
        keys = pl.concat(self._keys)
        self._keys.clear()
        return keys

    @property
    def days(self) -> pl.DataFrame:
        """Different days told of: `event_day`, `recorded_on`."""
        return pl.concat(self._days).unique()

    @property
    def words(self) -> pl.DataFrame:
        """Words that map to nothing declared, as `unmapped.words_of`."""
        return pl.concat([pl.DataFrame(schema=WORDS), *self._words])

    def commonest_refusal(self) -> tuple[str, str, str | None, int]:
        """Reason, field, value and number of rows of the commonest refusal."""
        kinds = pl.concat(self._commonest).group_by("reason_code", "field", "value", maintain_order=True)
        counts = kinds.agg(pl.col("rows").sum()).sort("rows", descending=True, maintain_order=True)
        code, name, value, rows = counts.row(0)
        return code, name, value, rows
