"""Which of several versions of a row counts, for feeds whose rows have a business key.

The newer file wins, whatever order files are read in. Rows without a key are never compared: equal rows are
then two events.
"""

from dataclasses import dataclass

import polars as pl

from anlan.home import Home
from orchestration.ingest.key_index import KeyIndex
from orchestration.ingest.parts import KEY_HASH, write_part
from orchestration.ingest.reading import ROW
from orchestration.ingest.records import LedgerFile, Part
from orchestration.ingest.staging import Staging
from orchestration.registry.feeds import Feed

_SEED = 20210101
# Into which hashes are divided where they are sorted.
_RANGES = 8
# No declared column is called so.
_PATH, _ARRIVAL = "live:path", "live:arrival"
_NOT_SAID = {KEY_HASH, ROW, "file_id"}


@dataclass(frozen=True)
class Merge:
    """Of rows whose keys were there before: row numbers of those that are to be left out, and the live rows that the
    others replace (`key_hash`, and the `path` of the part they stand in).
    """

    stale: pl.Series
    superseded: pl.DataFrame


@dataclass(frozen=True)
class Comparison:
    """Which rows of a file count.

    `kept`: `key_hash` and `period`, sorted by key. `left_out`: row numbers of those that are there already, or of which
    there is a newer version. `superseded`: live rows that they replace: key_hash and the path of the part.
    """

    kept: pl.DataFrame
    left_out: pl.Series
    superseded: pl.DataFrame


def add_key_hash(frame: pl.DataFrame, key: tuple[str, ...]) -> pl.DataFrame:
    # Rows as wholes are encoded before they are hashed, which one column need not be.
    whole = pl.col(key[0]) if len(key) == 1 else pl.struct(key)
    return frame.with_columns(whole.hash(seed=_SEED).alias(KEY_HASH))


def merge(incoming: pl.DataFrame, arrival: int, live: pl.DataFrame) -> Merge:
    """Compare rows with the live rows of the same keys.

    Args:
        incoming: `row_number`, `key_hash` and what the rows say, each key once.
        arrival: the place of their file in the order of arrival.
        live: `key_hash`, what the rows say, `live:path` and `live:arrival` of rows of other files, each key once.
    """
    said = [column for column in incoming.columns if column not in _NOT_SAID]
    compared = incoming.join(live, on=KEY_HASH, how="inner", suffix=":live")
    is_same = pl.all_horizontal(pl.lit(True), *[pl.col(name).eq_missing(pl.col(f"{name}:live")) for name in said])
    is_stale = compared.select(is_same | (pl.col(_ARRIVAL) > arrival)).to_series()
    return Merge(
        compared.filter(is_stale)[ROW], compared.filter(~is_stale).select(KEY_HASH, pl.col(_PATH).alias("path"))
    )


def compare(index: KeyIndex, file: LedgerFile, rows: pl.DataFrame, staged: Staging) -> Comparison:
    """Compare all rows of a file with what is live of its feed.

    Args:
        rows: `row_number`, `key_hash`, `period` (a `period_number`).
        staged: where the rows stand.
    """
    ordered = by_key(rows)
    is_last = ordered.select((pl.col(KEY_HASH) != pl.col(KEY_HASH).shift(-1)).fill_null(True)).to_series()
    outdone = ordered.filter(~is_last)[ROW].cast(pl.Int64)
    last = ordered if outdone.is_empty() else ordered.filter(is_last)
    found = index.find(last[KEY_HASH], but=file.arrival)
    if found.is_empty():
        return Comparison(last, outdone, pl.DataFrame(schema={KEY_HASH: pl.UInt64, "path": pl.String}))
    known = last.join(found, on=KEY_HASH, how="semi")
    merged = merge(staged.rows(known[ROW].cast(pl.Int64)), file.arrival, _live(index, found))
    kept = last.join(merged.stale.cast(pl.UInt32).to_frame(), on=ROW, how="anti", maintain_order="left")
    return Comparison(kept, pl.concat([outdone, merged.stale]), merged.superseded)


def by_key(rows: pl.DataFrame) -> pl.DataFrame:
    """Sorted range by range of the hashes: at once, ten million rows take three times their own memory."""
    width = 2**64 // _RANGES
    ranges = [(width * n, width * (n + 1) - 1) for n in range(_RANGES)]
    return pl.concat(
        rows.filter(pl.col(KEY_HASH).is_between(pl.lit(least, pl.UInt64), pl.lit(most, pl.UInt64))).sort(
            KEY_HASH, maintain_order=True
        )
        for least, most in ranges
    )


def _live(index: KeyIndex, found: pl.DataFrame) -> pl.DataFrame:
    """The live rows of keys that were found, the part they stand in and its arrival."""
    arrivals = {(file.file_id, file.source_id): file.arrival for file in index.ledger.files(index.feed)}
    wanted = set(found.select("arrival", "period").unique().rows())
    frames = []
    for part in index.ledger.parts(index.feed):
        arrival = arrivals[part.file_id, part.source_id]
        if (arrival, part.period) in wanted:
            rows = pl.read_parquet(index.home.raw / part.path)
            rows = rows.join(found.filter(arrival=arrival), on=KEY_HASH, how="semi")
            frames.append(rows.with_columns(pl.lit(part.path).alias(_PATH), pl.lit(arrival).alias(_ARRIVAL)))
    return pl.concat(frames, how="diagonal")


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
