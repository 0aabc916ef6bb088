"""What holds for tables of every format: lines that are no rows, empty cells, series of columns.

How bytes become cells does not belong here.
"""

import re

import polars as pl

from anlan.errors import InputError
from orchestration.ingest.reading.table import ROW, cells_of, marks_of
from orchestration.registry.formats import Format, Wide


def shaped(frame: pl.DataFrame, declared: Format, name: str) -> tuple[pl.DataFrame, dict[str, int]]:
    """Rows only; and how many lines were no rows, by what they were.

    Raises:
        InputError: a column to be filled down is missing.
    """
    counts: dict[str, int] = {}

    def without(what: str, is_no_row: pl.Expr) -> None:
        nonlocal frame
        rows = frame.filter(~is_no_row)
        counts[what] = frame.height - rows.height
        frame = rows

    # A line that cannot be read has no cells, but it is a row that has to be accounted for.
    without("blank", pl.all_horizontal(pl.all().exclude(ROW).is_null()) if frame.width > 1 else pl.lit(False))
    if declared.ends_at:
        without("below_end", _first_cell_fits(frame, declared.ends_at).cum_max())
    if declared.footnote:
        without("footnote", _first_cell_fits(frame, declared.footnote))
    if missing := next((column for column in declared.fill_down if column not in frame.columns), None):
        raise InputError(f"{name}: column {missing!r} is missing (format.fill_down). Correct its name.")
    frame = frame.with_columns(pl.col(declared.fill_down).forward_fill())
    return frame, {what: lines for what, lines in counts.items() if lines}


def null_cells(columns: list[str], declared: Format) -> pl.Expr:
    """Cells without blanks around them; null where that leaves one of the declared null values."""
    cells = pl.col(columns).str.strip_chars()
    return pl.when(~cells.is_in(declared.null_values)).then(cells).name.keep()


def _first_cell_fits(frame: pl.DataFrame, patterns: tuple[str, ...]) -> pl.Expr:
    first = pl.coalesce(cells_of(frame))
    fits = pl.any_horizontal(first.str.contains(pattern) for pattern in patterns).fill_null(False)
    readable = pl.all_horizontal(pl.lit(True), *[pl.col(mark).is_null() for mark in marks_of(frame)])
    return fits & readable


def to_long(frame: pl.DataFrame, wide: Wide, name: str) -> pl.DataFrame:
    """One row a value of the series of columns.

    Raises:
        InputError: no column belongs to the series.
    """
    series = [column for column in cells_of(frame) if re.fullmatch(wide.columns, column)]
    if not series:
        raise InputError(f"{name}: no column's header matches {wide.columns!r} (wide.columns).")
    others = [column for column in frame.columns if column not in series]
    return frame.unpivot(series, index=others, variable_name=wide.name, value_name=wide.value)
