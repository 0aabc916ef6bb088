"""Copy the published schemas into an immutable snapshot and move `CURRENT`.

A reader sees the old build or the new one, never a part of one: a build is made aside, renamed whole, and
only then named in `CURRENT`.
"""

import os
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType

import duckdb

import anlan
from anlan import snapshot
from anlan.errors import UsageError
from anlan.home import Home
from orchestration.publish.history import keep_published

PUBLISHED_SCHEMAS = ("marts", "serving")
KEPT_BUILDS = 10
_ASIDE = ".making-"

# By `schema.name`: the description of the table and those of its columns by name.
Descriptions = Mapping[str, tuple[str, Mapping[str, str]]]
# By `schema.name`: columns.
SortOrders = Mapping[str, Sequence[str]]
_NO_TEXTS: Descriptions = MappingProxyType({})
_AS_THEY_COME: SortOrders = MappingProxyType({})


@dataclass(frozen=True)
class TestOutcome:
    """How the tests of a build went; builds with failures never get here."""

    passed: int
    warned: int


def publish(
    home: Home, tests: TestOutcome, texts: Descriptions = _NO_TEXTS, sorted_by: SortOrders = _AS_THEY_COME
) -> snapshot.Build:
    """Make the warehouse's marts the served build. Returns its manifest.

    Args:
        texts: travel as comments of tables and columns, so that whoever opens a snapshot can ask what a column is.
        sorted_by: columns by which rows of a table are put in order, where the warehouse keeps none.
    """
    # What a publish that was killed served and did not get to keep.
    keep_published(home)
    built_at = datetime.now(UTC)
    build_id = f"{built_at:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
    home.serving.mkdir(parents=True, exist_ok=True)
    _remove_unfinished(home)
    aside = home.serving / f"{_ASIDE}{build_id}"
    aside.mkdir()
    tables, as_of, is_fictional = _copy_tables(home.warehouse, aside / snapshot.DATABASE, texts, sorted_by)
    build = snapshot.Build(
        format_version=snapshot.FORMAT_VERSION,
        build_id=build_id,
        city_id=home.city_id,
        built_at=built_at,
        as_of=as_of,
        is_fictional=is_fictional,
        tables=tables,
        tests_passed=tests.passed,
        tests_warned=tests.warned,
        anlan_version=anlan.__version__,
    )
    _write_durably(aside / snapshot.MANIFEST, build.model_dump_json(indent=2))
    aside.rename(snapshot.folder(home, build_id))
    _make_current(home, build_id)
    keep_published(home)
    _prune(home)
    return build


def roll_back(home: Home, build_id: str) -> snapshot.Build:
    """Serve an earlier build again.

    Raises:
        UsageError: there is no such build, or its database is gone.
    """
    build = snapshot.read_build(home, build_id)
    if not snapshot.database(home, build_id).exists():
        raise UsageError(f"Build {build_id} has lost its database; choose another from `anlan status {home.city_id}`.")
    _make_current(home, build_id)
    # Readers are told the old values again: that, too, is a revision.
    keep_published(home)
    return build


def _copy_tables(
    warehouse: Path, target: Path, texts: Descriptions, sorted_by: SortOrders
) -> tuple[dict[str, int], date | None, bool]:
    counts: dict[str, int] = {}
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(f"attach '{str(target).replace(chr(39), chr(39) * 2)}' as snapshot")
        for schema in PUBLISHED_SCHEMAS:
            connection.execute(f"create schema snapshot.{schema}")
            names = connection.execute(
                "select table_name from information_schema.tables"
                " where table_catalog <> 'snapshot' and table_schema = ? order by table_name",
                [schema],
            ).fetchall()
            for (name,) in names:
                table = f"{schema}.{name}"
                order = f" order by {', '.join(sorted_by[table])}" if table in sorted_by else ""
                connection.execute(f"create table snapshot.{table} as from {table}{order}")
                row = connection.execute(f"select count(*) from snapshot.{table}").fetchone()
                assert row is not None
                counts[table] = row[0]
        city = connection.execute("select as_of, is_fictional from marts.dim_city").fetchone()
        assert city is not None, "dim_city has one row"
        _comment(connection, {name: text for name, text in texts.items() if name in counts})
        connection.execute("detach snapshot")
    return counts, city[0], city[1]


def _comment(connection: duckdb.DuckDBPyConnection, texts: Descriptions) -> None:
    connection.execute("begin")
    for table, (text, columns) in texts.items():
        connection.execute(f"comment on table snapshot.{table} is {_quoted(text)}")
        for column, meaning in columns.items():
            connection.execute(f'comment on column snapshot.{table}."{column}" is {_quoted(meaning)}')
    connection.execute("commit")


def _quoted(text: str) -> str:
    """A text as SQL: a comment takes no parameter."""
    return "'" + text.replace("'", "''") + "'"


def _make_current(home: Home, build_id: str) -> None:
    pointer = home.serving / snapshot.CURRENT
    partial = pointer.with_suffix(".partial")
    _write_durably(partial, build_id + "\n")
    partial.replace(pointer)


def _write_durably(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _remove_unfinished(home: Home) -> None:
    for path in home.serving.glob(f"{_ASIDE}*"):
        shutil.rmtree(path)


def _prune(home: Home) -> None:
    served = snapshot.current_build_id(home)
    for build in snapshot.builds(home)[KEPT_BUILDS:]:
        if build.build_id != served:
            shutil.rmtree(snapshot.folder(home, build.build_id))
