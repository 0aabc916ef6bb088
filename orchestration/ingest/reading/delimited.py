"""CSV and its kind: a fast reader for files that are what they should be, a careful one for the others.

Encodings and header names do not belong here.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import polars as pl

from anlan.errors import InputError
from orchestration.ingest.reading.headers import (
    MARKER_LINES,
    Concerned,
    first_header_line,
    join_headers,
    unique_headers,
)
from orchestration.ingest.reading.table import BROKEN, ROW, SURPLUS, numbered
from orchestration.registry.formats import DelimitedFormat

# More lines than this that cannot be read are no slips of a file: it is written in another way than declared.
MOST_BROKEN_LINES = 1000
_BATCH = 20_000
_UNREADABLE = (
    f"the quotation marks of the line do not fit together, or a cell exceeds {csv.field_size_limit():,} characters"
)


@dataclass(frozen=True)
class _Header:
    """Names of the columns; `lines` and `size`: what stands above the first data row, in lines and bytes."""

    names: list[str]
    lines: int
    size: int


def read_delimited(utf8: bytes, name: str, declared: DelimitedFormat, concerned: Concerned) -> tuple[pl.DataFrame, int]:
    """The cells of a file, rows numbered, marks beside them; and the number of lines above the first data row.

    Raises:
        InputError: there is no header, a column stands twice, or too many lines cannot be read.
    """
    header = _header(utf8, name, declared, concerned)
    frame = _read_fast(utf8, declared, header)
    if frame is None:
        frame = _read_carefully(utf8, name, declared, header)
    return frame, header.lines


def _header(utf8: bytes, name: str, declared: DelimitedFormat, concerned: Concerned) -> _Header:
    lines = _lines(utf8, 0)
    # A title above the header may hold a quotation mark: down to the header each line stands for itself.
    above = list(islice(lines, max(MARKER_LINES, declared.skip_rows + MARKER_LINES)))
    first = first_header_line([_cells(line, declared) for line in above], declared, name)
    size = sum(len(line.encode()) for line in above[:first])
    rest = _Taken(_lines(utf8, size))
    reader = _rows(rest, declared, strict=True)
    try:
        rows = list(islice(reader, declared.header_rows))
    except csv.Error:
        raise InputError(
            f"{name}: a quotation mark in the header (line {first + 1}) is left open. Correct it, or ask the sender "
            f"for the file again."
        ) from None
    if not any(map(str.strip, rows[0] if rows else [])):
        raise InputError(f"{name}: there is no header below line {first}. Correct format.skip_rows, or the file.")
    for _ in range(declared.skip_rows_after_header):
        next(rest, None)
    names = unique_headers(join_headers(rows, declared.header_separator), concerned, name)
    return _Header(names, first + rest.lines, size + rest.size)


def _cells(line: str, declared: DelimitedFormat) -> list[str]:
    try:
        return next(_rows([line], declared), [])
    except csv.Error:
        return []


def _lines(utf8: bytes, start: int) -> Iterator[str]:
    stream = io.BytesIO(utf8)
    stream.seek(start)
    return io.TextIOWrapper(stream, encoding="utf-8", newline="\n")


class _Taken(Iterator[str]):
    """Lines, and how many of them were taken."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._from = lines
        self.lines = self.size = 0

    def __next__(self) -> str:
        line = next(self._from)
        self.lines += 1
        self.size += len(line.encode())
        return line


def _rows(lines: Any, declared: DelimitedFormat, *, strict: bool = False) -> Iterator[list[str]]:
    return csv.reader(
        lines,
        delimiter=declared.delimiter,
        quotechar=declared.quote,
        quoting=csv.QUOTE_MINIMAL if declared.quote else csv.QUOTE_NONE,
        strict=strict,
    )


def _read_fast(utf8: bytes, declared: DelimitedFormat, header: _Header) -> pl.DataFrame | None:
    """The file as polars reads it, or None if that cannot be trusted.

    As many rows as lines: no quotation mark has swallowed the lines after it.
    """
    try:
        frame = pl.read_csv(
            utf8,
            has_header=False,
            skip_lines=header.lines,
            schema=dict.fromkeys(header.names, pl.String),
            separator=declared.delimiter,
            quote_char=declared.quote,
            missing_columns="insert",
        )
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return None
    lines = utf8.count(b"\n", header.size) + (len(utf8) > header.size and not utf8.endswith(b"\n"))
    return numbered(frame) if frame.height == lines else None


class _Retried(Iterator[str]):
    """Lines that can be gone back to: the lines of a record that turns out to be none are read again."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._from = lines
        self._again: list[str] = []
        self._record: list[str] = []
        self.taken = 0

    def __next__(self) -> str:
        line = self._again.pop() if self._again else next(self._from)
        self._record.append(line)
        self.taken += 1
        return line

    def begin(self) -> None:
        """The next line is the first of a record."""
        self._record.clear()

    def give_up(self) -> None:
        """All lines of the record but its first are read again."""
        self.taken -= len(self._record) - 1
        self._again.extend(reversed(self._record[1:]))
        self._record.clear()


def _read_carefully(utf8: bytes, name: str, declared: DelimitedFormat, header: _Header) -> pl.DataFrame:
    """Read record by record; a line that cannot be read is marked, and the next is read by itself.

    Row numbers count lines here, so that a cell of several lines does not shift the numbers of those below.
    """
    frames = []
    records = _records(utf8, name, declared, header)
    schema = {ROW: pl.Int64} | dict.fromkeys([*header.names, BROKEN, SURPLUS], pl.String)
    while batch := list(islice(records, _BATCH)):
        frames.append(pl.DataFrame(batch, schema=schema, orient="row"))
    frame = pl.concat(frames) if frames else pl.DataFrame(schema=schema)
    return frame.drop(mark for mark in (BROKEN, SURPLUS) if frame[mark].null_count() == frame.height)


def _records(
    utf8: bytes, name: str, declared: DelimitedFormat, header: _Header
) -> Iterator[tuple[int | str | None, ...]]:
    width = len(header.names)
    nothing = [None] * width
    lines = _Retried(_lines(utf8, header.size))
    reader = _rows(lines, declared, strict=True)
    broken: list[int] = []
    while True:
        number = lines.taken + 1
        lines.begin()
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            broken.append(number)
            if len(broken) > MOST_BROKEN_LINES:
                raise InputError(
                    f"{name}: in more than {MOST_BROKEN_LINES:,} lines {_UNREADABLE} (the first is line "
                    f"{broken[0] + header.lines}). Ask the sender to double the marks within cells, or declare "
                    f"`quote: null` if the file does not use them to enclose cells."
                ) from None
            lines.give_up()
            reader = _rows(lines, declared, strict=True)
            yield number, *nothing, _UNREADABLE, None
            continue
        surplus = None
        if len(row) > width and any(map(str.strip, row[width:])):
            surplus = f"{len(row)} cells, {width} headers"
        # Empty cells are null in the fast reader too.
        cells = [cell or None for cell in row[:width]]
        yield number, *cells, *nothing[len(cells) :], None, surplus
