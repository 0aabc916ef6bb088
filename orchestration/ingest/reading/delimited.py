"""CSV and its kind: a fast reader for files that are what they should be, a careful one for the others.

Encodings and header names do not belong here.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import polars as pl

from anlan.errors import InputError
from orchestration.ingest.reading.headers import (
    MARKER_LINES,
    Concerned,
    first_header_line,
    join_headers,
    unique_headers,
)
from orchestration.ingest.reading.shaping import null_cells
from orchestration.ingest.reading.table import BROKEN, ROW, SURPLUS, numbered
from orchestration.registry.formats import DelimitedFormat

# More lines than this that cannot be read are no slips of a file: it is written in another way than declared.
MOST_BROKEN_LINES = 1000
# What is read with care where something in it cannot be read fast.
_PIECE_BYTES = 1 << 20
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
    frame = _read_fast(utf8, declared, header.names, header.lines)
    if frame is None:
        frame = _read_in_pieces(utf8, name, declared, header)
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


def _read_fast(utf8: bytes, declared: DelimitedFormat, names: list[str], skip_lines: int = 0) -> pl.DataFrame | None:
    """The rows below `skip_lines` as polars reads them, or None if that cannot be trusted.

    It can where there are as many rows as lines, so that no quotation mark has swallowed the lines after it, or where
    each cell that holds line ends is enclosed as it should be.
    """
    scan = pl.scan_csv(
        utf8,
        has_header=False,
        skip_lines=skip_lines,
        schema=dict.fromkeys(names, pl.String),
        separator=declared.delimiter,
        quote_char=declared.quote,
        missing_columns="insert",
    )
    try:
        frame = scan.with_columns(null_cells(names, declared)).collect(engine="streaming")
        first_byte = _byte_of_line(utf8, skip_lines)
        lines = utf8.count(b"\n", first_byte) + (len(utf8) > first_byte and not utf8.endswith(b"\n"))
        if frame.height == lines:
            return numbered(frame)
        within = pl.sum_horizontal(pl.col(names).str.count_matches("\n", literal=True).fill_null(0))
        breaks = scan.select(within.cast(pl.Int64)).collect(engine="streaming").to_series()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return None
    starts = pl.int_range(frame.height, eager=True) + breaks.cum_sum() - breaks
    has_breaks = breaks > 0
    spans = list(zip(starts.filter(has_breaks), breaks.filter(has_breaks), strict=True))
    if frame.height + breaks.sum() != lines or not _are_enclosed(utf8, first_byte, spans, declared, len(names)):
        return None
    return frame.insert_column(0, (starts + 1).alias(ROW))


def _byte_of_line(utf8: bytes, line: int) -> int:
    position = 0
    for _ in range(line):
        position = utf8.find(b"\n", position) + 1
    return position


def _are_enclosed(
    utf8: bytes, first_byte: int, spans: list[tuple[int, int]], declared: DelimitedFormat, width: int
) -> bool:
    """Whether rows with line ends in their cells are well-formed records. `spans`: their first line, their breaks."""
    ends = first_byte + np.flatnonzero(np.frombuffer(utf8, dtype=np.uint8, offset=first_byte) == ord("\n"))
    for start, count in spans:
        begin = int(ends[start - 1]) + 1 if start else first_byte
        end = int(ends[start + count]) if start + count < len(ends) else len(utf8)
        record = io.StringIO(utf8[begin:end].decode(), newline="")
        try:
            rows = list(_rows(record, declared, strict=True))
        except csv.Error:
            return False
        if len(rows) != 1 or len(rows[0]) > width:
            return False
    return True


def _read_in_pieces(utf8: bytes, name: str, declared: DelimitedFormat, header: _Header) -> pl.DataFrame:
    """Read a file that holds unreadable lines: fast where they are not, with care where they are."""
    frames: list[pl.DataFrame] = []
    careful = _CarefulReader(name, declared, header)
    start, line = header.size, 0
    while start < len(utf8):
        end = utf8.find(b"\n", start + _PIECE_BYTES) + 1 or len(utf8)
        piece = utf8[start:end]
        frame = _read_fast(piece, declared, header.names)
        if frame is None:
            frame, piece_size = careful.read(utf8, start, end, line)
            piece = utf8[start : start + piece_size]
        else:
            frame = frame.with_columns(pl.col(ROW) + line)
        frames.append(frame)
        start += len(piece)
        line += piece.count(b"\n")
    nothing = pl.DataFrame(schema={ROW: pl.Int64} | dict.fromkeys(header.names, pl.String))
    return pl.concat([nothing, *frames], how="diagonal")


class _Retried(Iterator[str]):
    """Lines that can be gone back to: the lines of a record that turns out to be none are read again."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._from = lines
        self._again: list[str] = []
        self._record: list[str] = []
        self.taken = self.size = 0

    def __next__(self) -> str:
        line = self._again.pop() if self._again else next(self._from)
        self._record.append(line)
        self.taken += 1
        self.size += len(line.encode())
        return line

    def begin(self) -> None:
        """The next line is the first of a record."""
        self._record.clear()

    def give_up(self) -> None:
        """All lines of the record but its first are read again."""
        self.taken -= len(self._record) - 1
        self.size -= sum(len(line.encode()) for line in self._record[1:])
        self._again.extend(reversed(self._record[1:]))
        self._record.clear()


class _CarefulReader:
    """Reads record by record; a line that cannot be read is marked, and the next is read by itself.

    Row numbers count lines, so that a cell of several lines does not shift the numbers of those below.
    """

    def __init__(self, name: str, declared: DelimitedFormat, header: _Header) -> None:
        self._name, self._declared, self._header = name, declared, header
        self._broken = 0
        self._first_broken = 0

    def read(self, utf8: bytes, start: int, end: int, lines_before: int) -> tuple[pl.DataFrame, int]:
        """Read from byte `start` up to the first record that ends at byte `end` or behind it.

        Returns:
            the rows, and how many bytes they took.
        """
        lines = _Retried(_lines(utf8, start))
        schema = {ROW: pl.Int64} | dict.fromkeys([*self._header.names, BROKEN, SURPLUS], pl.String)
        frame = pl.DataFrame(
            list(self._records(lines, end - start, lines_before)), schema=schema, orient="row"
        ).with_columns(null_cells(self._header.names, self._declared))
        return frame.drop(mark for mark in (BROKEN, SURPLUS) if frame[mark].null_count() == frame.height), lines.size

    def _records(self, lines: _Retried, size: int, lines_before: int) -> Iterator[tuple[int | str | None, ...]]:
        width = len(self._header.names)
        nothing = [None] * width
        reader = _rows(lines, self._declared, strict=True)
        while lines.size < size:
            number = lines_before + lines.taken + 1
            lines.begin()
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error:
                self._count(number)
                lines.give_up()
                reader = _rows(lines, self._declared, strict=True)
                yield number, *nothing, _UNREADABLE, None
                continue
            surplus = None
            if len(row) > width and any(map(str.strip, row[width:])):
                surplus = f"{len(row)} cells, {width} headers"
            cells = row[:width]
            yield number, *cells, *nothing[len(cells) :], None, surplus

    def _count(self, number: int) -> None:
        self._broken += 1
        self._first_broken = self._first_broken or number + self._header.lines
        if self._broken > MOST_BROKEN_LINES:
            raise InputError(
                f"{self._name}: in more than {MOST_BROKEN_LINES:,} lines {_UNREADABLE} (the first is line "
                f"{self._first_broken}). Ask the sender to double the marks within cells, or declare `quote: null` if "
                f"the file does not use them to enclose cells."
            )
