"""Which of several versions of a row counts, for feeds whose rows have a business key.

The newer file wins, whatever order files are read in. Rows without a key are never compared: equal rows are
then two events.
"""

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from anlan.home import Home
from orchestration.ingest.key_index import KeyIndex
from orchestration.ingest.ledger import Ledger
from orchestration.ingest.parts import CONTENT_HASH, KEY_HASH, write_part
from orchestration.ingest.reading import ROW
from orchestration.ingest.records import LedgerFile, Part
from orchestration.registry.feeds import FEEDS, Feed
from orchestration.registry.pack import CityPack

_LIVE_SCHEMA = {
    KEY_HASH: pl.UInt64,
    CONTENT_HASH: pl.UInt64,
    "path": pl.String,
    "arrival": pl.Int64,
}
_SEED = 20210101
HASHES = (KEY_HASH, CONTENT_HASH)


@dataclass(frozen=True)
class Merge:
    """What is new in a file, how many rows were there already, and which older rows it replaces."""

    fresh: pl.DataFrame
    duplicates: int
    # Live rows that are superseded: key_hash and the path of the part they stand in.
    superseded: pl.DataFrame


@dataclass(frozen=True)
class Comparison:
    """Which rows of a file count.

    `kept`: their hashes and months, sorted by key. `left_out`: row numbers of those that are there already, or of which
    there is a newer version. `superseded`: live rows that they replace: key_hash and the path of the part.
    """

    kept: pl.DataFrame
    left_out: pl.Series
    superseded: pl.DataFrame


def silent_fields(pack: CityPack, feed: Feed) -> frozenset[str]:
    """Fields that no source of a feed fills: they say the same of every row."""
    filled = {name for source in pack.sources_of(feed) for name in source.fields}
    # That an event was cancelled gives it a time at which it was.
    follows = {"cancelled_at"} if "is_cancelled" in filled else set()
    return frozenset(FEEDS[feed].fields) - filled - follows


def add_hashes(frame: pl.DataFrame, key: tuple[str, ...], silent: Collection[str] = ()) -> pl.DataFrame:
    """Add the hash of the key columns and that of everything a row says (its place in the file aside)."""
    said = [column for column in frame.columns if column not in {"file_id", ROW, "event_month", *silent}]
    return frame.with_columns(
        pl.struct(key).hash(seed=_SEED).alias(KEY_HASH), pl.struct(said).hash(seed=_SEED).alias(CONTENT_HASH)
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


def compare(home: Home, ledger: Ledger, index: KeyIndex, file: LedgerFile, rows: pl.DataFrame) -> Comparison:
    """Compare all rows of a file with what is live of its feed.

    Args:
        rows: `row_number`, `key_hash`, `content_hash`, `event_month` (null where the feed is kept in one piece).
    """
    ordered = rows.sort(KEY_HASH, maintain_order=True)
    is_last = ordered.select((pl.col(KEY_HASH) != pl.col(KEY_HASH).shift(-1)).fill_null(True)).to_series()
    outdone = ordered.filter(~is_last)
    last = ordered.filter(is_last) if not outdone.is_empty() else ordered
    found = index.find(last[KEY_HASH], but=file.arrival)
    if found.is_empty():
        return Comparison(last, outdone[ROW], pl.DataFrame(schema={KEY_HASH: pl.UInt64, "path": pl.String}))
    incoming = last.join(found, on=KEY_HASH, how="semi")
    merged = merge(incoming, file.arrival, _live(home, ledger, Feed(file.feed), found))
    stale = incoming.join(merged.fresh, on=KEY_HASH, how="anti")
    kept = last.join(stale, on=KEY_HASH, how="anti", maintain_order="left")
    return Comparison(kept, pl.concat([outdone[ROW], stale[ROW]]), merged.superseded)


def _live(home: Home, ledger: Ledger, feed: Feed, found: pl.DataFrame) -> pl.DataFrame:
    """What is said by the live rows of keys that were found."""
    arrivals = {(file.file_id, file.source_id): file.arrival for file in ledger.files(feed)}
    wanted = set(found.select("arrival", "period").unique().rows())
    frames = [pl.DataFrame(schema=_LIVE_SCHEMA)]
    for part in ledger.parts(feed):
        arrival = arrivals[part.file_id, part.source_id]
        if (arrival, part.period) in wanted:
            rows = pl.read_parquet(home.raw / part.path, columns=[KEY_HASH, CONTENT_HASH])
            rows = rows.join(found.filter(arrival=arrival), on=KEY_HASH, how="semi")
            frames.append(rows.with_columns(path=pl.lit(part.path), arrival=pl.lit(arrival, dtype=pl.Int64)))
    return pl.concat(frames)


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
