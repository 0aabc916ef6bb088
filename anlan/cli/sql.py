"""`anlan sql`: read-only SQL over the published snapshot."""

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

import duckdb
import polars as pl
import typer

from anlan import snapshot
from anlan.cli.output import note, out, table
from anlan.errors import UsageError
from anlan.home import Home

EXAMPLES = (
    "[bold]Examples[/]\n\n"
    "anlan sql lanwan \"select * from marts.mart_rankings where indicator_id = 'AL04' limit 10\"\n\n"
    'anlan sql london "from marts.mart_survey_score" --format parquet --output scores.parquet\n\n'
    "anlan sql lanwan        (a prompt; .tables lists the tables, .quit leaves)\n\n"
    "The snapshot cannot be written, and SQL reaches neither files nor the network."
)
_SHOWN_ROWS = 200


class Format(StrEnum):
    """How a result is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


def sql(
    city: str = typer.Argument(help="The city's name."),
    query: str | None = typer.Argument(None, help="The query; a prompt if left out."),
    format: Format = typer.Option(Format.TABLE, help="How the result is written."),
    output: Path | None = typer.Option(None, help="File to write to instead of the screen."),
) -> None:
    """Read-only SQL over the published snapshot; a prompt without a query."""
    from orchestration.registry.pack import load_pack

    load_pack(city)
    home = Home.of(city)
    build = snapshot.current_build(home)
    if format == Format.PARQUET and output is None:
        raise UsageError("Parquet is written to a file: add --output FILE.")
    if format == Format.TABLE and output is not None:
        raise UsageError("A table goes to the screen; choose --format csv, json or parquet for a file.")
    connection = snapshot.connect(snapshot.database(home, build.build_id), is_bounded=False)
    if query is not None:
        _write(_ask(connection, query), format, output)
        return
    note(f"{city}, build {build.build_id}, data to {build.as_of}. .tables lists the tables, .quit leaves.")
    for line in _lines():
        try:
            asked = _TABLES if line == ".tables" else line
            _write(_ask(connection, asked), format, output)
        except UsageError as error:
            note(str(error))


_TABLES = (
    "select table_schema || '.' || table_name as table_name, count(*) as columns"
    " from information_schema.columns group by all order by all"
)


def _ask(connection: duckdb.DuckDBPyConnection, query: str) -> pl.DataFrame:
    try:
        relation = connection.sql(query)
    except duckdb.Error as error:
        raise UsageError(f"The query failed: {error}") from None
    if relation is None:
        raise UsageError("The query is empty.")
    try:
        frame: pl.DataFrame = relation.pl()
    except duckdb.Error as error:
        raise UsageError(f"The query failed: {error}") from None
    except pl.exceptions.PolarsError:
        kinds = ", ".join(sorted({str(kind) for kind in relation.types}))
        raise UsageError(f"The result has a type that cannot be shown ({kinds}). Cast it to varchar.") from None
    return frame


def _write(frame: pl.DataFrame, form: Format, output: Path | None) -> None:
    if form == Format.TABLE and output is None:
        _print_table(frame)
        return
    try:
        _write_as(frame, form, output or sys.stdout.buffer)
    except pl.exceptions.PolarsError as error:
        reason = str(error).splitlines()[0]
        raise UsageError(f"The result cannot be written as {form}: {reason}. Cast the column to varchar.") from None
    if output is not None:
        note(f"{frame.height:,} rows written to {output}.")


def _write_as(frame: pl.DataFrame, form: Format, target: Path | BinaryIO) -> None:
    match form:
        case Format.CSV:
            # Excel and WPS take a file for UTF-8 only if it opens with the mark; a pipe is read by programs.
            frame.write_csv(target, include_bom=isinstance(target, Path))
        case Format.JSON:
            text = frame.write_json()
            _write_text(target, text)
        case Format.PARQUET:
            frame.write_parquet(target)


def _write_text(target: Path | BinaryIO, text: str) -> None:
    content = (text + "\n").encode()
    if isinstance(target, Path):
        target.write_bytes(content)
    else:
        target.write(content)


def _print_table(frame: pl.DataFrame) -> None:
    lines = table(*frame.columns)
    for row in frame.head(_SHOWN_ROWS).iter_rows():
        lines.add_row(*["" if cell is None else str(cell).replace("[", r"\[") for cell in row])
    out.print(lines)
    if frame.height > _SHOWN_ROWS:
        note(f"The first {_SHOWN_ROWS} of {frame.height:,} rows; --format csv gives them all.")


def _lines() -> Iterator[str]:
    while True:
        try:
            line = input("anlan> ").strip().rstrip(";")
        except EOFError:
            return
        if line in {".quit", ".exit"}:
            return
        if line:
            yield line
