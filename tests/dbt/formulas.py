"""Render macros without dbt and evaluate what they render in DuckDB.

Tests on thousands of random inputs need no project, manifest or models: the macro files are one Jinja template. That
the same macros work inside dbt is what the unit tests of `models/methods` show.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

import duckdb
import jinja2
import polars

MACRO_FILES = Path(__file__).resolve().parents[2] / "dbt_project" / "macros"

Column = Sequence[Any]


def macros(engine: str = "duckdb") -> Any:
    """All macros of the project, as attributes, rendering for one engine."""

    def refuse(message: str) -> NoReturn:
        raise ValueError(message)

    environment = jinja2.Environment(extensions=["jinja2.ext.do"], undefined=jinja2.StrictUndefined)
    files = sorted(MACRO_FILES.glob("statistics/*.sql")) + sorted(MACRO_FILES.glob("portable/*.sql"))
    template = environment.from_string("\n".join(path.read_text(encoding="utf-8") for path in files))
    return template.make_module(
        {"target": SimpleNamespace(type=engine), "exceptions": SimpleNamespace(raise_compiler_error=refuse)}
    )


MACROS = macros()


def query(sql: str, **tables: Mapping[str, Column]) -> list[dict[str, Any]]:
    """Rows of a query over tables given by column."""
    with duckdb.connect() as connection:
        for name, columns in tables.items():
            connection.register(name, polars.DataFrame(columns))
        cursor = connection.execute(sql)
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def evaluate(expressions: Sequence[str], **columns: Column) -> list[tuple[Any, ...]]:
    """Values of the expressions for every row of the columns, in the order of the rows."""
    listed = ", ".join(f"({expression}) as e{number}" for number, expression in enumerate(expressions))
    places = range(len(next(iter(columns.values()))))
    rows = query(f"select {listed} from cases order by place", cases={"place": list(places), **columns})
    return [tuple(row.values()) for row in rows]


def value(expression: str) -> Any:
    """Value of one expression without input."""
    with duckdb.connect() as connection:
        return connection.execute(f"select {expression}").fetchall()[0][0]
