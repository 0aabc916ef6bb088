"""Rows completed from other files: a station's district, the times of arrival of an alarm.

The other file is a source of its own (feed `lookups`): it lands, is screened and accounted for as all files are, and of
several versions of a row the newest counts.
"""

from collections.abc import Mapping

import polars as pl

from anlan.errors import InputError
from anlan.home import Home
from orchestration.ingest.fields import find_column
from orchestration.ingest.ledger import Ledger
from orchestration.ingest.reading.table import NOT_IN_LOOKUP
from orchestration.registry.feeds import Feed
from orchestration.registry.pack import CityPack
from orchestration.registry.source import Lookup, Source


def lookup_tables(pack: CityPack, home: Home, ledger: Ledger) -> dict[str, pl.DataFrame]:
    """The live rows of each lookup's table, by source_id; the declared columns, all text."""
    parts = ledger.parts(Feed.LOOKUPS)
    tables = {}
    for source in pack.sources_of(Feed.LOOKUPS):
        paths = [home.raw / part.path for part in parts if part.source_id == source.source_id]
        if paths:
            tables[source.source_id] = pl.read_parquet(paths, columns=list(source.columns))
    return tables


def completed(frame: pl.DataFrame, source: Source, tables: Mapping[str, pl.DataFrame], file_name: str) -> pl.DataFrame:
    """The rows with the cells of the tables that the source names beside their own.

    Raises:
        InputError: a table has not come yet, a key's column is missing, or a column stands here and there.
    """
    for lookup in source.lookups:
        if lookup.source not in tables:
            raise InputError(
                f"{file_name}: its rows are completed from {lookup.source}, of which no file is loaded. Put that file "
                f"into the inbox; this one is then read again."
            )
        frame = _joined(frame, lookup, tables[lookup.source], file_name)
    return frame


def _joined(frame: pl.DataFrame, lookup: Lookup, table: pl.DataFrame, file_name: str) -> pl.DataFrame:
    here = [find_column(frame, (header,), file_name, f"lookup {lookup.source}") for header in lookup.on]
    there = list(lookup.on.values())
    taken = [name for name in lookup.columns or table.columns if name not in there]
    if twice := [name for name in taken if name in frame.columns]:
        raise InputError(
            f"{file_name}: has a column {twice[0]!r}, and so has {lookup.source}; which is meant cannot be known. Give "
            f"it another name in the declaration of {lookup.source}."
        )
    found = table.select(*there, *taken, is_found=pl.lit(True))
    joined = frame.join(found, left_on=here, right_on=there, how="left", maintain_order="left")
    if lookup.unmatched == "quarantine":
        key = pl.concat_str(pl.col(here).fill_null(""), separator=" + ")
        missing = pl.when(pl.col("is_found").is_null()).then(key)
        # Of two lookups the first that lacks the row is told.
        told = pl.coalesce(NOT_IN_LOOKUP, missing) if NOT_IN_LOOKUP in joined.columns else missing
        joined = joined.with_columns(told.alias(NOT_IN_LOOKUP))
    return joined.drop("is_found")
