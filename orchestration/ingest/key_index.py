"""Which rows with a business key are in raw: an index over the hashes of their keys.

A day's few rows are compared with all that came before, so the time this takes must not grow with them. The index is a
few sorted files (segments), searched by bisection and merged as they become many. It only repeats what parts hold: a
file that no segment covers is read into one when the index is opened. What becomes of a row that is found belongs in
`versions`.
"""

import secrets
from typing import cast

import numpy as np
import polars as pl
import pyarrow as pa

from anlan.home import Home
from orchestration.ingest.ledger import Ledger
from orchestration.ingest.parts import ALL, KEY_HASH
from orchestration.ingest.records import KeySegment, LedgerFile
from orchestration.registry.feeds import Feed

ARRIVAL, PERIOD = "arrival", "period"
SEGMENT = ".arrow"
_SCHEMA = {KEY_HASH: pl.UInt64, ARRIVAL: pl.UInt32, PERIOD: pl.Int32}
# Segments of one order of magnitude that are merged into one of the next.
_MERGED_AT = 8
_NO_MONTH = -1


class KeyIndex:
    """The keys of a feed's rows; those of rows that have a newer version are still in it, with the older arrival."""

    def __init__(self, home: Home, ledger: Ledger, feed: Feed) -> None:
        self.home, self.ledger, self.feed = home, ledger, feed
        self._segments: dict[str, pl.DataFrame] = {}

    def find(self, keys: pl.Series, but: int) -> pl.DataFrame:
        """Of sorted `keys` those that are there: `key_hash`, and the newest `arrival` and `period` of each.

        Args:
            but: the arrival of the file whose keys these are.
        """
        wanted = keys.to_numpy()
        found = [self._found(wanted, segment) for segment in self.ledger.key_segments(self.feed)]
        live = [
            file.arrival for file in self.ledger.files(self.feed) if file.status == "loaded" and file.arrival != but
        ]
        hits = pl.concat([pl.DataFrame(schema=_SCHEMA), *found]).filter(pl.col(ARRIVAL).is_in(live))
        newest = hits.sort(ARRIVAL).unique(KEY_HASH, keep="last")
        return newest.with_columns(_period_name(pl.col(PERIOD)).alias(PERIOD))

    def _found(self, wanted: np.ndarray[tuple[int], np.dtype[np.uint64]], segment: KeySegment) -> pl.DataFrame:
        rows = self._opened(segment.path)
        if rows.is_empty():
            return pl.DataFrame(schema=_SCHEMA)
        keys = rows[KEY_HASH].to_numpy()
        at = np.searchsorted(keys, wanted)
        at[at == len(keys)] = 0
        return _with_arrivals(rows.select(pl.all().gather(at[keys[at] == wanted])), segment)

    def add(self, keys: pl.DataFrame, file: LedgerFile) -> KeySegment:
        """Write sorted `key_hash` and `period` (a `period_number`) as a segment; it is one once the ledger names it."""
        return self._write(keys.select(KEY_HASH, PERIOD), (file.arrival,))

    def cover(self, files: list[LedgerFile]) -> None:
        """Read the parts of files that no segment covers, and merge segments where there are many of a size."""
        covered = {arrival for segment in self.ledger.key_segments(self.feed) for arrival in segment.arrivals}
        loaded = [file for file in files if file.status == "loaded" and file.arrival not in covered]
        if loaded:
            rows = _newest(self._keys_of({(file.file_id, file.source_id): file.arrival for file in loaded}))
            segment = self._write(rows, tuple(file.arrival for file in loaded))
            self.ledger.replace_key_segments([], segment)
        self._merge()

    def _keys_of(self, arrivals: dict[tuple[str, str], int]) -> pl.DataFrame:
        frames = [pl.DataFrame(schema=_SCHEMA)]
        for part in self.ledger.parts(self.feed):
            if (arrival := arrivals.get((part.file_id, part.source_id))) is None:
                continue
            period = _NO_MONTH if part.period == ALL else _month_number(part.period)
            keys = pl.read_parquet(self.home.raw / part.path, columns=[KEY_HASH])
            beside = {ARRIVAL: pl.lit(arrival, dtype=pl.UInt32), PERIOD: pl.lit(period, dtype=pl.Int32)}
            frames.append(keys.with_columns(**beside))
        return pl.concat(frames)

    def _merge(self) -> None:
        sizes: dict[int, list[KeySegment]] = {}
        for segment in self.ledger.key_segments(self.feed):
            sizes.setdefault(max(segment.rows, 1).bit_length() // 3, []).append(segment)
        for size in sorted(sizes):
            segments = sizes[size]
            if len(segments) < _MERGED_AT:
                continue
            rows = _newest(pl.concat([_with_arrivals(self._opened(segment.path), segment) for segment in segments]))
            arrivals = tuple(sorted({arrival for segment in segments for arrival in segment.arrivals}))
            self.ledger.replace_key_segments([segment.path for segment in segments], self._write(rows, arrivals))

    def _opened(self, path: str) -> pl.DataFrame:
        if path not in self._segments:
            # Mapped: a search touches a few pages of it.
            with pa.memory_map(str(self.home.raw / path)) as file:
                self._segments[path] = cast("pl.DataFrame", pl.from_arrow(pa.ipc.open_file(file).read_all()))
        return self._segments[path]

    def _write(self, rows: pl.DataFrame, arrivals: tuple[int, ...]) -> KeySegment:
        path = self.home.raw / self.feed / "keys" / f"{secrets.token_hex(8)}{SEGMENT}"
        path.parent.mkdir(parents=True, exist_ok=True)
        rows.rechunk().write_ipc(path, compression="uncompressed", record_batch_size=max(rows.height, 1))
        return KeySegment(path.relative_to(self.home.raw).as_posix(), self.feed, rows.height, arrivals)


def _newest(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.sort(KEY_HASH, ARRIVAL).unique(KEY_HASH, keep="last", maintain_order=True)


def _month_number(period: str) -> int:
    year, month, _ = period.split("-")
    return int(year) * 12 + int(month) - 1


def _with_arrivals(rows: pl.DataFrame, segment: KeySegment) -> pl.DataFrame:
    """A segment of one file does not say of each row that it is that file's."""
    if ARRIVAL not in rows.columns:
        rows = rows.with_columns(pl.lit(segment.arrivals[0], dtype=pl.UInt32).alias(ARRIVAL))
    return rows.select(list(_SCHEMA))


def period_number(period: pl.Expr) -> pl.Expr:
    """Of days that name months; null, for feeds kept in one piece, becomes a number of its own."""
    return (period.dt.year().cast(pl.Int32) * 12 + period.dt.month().cast(pl.Int32) - 1).fill_null(_NO_MONTH)


def _period_name(number: pl.Expr) -> pl.Expr:
    name = pl.date(number // 12, number % 12 + 1, 1).dt.to_string("%Y-%m-%d")
    return pl.when(number == _NO_MONTH).then(pl.lit(ALL)).otherwise(name)
