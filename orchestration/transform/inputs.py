"""Show the models what was ingested: schema `raw` in the warehouse.

Event and other feeds are views over the live Parquet parts, and so is what builds published before; declarations and
the ledger are small tables written anew each time. Which rows are accepted does not belong here, nor any computation on
them.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from anlan.errors import BuildError
from anlan.home import Home
from orchestration.ingest.areas import AreaRegister
from orchestration.ingest.ledger import Ledger
from orchestration.ingest.load import City
from orchestration.ingest.rows import complete_months
from orchestration.raw_schema import EVENT_FEEDS, RAW_TABLES, TALLY_FEEDS
from orchestration.registry.feeds import Feed
from orchestration.registry.working_days import calendar_key, working_days
from orchestration.transform.declarations import declared_rows


def write_inputs(city: City, register: AreaRegister, *, full_refresh: bool) -> None:
    """Write schema `raw`; with `full_refresh` every month counts as touched."""
    city.home.warehouse.parent.mkdir(parents=True, exist_ok=True)
    tables: dict[str, pl.DataFrame] = {
        "area_register": register.frame,
        "area_polygons": _polygons(city),
        **{name: _frame(name, rows) for name, rows in declared_rows(city.pack).items()},
        **{name: _frame(name, rows) for name, rows in _ledger_rows(city.ledger).items()},
    }
    with _open(city.home) as connection:
        connection.execute("begin")
        connection.execute("create schema if not exists raw")
        for name, frame in tables.items():
            _write_table(connection, name, frame)
        _write_calendar(connection, city)
        touched = set(city.ledger.touched())
        for feed in EVENT_FEEDS:
            parts = city.ledger.parts(feed)
            changed = [p for p in parts if full_refresh or (feed, p.period) in touched]
            _write_view(connection, feed, _paths(city.home, [p.path for p in parts]))
            _write_view(connection, f"{feed}_touched", _paths(city.home, [p.path for p in changed]))
        for feed in (*map(Feed, TALLY_FEEDS), Feed.POPULATION):
            _write_view(connection, feed, _paths(city.home, [p.path for p in city.ledger.parts(feed)]))
        kept = city.home.published_values
        _write_view(connection, "published_values", [kept] if kept.exists() else [])
        connection.execute("commit")


def _open(home: Home) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(str(home.warehouse))
    except duckdb.Error as error:
        raise BuildError(
            f"The warehouse {home.warehouse} cannot be opened. If another program has it open, close it there. "
            f"If the file is damaged, delete it: the next run builds it anew. ({str(error).splitlines()[0]})"
        ) from None


def _paths(home: Home, relative: Iterable[str]) -> list[Path]:
    return [home.raw / path for path in relative]


def _write_view(connection: duckdb.DuckDBPyConnection, name: str, paths: list[Path]) -> None:
    columns = RAW_TABLES[name]
    if paths:
        # Views take no parameters; the paths are ours, and quotes in them are doubled.
        files = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
        typed = ", ".join(f"cast({column} as {kind}) as {column}" for column, kind in columns.items())
        body = f"select {typed} from read_parquet([{files}], hive_partitioning = false)"
    else:
        body = f"select {_nothing(columns)} where false"
    connection.execute(f"create or replace view raw.{name} as {body}")


def _write_table(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    columns = RAW_TABLES[name]
    typed = ", ".join(f"cast({column} as {kind}) as {column}" for column, kind in columns.items())
    connection.register("incoming", frame.select(columns.keys()).to_arrow())
    connection.execute(f"create or replace table raw.{name} as select {typed} from incoming")
    connection.unregister("incoming")


def _write_calendar(connection: duckdb.DuckDBPyConnection, city: City) -> None:
    """Whole years around the data, and a year before: a period may begin before its first file. A calendar already
    there is left, for the library that knows it costs more than all else here.
    """
    declared, years = city.pack.city.holidays, _years_with_data(city.ledger)
    key = calendar_key(declared, years) if declared else ""
    found = connection.execute(
        "select comment from duckdb_tables() where database_name = current_database()"
        " and schema_name = 'raw' and table_name = 'calendar_days'"
    ).fetchall()
    if found == [(key,)]:
        return
    days = working_days(declared, years) if declared else []
    _write_table(connection, "calendar_days", _frame("calendar_days", [asdict(day) for day in days]))
    quoted = key.replace("'", "''")
    connection.execute(f"comment on table raw.calendar_days is '{quoted}'")


def _years_with_data(ledger: Ledger) -> range:
    files = [file for file in ledger.files() if file.status == "loaded"]
    days = [str(day) for file in files for day in (file.first_event_date, file.last_event_date) if day]
    return range(int(min(days)[:4]) - 1, int(max(days)[:4]) + 1) if days else range(0)


def _nothing(columns: dict[str, str]) -> str:
    return ", ".join(f"cast(null as {kind}) as {column}" for column, kind in columns.items())


def _frame(name: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    schema = dict.fromkeys(RAW_TABLES[name])
    return pl.DataFrame([{key: row[key] for key in schema} for row in rows], schema=schema, infer_schema_length=None)


def _polygons(city: City) -> pl.DataFrame:
    parts = city.ledger.parts(Feed.AREA_POLYGONS)
    if not parts:
        return _frame("area_polygons", [])
    return pl.read_parquet(_paths(city.home, [p.path for p in parts])).select("area_id", "geometry")


def _ledger_rows(ledger: Ledger) -> dict[str, list[dict[str, object]]]:
    files = ledger.rows_of("files")
    coverage: list[dict[str, object]] = [
        {"feed": feed, "month": month, "is_complete": done}
        for feed in EVENT_FEEDS
        for month, done in complete_months(ledger.coverage(feed)).items()
    ]
    return {
        "place_areas": ledger.rows_of("place_areas"),
        "ledger_files": [file for file in files if file["status"] != "landed"],
        "ledger_quarantine": ledger.rows_of("quarantine_counts"),
        "touched_periods": [row for row in ledger.rows_of("touched_periods") if row["feed"] in EVENT_FEEDS],
        "touched_feeds": touched_feeds(ledger.touched(), [(str(row["feed"]), str(row["month"])) for row in coverage]),
        "coverage": coverage,
    }


def touched_feeds(touched: Iterable[tuple[str, str]], covered: Iterable[tuple[str, str]]) -> list[dict[str, object]]:
    """The first day of which each touched feed may say something new, as rows of `raw.touched_feeds`.

    The covered month before counts, too: whether its last weeks are complete is told by what comes after it. A feed
    that is not stored by month of event is small, and touched from the beginning.

    Args:
        touched, covered: feeds and months, by their first days.
    """
    first_months: dict[str, str] = {}
    for feed, month in touched:
        first = month if feed in EVENT_FEEDS else date.min.isoformat()
        first_months[feed] = min(first, first_months.get(feed, first))
    before = {feed: [m for other, m in covered if other == feed and m < first] for feed, first in first_months.items()}
    return [
        {"feed": feed, "first_day": date.fromisoformat(max(before[feed], default=first))}
        for feed, first in sorted(first_months.items())
    ]
