"""Which lines are the header, and what the columns are called.

How lines are split into cells does not belong here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from anlan.errors import InputError
from orchestration.ingest.reading.table import MARKS, ROW
from orchestration.registry.formats import DelimitedFormat, WorkbookFormat
from orchestration.registry.source import Source

# Lines among which a declared `header_marker` is looked for.
MARKER_LINES = 100
Cells: TypeAlias = Sequence[str | None]


@dataclass(frozen=True)
class Concerned:
    """The columns from which a declaration takes something: by their headers, or as one of a series.

    `times`: those whose cells are read as they stand, so that they need not be stripped of blanks first.
    `is_all`: whether other columns matter too, as where lines are told by their first filled cell.
    """

    headers: frozenset[str]
    series: str | None
    times: frozenset[str] = frozenset()
    is_all: bool = False

    def __contains__(self, header: str) -> bool:
        return header in self.headers or (self.series is not None and bool(re.fullmatch(self.series, header)))

    def wanted(self, headers: Sequence[str]) -> list[str]:
        """Columns whose cells are looked at."""
        return [header for header in headers if self.is_all or header in self]

    def stripped(self, headers: Sequence[str]) -> list[str]:
        """Columns whose cells have to be without blanks around them."""
        return [header for header in self.wanted(headers) if header not in self.times]


def headers_concerned(source: Source) -> Concerned:
    """The columns a source declares."""
    others = {*source.only, *(header for lookup in source.lookups for header in lookup.on)}
    return Concerned(
        headers=source.field_columns | source.area_columns | others,
        series=source.wide.columns if source.wide else None,
        times=source.time_columns,
        is_all=bool(source.wide or source.format.footnote or source.format.ends_at or source.format.fill_down),
    )


def first_header_line(lines: Sequence[Cells], declared: DelimitedFormat | WorkbookFormat, name: str) -> int:
    """Index of the first header line: the marked one, or the first that is not blank below the declared number.

    Raises:
        InputError: no line has the declared marker.
    """
    if declared.header_marker is not None:
        for index, cells in enumerate(lines[:MARKER_LINES]):
            if declared.header_marker in (cell.strip() for cell in cells if cell):
                return index
        raise InputError(
            f"{name}: none of the first {MARKER_LINES} lines has a cell {declared.header_marker!r} "
            f"(format.header_marker). Correct the declaration, or the file's header."
        )
    index = declared.skip_rows
    while index < len(lines) and not any(cell and cell.strip() for cell in lines[index]):
        index += 1
    return index


def join_headers(rows: Sequence[Cells], separator: str) -> list[str]:
    """One name a column from the rows of a header.

    In upper rows an empty cell takes the name to its left: that is what a merged cell leaves. Equal names of one
    column are said once.
    """
    width = max((len(row) for row in rows), default=0)
    levels = [[_one_line(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    for level in levels[:-1]:
        for i in range(1, width):
            level[i] = level[i] or level[i - 1]
    columns = zip(*levels, strict=True)
    return [separator.join(dict.fromkeys(part for part in parts if part)) for parts in columns]


def _one_line(cell: str | None) -> str:
    return re.sub(r"\s*\n\s*", " ", (cell or "").strip())


def unique_headers(headers: Sequence[str], concerned: Concerned, name: str) -> list[str]:
    """Headers of which each stands once: "column 7" for an empty one, "phone (2)" for the second "phone".

    Raises:
        InputError: a column the declaration takes something from stands twice.
    """
    unique: list[str] = []
    for number, cell in enumerate(headers, start=1):
        header = cell.strip() or f"column {number}"
        if header == ROW or header in MARKS or header == "*" or re.fullmatch(r"\^.*\$", header):
            # Names of our own columns, and what polars takes for patterns of names.
            header = f"{header} (file)"
        if header in unique and header in concerned:
            raise InputError(
                f"{name}: two columns are called {header!r}, and which of them is meant cannot be known. Rename one in "
                f"the file, or ask the sender to."
            )
        others = (f"{header} ({count})" for count in range(2, len(headers) + 2))
        unique.append(header if header not in unique else next(other for other in others if other not in unique))
    return unique
