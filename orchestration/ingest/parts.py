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
from orchestration.ingest.records import Part
from orchestration.registry.feeds import FEEDS, Feed

ALL = "all"
# Beside the feed's own columns, for feeds whose rows have a business key.
KEY_HASH = "key_hash"


def period_column(feed: Feed) -> str | None:
    """The column whose month a feed's rows are stored under; None for feeds kept in one piece."""
    return "event_month" if FEEDS[feed].event_time else None


def split_by_period(frame: pl.DataFrame, feed: Feed) -> Iterator[tuple[str, pl.DataFrame]]:
    """(period, rows) of the periods that have rows, in their order."""
    column = period_column(feed)
    if frame.is_empty():
        return
    if column is None:
        yield ALL, frame
        return
    if (months := frame[column]).is_sorted():
        # Most files are in the order of time: their months are slices, of which nothing is copied.
        runs = months.rle().struct.unnest()
        starts = runs["len"].cum_sum() - runs["len"]
        for month, start, length in zip(runs["value"], starts, runs["len"], strict=True):
            yield month.isoformat(), frame.slice(start, length)
        return
    for (month,), rows in sorted(frame.partition_by(column, as_dict=True).items()):
        yield month.isoformat(), rows


def new_part_path(home: Home, feed: Feed, period: str, file_id: str, source_id: str) -> Path:
    """A path that no part has yet, in its folder."""
    folder = home.raw / feed / period
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{source_id}-{file_id}-{secrets.token_hex(4)}.parquet"


def write_part(home: Home, feed: Feed, period: str, file_id: str, source_id: str, rows: pl.DataFrame) -> Part:
    """Write rows as a new part; it exists only once the ledger names it."""
    path = new_part_path(home, feed, period, file_id, source_id)
    rows.write_parquet(path, compression="zstd", statistics=True)
    return Part(path.relative_to(home.raw).as_posix(), feed, period, file_id, source_id, rows.height)


def quarantine_path(home: Home, feed: Feed, file_id: str, source_id: str) -> Path:
    return home.quarantine / feed / f"{source_id}-{file_id}.parquet"
