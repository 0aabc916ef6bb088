"""What holds for tables of every format: lines that are no rows, empty cells, series of columns.

How bytes become cells does not belong here.
"""

import re
from functools import reduce
from operator import or_

import polars as pl

from anlan.errors import InputError
from orchestration.ingest.reading.headers import Concerned
from orchestration.ingest.reading.table import ROW, cells_of, marks_of
from orchestration.registry.formats import Format, Wide


class Shaper:
    """Takes the lines out of a file's pieces, one after the other, that are no rows, and fills cells down.

    `left_out`: how many lines were no rows so far, by what they were.
    """

    def __init__(self, declared: Format, name: str, concerned: Concerned) -> None:
        self._declared, self._name, self._concerned = declared, name, concerned
        self._has_ended = False
        self._above: dict[str, str | None] = {}
        self.left_out: dict[str, int] = {}

    def shaped(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Rows only.

        Raises:
            InputError: a column to be filled down is missing.
        """
        declared = self._declared
        # A line that cannot be read has no cells, but it is a row that has to be accounted for.
        if frame.width > 1:
            frame = self._without(frame, "blank", self._is_blank(frame))
        if declared.ends_at:
            below = pl.lit(True) if self._has_ended else _first_cell_fits(frame, declared.ends_at).cum_max()
            rows = self._without(frame, "below_end", below)
            self._has_ended |= rows.height < frame.height
            frame = rows
        if declared.footnote:
            frame = self._without(frame, "footnote", _first_cell_fits(frame, declared.footnote))
        return self._filled_down(frame) if declared.fill_down else frame

    def _is_blank(self, frame: pl.DataFrame) -> pl.Expr:
        cells = cells_of(frame)
        unstripped = [column for column in cells if column not in self._concerned.stripped(cells)]
        others = pl.all_horizontal(pl.lit(True), pl.all().exclude(ROW, *unstripped).is_null())
        if not unstripped or not frame.select(others.any()).item():
            return others
        rest = pl.col(unstripped).str.strip_chars()
        return others & pl.all_horizontal(rest.is_null() | rest.is_in(self._declared.null_values))

    def _without(self, frame: pl.DataFrame, what: str, is_no_row: pl.Expr) -> pl.DataFrame:
        lines = frame.select(is_no_row.sum()).item() or 0
        if not lines:
            return frame
        rows = frame.filter(~is_no_row)
        self.left_out[what] = self.left_out.get(what, 0) + frame.height - rows.height
        return rows

    def _filled_down(self, frame: pl.DataFrame) -> pl.DataFrame:
        columns = self._declared.fill_down
        if missing := next((column for column in columns if column not in frame.columns), None):
            raise InputError(f"{self._name}: column {missing!r} is missing (format.fill_down). Correct its name.")
        above = {column: pl.lit(self._above.get(column), dtype=pl.String) for column in columns}
        frame = frame.with_columns(pl.col(column).forward_fill().fill_null(above[column]) for column in columns)
        if not frame.is_empty():
            self._above = frame.select(columns).row(-1, named=True)
        return frame


def null_cells(frame: pl.DataFrame, columns: list[str], declared: Format) -> pl.DataFrame:
    """The frame's cells without blanks around them; null where that leaves one of the declared null values."""
    if not columns:
        return frame
    stripped = frame.with_columns(pl.col(columns).str.strip_chars())
    if not declared.null_values:
        return stripped
    # One comparison each: for the few words there are, faster than looking each cell up in a set.
    words = [pl.col(columns) == word for word in declared.null_values]
    is_null = stripped.select(reduce(or_, words))
    # Most columns hold none: those stay as they are.
    some = [column for column in columns if is_null[column].any()]
    return stripped.with_columns(pl.when(~is_null[column]).then(pl.col(column)).alias(column) for column in some)


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
