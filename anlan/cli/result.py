"""What a query gives: asked as a frame, and written as a table, CSV, JSON or Parquet. The command is in `sql`."""

import sys
from pathlib import Path
from typing import BinaryIO

import duckdb
import polars as pl

from anlan.cli.output import Format, note, out, table
from anlan.errors import UsageError

_SHOWN_ROWS = 200


def ask(connection: duckdb.DuckDBPyConnection, query: str) -> pl.DataFrame:
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


def write(frame: pl.DataFrame, form: Format, output: Path | None) -> None:
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
