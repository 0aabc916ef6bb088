"""Fill schema `raw` of a warehouse with hand-made rows and run dbt on it, in this process.

What the rows are belongs in `hand_made_city`, what the models must make of them in the tests.
"""

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner
from hand_made_city import City, Row

from orchestration.raw_schema import EVENT_FEEDS, RAW_TABLES
from orchestration.transform.inputs import touched_feeds

PROJECT = Path(__file__).resolve().parents[2] / "dbt_project"


@dataclass(frozen=True)
class Warehouse:
    """A warehouse file, and the folder dbt keeps its manifest in."""

    path: Path
    target: Path

    def load(self, city: City) -> None:
        """Make schema `raw` hold the city's rows and nothing else, touched months included."""
        tables = dict(city.tables)
        tables["touched_periods"] = [
            {"feed": feed, "month": month} for feed, months in city.touched.items() for month in months
        ]
        tables["touched_feeds"] = touched_feeds(
            [(row["feed"], str(row["month"])) for row in tables["touched_periods"]],
            [(row["feed"], str(row["month"])) for row in tables.get("coverage", [])],
        )
        for feed in EVENT_FEEDS:
            months = city.touched.get(feed, [])
            tables[f"{feed}_touched"] = [row for row in tables.get(feed, []) if row["event_month"] in months]
        with duckdb.connect(str(self.path)) as connection:
            connection.execute("create schema if not exists raw")
            for table, columns in RAW_TABLES.items():
                declared = ", ".join(f"{name} {kind}" for name, kind in columns.items())
                connection.execute(f"create or replace table raw.{table} ({declared})")
                _insert(connection, table, tables.get(table, []))

    def dbt(self, *arguments: str) -> Any:
        """Run a dbt command; its result if it succeeded.

        Raises:
            AssertionError: the command failed; the message names the nodes that did.
        """
        # dbt parses the project anew whenever the path in its profile changes: always run in the same place.
        in_use = self.target / "warehouse.duckdb"
        shutil.copy(self.path, in_use)
        os.environ["DBT_ENV_SECRET_ANLAN_WAREHOUSE"] = str(in_use)
        folders = {
            "--project-dir": PROJECT,
            "--profiles-dir": PROJECT,
            "--target-path": self.target,
            "--log-path": self.target,
        }
        result = dbtRunner().invoke(["--quiet", *arguments, *(str(x) for pair in folders.items() for x in pair)])
        # dbt keeps the file open for the next command of the process.
        DuckDBConnectionManager.close_all_connections()
        shutil.move(in_use, self.path)
        failed = [] if result.result is None else getattr(result.result, "results", [])
        assert result.success, result.exception or [
            f"{node.node.name}: {node.message}" for node in failed if node.status not in {"success", "pass"}
        ]
        return result.result

    def rows(self, query: str) -> list[Row]:
        """Rows of a query, as dictionaries."""
        with duckdb.connect(str(self.path), read_only=True) as connection:
            cursor = connection.execute(query)
            names = [column[0] for column in cursor.description or []]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def row(self, query: str) -> Row:
        """The one row of a query."""
        found = self.rows(query)
        assert len(found) == 1, f"{len(found)} rows: {query}"
        return found[0]

    def published_tables(self) -> list[str]:
        return [
            f"{row['table_schema']}.{row['table_name']}"
            for row in self.rows(
                "select table_schema, table_name from information_schema.tables"
                " where table_schema in ('marts', 'serving') order by all"
            )
        ]


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Row]) -> None:
    for row in rows:
        names = ", ".join(row)
        marks = ", ".join("?" for _ in row)
        connection.execute(f"insert into raw.{table} ({names}) values ({marks})", list(row.values()))
