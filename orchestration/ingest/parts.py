"""Parquet parts of the raw zone and of the quarantine.

A part holds the accepted rows of one file and one period (a month, or `all` for feeds that are small). Parts
never change: a part whose rows were partly superseded is written anew under another name, and the ledger says
which of the two exists.
"""

import secrets
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from anlan.home import Home
from orchestration.ingest.ledger import Ledger
from orchestration.ingest.records import Part
from orchestration.registry.feeds import FEEDS, Feed

ALL = "all"
# Hashes beside the feed's own columns, for feeds whose rows have a business key.
KEY_HASH, CONTENT_HASH = "key_hash", "content_hash"
_WRITTEN = ("*.parquet", "*.partial")


def period_column(feed: Feed) -> str | None:
    """The column whose month a feed's rows are stored under; None for feeds kept in one piece."""
    return "event_month" if FEEDS[feed].event_time else None


def split_by_period(frame: pl.DataFrame, feed: Feed) -> Iterator[tuple[str, pl.DataFrame]]:
    """(period, rows) in the order of the periods."""
    column = period_column(feed)
    if column is None:
        yield ALL, frame
        return
    for (month,), rows in sorted(frame.partition_by(column, as_dict=True).items()):
        yield month.isoformat(), rows


def write_part(home: Home, feed: Feed, period: str, file_id: str, source_id: str, rows: pl.DataFrame) -> Part:
    """Write rows as a new part; it exists only once the ledger names it."""
    folder = home.raw / feed / period
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{source_id}-{file_id}-{secrets.token_hex(4)}.parquet"
    rows.write_parquet(path, compression="zstd", statistics=True)
    return Part(path.relative_to(home.raw).as_posix(), feed, period, file_id, source_id, rows.height)


def write_quarantine(home: Home, feed: Feed, file_id: str, source_id: str, file_name: str, rows: pl.DataFrame) -> None:
    """Replace what the quarantine holds of a file."""
    path = quarantine_path(home, feed, file_id, source_id)
    if rows.is_empty():
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    rows.with_columns(file_name=pl.lit(file_name), source_id=pl.lit(source_id)).write_parquet(partial)
    partial.replace(path)


def quarantine_path(home: Home, feed: Feed, file_id: str, source_id: str) -> Path:
    return home.quarantine / feed / f"{source_id}-{file_id}.parquet"


def sweep(home: Home, ledger: Ledger) -> int:
    """Delete parts that no ledger row names (what a killed run left, and what was replaced), the quarantine of files
    that are not loaded, and what was half written. Returns how many files that were.
    """
    live = {home.raw / path for path in ledger.all_part_paths()}
    live |= {
        quarantine_path(home, Feed(file.feed), file.file_id, file.source_id)
        for file in ledger.files()
        if file.status == "loaded"
    }
    written = [path for zone in (home.raw, home.quarantine) for form in _WRITTEN for path in zone.rglob(form)]
    dead = [path for path in written if path not in live]
    for path in dead:
        path.unlink()
    return len(dead)
