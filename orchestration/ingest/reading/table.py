"""What reading gives: text cells, the numbers of their rows, and marks on rows that could not be read.

How a format is read does not belong here.
"""

from dataclasses import dataclass, field

import polars as pl

ROW = "row_number"
# Columns beside the cells that say of a row why it cannot be taken; no file has headers of these names.
SURPLUS = "surplus cells of the line"
BROKEN = "why the line cannot be read"
ERROR_CELL = "error in a cell of the line"
NOT_IN_LOOKUP = "key that the lookup does not have"
# mark → the reason code with which such rows are refused
MARKS = {
    BROKEN: "unreadable_line",
    SURPLUS: "too_many_cells",
    ERROR_CELL: "error_cell",
    NOT_IN_LOOKUP: "not_in_lookup",
}


@dataclass(frozen=True)
class Table:
    """The cells of one file: text columns, marks, and `row_number` (1 is the first row below the header).

    `encoding`: how the file is written; "(detected)" stands behind one that was found, not declared.
    `header_lines`: lines above the first data row, so that row n stands in line n + header_lines.
    `left_out`: lines that are no rows, by what they were: `blank`, `footnote`, `below_end`.
    """

    frame: pl.DataFrame
    encoding: str
    header_lines: int
    left_out: dict[str, int] = field(default_factory=dict)


def marks_of(frame: pl.DataFrame) -> list[str]:
    return [mark for mark in MARKS if mark in frame.columns]


def cells_of(frame: pl.DataFrame) -> list[str]:
    """The columns that hold cells of the file."""
    return [column for column in frame.columns if column != ROW and column not in MARKS]


def with_own_texts(frame: pl.DataFrame) -> pl.DataFrame:
    """A few rows with copies of their texts; as they come, they keep all texts of the piece they are from."""
    # Headers may hold what Arrow takes for no name.
    numbers = [str(number) for number in range(frame.width)]
    arrow = frame.rename(dict(zip(frame.columns, numbers, strict=True))).to_arrow(compat_level=pl.CompatLevel.oldest())
    copied = pl.DataFrame(arrow, schema=dict(zip(numbers, frame.dtypes, strict=True)))
    return copied.rename(dict(zip(numbers, frame.columns, strict=True)))


def numbered(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_row_index(ROW, offset=1).cast({ROW: pl.Int64})
