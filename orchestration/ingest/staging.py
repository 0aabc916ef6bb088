"""The rows of one file on their way: written beside the originals, moved into raw and quarantine once all is known.

Until its last piece is read nobody knows whether a file is to be refused, and raw may hold nothing that the privacy
gate would have kept out; landing may. What rows look like does not belong here.
"""

import secrets
import shutil
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from anlan.home import Home
from orchestration.ingest.parts import KEY_HASH, new_part_path, quarantine_path, split_by_period
from orchestration.ingest.reading import ROW
from orchestration.ingest.records import Part
from orchestration.registry.feeds import Feed

_PREFIX = ".staging-"
# A row group holds as many rows as DuckDB gives to one thread at a time.
_ROW_GROUP = 122_880
# Rows of all months together that wait to be written.
_MOST_WAITING = 400_000
# Batches that wait for the one before to be written.
_BATCHES_AHEAD = 2


def _encodings(schema: pa.Schema) -> dict[str, Any]:
    """Texts come again and again, times lie close to each other, a hash has no pattern at all."""
    texts = [field.name for field in schema if pa.types.is_string_view(field.type)]
    close = [field.name for field in schema if pa.types.is_timestamp(field.type) or pa.types.is_int64(field.type)]
    packed = {name: "none" if name == KEY_HASH else "zstd" for name in schema.names}
    return {
        "use_dictionary": texts,
        "column_encoding": dict.fromkeys(close, "DELTA_BINARY_PACKED"),
        "compression": packed,
        # By which DuckDB and polars pass over what a query does not want.
        "write_statistics": close,
    }


class _Writer:
    """One Parquet file that grows."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows = self.waiting = 0
        self._frames: list[pl.DataFrame] = []
        self._writer: pq.ParquetWriter | None = None

    def add(self, frame: pl.DataFrame) -> None:
        self._frames.append(frame)
        self.rows += frame.height
        self.waiting += frame.height

    def flush(self) -> None:
        if not self.waiting:
            return
        table = pl.concat(self._frames).to_arrow(compat_level=pl.CompatLevel.newest())
        if self._writer is None:
            self._writer = pq.ParquetWriter(self.path, table.schema, store_schema=False, **_encodings(table.schema))
        self._writer.write_table(table, row_group_size=_ROW_GROUP)
        self._frames.clear()
        self.waiting = 0

    def close(self) -> None:
        self.flush()
        if self._writer is not None:
            self._writer.close()


class Staging:
    """Accepted rows by period, and refused rows, of one file. They are written beside what goes on meanwhile."""

    def __init__(self, folder: Path, feed: Feed, thread: ThreadPoolExecutor) -> None:
        self._folder, self._feed, self._thread = folder, feed, thread
        self._accepted: dict[str, _Writer] = {}
        self._refused = _Writer(folder / "refused.parquet")
        self._writing: deque[Future[None]] = deque()

    def add(self, accepted: pl.DataFrame, refused: pl.DataFrame) -> None:
        while len(self._writing) >= _BATCHES_AHEAD:
            self._writing.popleft().result()
        self._writing.append(self._thread.submit(self._add, accepted, refused))

    def _add(self, accepted: pl.DataFrame, refused: pl.DataFrame) -> None:
        for period, rows in split_by_period(accepted, self._feed):
            if period not in self._accepted:
                self._accepted[period] = _Writer(self._folder / f"{period}.parquet")
            self._accepted[period].add(rows)
        if not refused.is_empty():
            self._refused.add(refused)
        self._flush()

    def _flush(self) -> None:
        writers = [*self._accepted.values(), self._refused]
        for writer in writers:
            if writer.waiting >= _ROW_GROUP:
                writer.flush()
        while sum(writer.waiting for writer in writers) > _MOST_WAITING:
            max(writers, key=lambda writer: writer.waiting).flush()

    def close(self) -> None:
        """Write all that waits; whatever is asked of the rows comes after this."""
        while self._writing:
            self._writing.popleft().result()
        for writer in (*self._accepted.values(), self._refused):
            writer.close()

    def rows(self, row_numbers: pl.Series) -> pl.DataFrame:
        """Accepted rows, once all are written."""
        wanted = row_numbers.to_frame(ROW)
        parts = [pl.read_parquet(writer.path) for writer in self._accepted.values()]
        return pl.concat(rows.join(wanted, on=ROW, how="semi") for rows in parts)

    def drop(self, row_numbers: pl.Series) -> None:
        """Leave out accepted rows, once all are written."""
        gone = row_numbers.to_frame(ROW)
        for writer in self._accepted.values():
            rows = pl.read_parquet(writer.path)
            kept = rows.join(gone, on=ROW, how="anti", maintain_order="left")
            if kept.height < rows.height:
                kept.write_parquet(writer.path, compression="zstd", statistics=True)
                writer.rows = kept.height

    def move_parts(self, home: Home, file_id: str, source_id: str) -> list[Part]:
        """Move what was accepted into raw, where it exists once the ledger names it."""
        moved = []
        for period, writer in sorted(self._accepted.items()):
            if not writer.rows:
                continue
            path = new_part_path(home, self._feed, period, file_id, source_id)
            writer.path.rename(path)
            relative = path.relative_to(home.raw).as_posix()
            moved.append(Part(relative, self._feed, period, file_id, source_id, writer.rows))
        return moved

    def move_refused(self, home: Home, file_id: str, source_id: str) -> None:
        """Put what was refused in place of what the quarantine holds of the file."""
        path = quarantine_path(home, self._feed, file_id, source_id)
        if not self._refused.rows:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        self._refused.path.replace(path)


@contextmanager
def staging(home: Home, feed: Feed) -> Iterator[Staging]:
    """A staging area of its own, gone afterwards."""
    folder = home.landing / f"{_PREFIX}{secrets.token_hex(8)}"
    folder.mkdir(mode=0o700)
    try:
        with ThreadPoolExecutor(1) as thread:
            yield Staging(folder, feed, thread)
    finally:
        shutil.rmtree(folder)


def clear(home: Home) -> None:
    """Remove what killed runs left."""
    for folder in home.landing.glob(f"{_PREFIX}*"):
        shutil.rmtree(folder)
