"""Which of several versions of a row counts, for feeds whose rows have a business key.

The newer file wins, whatever order files are read in. Rows without a key are never compared: equal rows are
then two events.
"""

from dataclasses import dataclass

import polars as pl

from anlan.home import Home
from orchestration.ingest.ledger import Ledger
from orchestration.ingest.parts import CONTENT_HASH, KEY_HASH, write_part
from orchestration.ingest.records import LedgerFile, Part
from orchestration.registry.feeds import Feed

_INDEX_SCHEMA = {
    KEY_HASH: pl.UInt64,
    CONTENT_HASH: pl.UInt64,
    "path": pl.String,
    "arrival": pl.Int64,
}
_SEED = 20210101


@dataclass(frozen=True)
class Merge:
    """What is new in a file, how many rows were there already, and which older rows it replaces."""

    fresh: pl.DataFrame
    duplicates: int
    # Live rows that are superseded: key_hash and the path of the part they stand in.
    superseded: pl.DataFrame


def add_hashes(frame: pl.DataFrame, key: tuple[str, ...]) -> pl.DataFrame:
    """Add the hash of the key columns and that of everything a row says (its place in the file aside)."""
    content = [column for column in frame.columns if column not in {"file_id", "row_number"}]
    return frame.with_columns(
        pl.struct(key).hash(seed=_SEED).alias(KEY_HASH), pl.struct(content).hash(seed=_SEED).alias(CONTENT_HASH)
    )


def merge(incoming: pl.DataFrame, arrival: int, live: pl.DataFrame) -> Merge:
    """Compare a file's rows (with hashes) with the live rows of its feed.

    Args:
        incoming: rows of one file; of two rows with one key the later counts.
        arrival: the file's place in the order of arrival.
        live: `key_hash`, `content_hash`, `path`, `arrival` of all other files' live rows.
    """
    last = incoming.unique(KEY_HASH, keep="last", maintain_order=True)
    older = live.rename({CONTENT_HASH: "live_content", "arrival": "live_arrival"})
    compared = last.select(KEY_HASH, CONTENT_HASH).join(older, on=KEY_HASH, how="inner")
    same_or_outdated = compared.filter(
        (pl.col(CONTENT_HASH) == pl.col("live_content")) | (pl.col("live_arrival") > arrival)
    )
    fresh = last.join(same_or_outdated, on=KEY_HASH, how="anti")
    superseded = compared.join(same_or_outdated, on=KEY_HASH, how="anti").select(KEY_HASH, "path")
    return Merge(fresh, incoming.height - fresh.height, superseded)


class LiveRows:
    """Hashes of the live rows of a feed. Parts never change, so each is read once, however many files are loaded."""

    def __init__(self, home: Home, ledger: Ledger, feed: Feed) -> None:
        self._home, self._ledger, self._feed = home, ledger, feed
        self._hashes: dict[str, pl.DataFrame] = {}

    def outside(self, but: LedgerFile) -> pl.DataFrame:
        """Rows of all other files: their hashes, the part they stand in and its arrival."""
        arrivals = {(file.file_id, file.source_id): file.arrival for file in self._ledger.files(self._feed)}
        parts = self._ledger.parts(self._feed)
        for part in parts:
            if part.path not in self._hashes:
                rows = pl.read_parquet(self._home.raw / part.path, columns=[KEY_HASH, CONTENT_HASH])
                arrival = pl.lit(arrivals[part.file_id, part.source_id], dtype=pl.Int64)
                self._hashes[part.path] = rows.with_columns(path=pl.lit(part.path), arrival=arrival)
        self._hashes = {part.path: self._hashes[part.path] for part in parts}
        frames = [
            self._hashes[part.path] for part in parts if (part.file_id, part.source_id) != (but.file_id, but.source_id)
        ]
        return pl.concat(frames) if frames else pl.DataFrame(schema=_INDEX_SCHEMA)


def rewrite_without(
    home: Home, parts: list[Part], superseded: pl.DataFrame
) -> tuple[list[Part], list[str], dict[tuple[str, str], int]]:
    """Write the parts that hold superseded rows anew without them.

    Returns:
        new parts, the paths they replace, and how many rows each file lost.
    """
    new_parts: list[Part] = []
    replaced: list[str] = []
    lost: dict[tuple[str, str], int] = {}
    affected = set(superseded["path"])
    for part in parts:
        if part.path not in affected:
            continue
        keys = superseded.filter(pl.col("path") == part.path)
        rows = pl.read_parquet(home.raw / part.path).join(keys, on=KEY_HASH, how="anti")
        replaced.append(part.path)
        file = (part.file_id, part.source_id)
        lost[file] = lost.get(file, 0) + part.rows - rows.height
        if not rows.is_empty():
            new_parts.append(write_part(home, Feed(part.feed), part.period, *file, rows))
    return new_parts, replaced, lost
