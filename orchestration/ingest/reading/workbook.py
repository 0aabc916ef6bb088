"""From a sheet's grid of text cells to rows below a header.

How a workbook is opened belongs in `sheets`.
"""

import polars as pl

from anlan.errors import InputError
from orchestration.ingest.privacy.masking import masked
from orchestration.ingest.reading.headers import (
    MARKER_LINES,
    Concerned,
    first_header_line,
    join_headers,
    unique_headers,
)
from orchestration.ingest.reading.sheets import Grid, load_grid
from orchestration.ingest.reading.table import ERROR_CELL, numbered
from orchestration.ingest.reading.unpacking import Limits
from orchestration.registry.formats import WorkbookFormat


def read_workbook(
    content: bytes, name: str, declared: WorkbookFormat, concerned: Concerned, limits: Limits
) -> tuple[pl.DataFrame, int, str]:
    """The cells of one sheet, rows numbered, marks beside them; the number of lines above the first data row; and the
    sheet's name (masked: some workbooks have a sheet a person).

    Raises:
        InputError: the workbook cannot be read, or has not the declared header.
    """
    grid = load_grid(content, name, declared, limits)
    cells = _with_error_texts(grid)
    first = first_header_line(cells.head(declared.skip_rows + MARKER_LINES).rows(), declared, name)
    header = cells.slice(first, declared.header_rows).rows()
    if not header:
        raise InputError(f"{name}: there is no header below line {first}. Correct format.skip_rows, or the file.")
    names = unique_headers(join_headers(header, declared.header_separator), concerned, name)
    above = first + declared.header_rows + declared.skip_rows_after_header
    # A time of day comes with the day that Excel counts from.
    body = cells.rename(dict(zip(cells.columns, names, strict=True))).with_columns(
        pl.all().str.replace(r"^1899-12-3[01] ", "")
    )
    if marks := _marks(grid, names, concerned):
        nothing = pl.Series(ERROR_CELL, [None], dtype=pl.String).new_from_index(0, body.height)
        body = body.with_columns(nothing.scatter(list(marks), list(marks.values())))
    return numbered(body.slice(above)), above, masked(grid.sheet)


def _with_error_texts(grid: Grid) -> pl.DataFrame:
    columns = grid.cells.get_columns()
    for column, texts in grid.errors.items():
        columns[column] = columns[column].scatter(list(texts), list(texts.values()))
    return pl.DataFrame(columns)


def _marks(grid: Grid, names: list[str], concerned: Concerned) -> dict[int, str]:
    """What is wrong with a row, by row. In a series of columns the value is refused by itself, not those beside it."""
    return {
        row: f"{text} in column {names[column]!r}"
        for column, texts in grid.errors.items()
        if names[column] in concerned.headers
        for row, text in texts.items()
    }
