"""CSV and its kind: a fast reader for lines that are what they should be, a careful one for the others.

Encodings, header names, and how pieces of a file follow each other do not belong here.
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
from orchestration.ingest.reading.encodings import refuse_unless_utf_8
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
# What is read with care where something in it cannot be read fast.
_PART_BYTES = 1 << 20
UNREADABLE = (
    f"the quotation marks of the line do not fit together, or a cell exceeds {csv.field_size_limit():,} characters"
)


class BrokenLinesError(Exception):
    """Too many lines cannot be read; `line` is the first of them, counted from the first of its piece."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True)
class Header:
    """Names of the columns; `lines` and `size`: what stands above the first data row, in lines and bytes."""

    names: list[str]
    lines: int
    size: int


@dataclass(frozen=True)
class Lines:
    """The rows of a piece, numbered by its lines, marks beside them.

    `lines`, `size`: how many lines and bytes were read; less than all where the last record is cut off.
    `broken`: lines that cannot be read, of which `first_broken` (1 is the piece's first line) is the first.
    """

    frame: pl.DataFrame
    lines: int
    size: int
    broken: int = 0
    first_broken: int = 0


def read_header(utf8: bytes, name: str, declared: DelimitedFormat, concerned: Concerned) -> Header:
    """The header of a file, from its first lines.

    Raises:
        InputError: there is no header, or a column stands twice.
    """
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
    return Header(names, first + rest.lines, size + rest.size)


def read_lines(
    utf8: bytes, declared: DelimitedFormat, names: list[str], *, is_last: bool, wanted: list[str] | None = None
) -> Lines:
    """The rows in a piece of a file below its header, cells as they stand there; a record that the piece cuts off is
    left to the next.

    Args:
        wanted: columns that suffice, where every row has something in them.
    """
    lines = _count_lines(utf8)
    if wanted and len(wanted) < len(names):
        frame = _read_fast(utf8, lines, declared, names, wanted)
        if frame is not None and not frame.select(pl.all_horizontal(pl.col(wanted).is_null()).any()).item():
            return Lines(frame, lines, size=len(utf8))
    frame = _read_fast(utf8, lines, declared, names)
    if frame is not None:
        return Lines(frame, lines, size=len(utf8))
    return _read_in_parts(utf8, declared, names, is_last=is_last)


def _count_lines(utf8: bytes) -> int:
    ends = int(np.count_nonzero(np.frombuffer(utf8, dtype=np.uint8) == ord("\n")))
    return ends + (not utf8.endswith(b"\n") and bool(utf8))


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


def _read_fast(
    utf8: bytes, lines: int, declared: DelimitedFormat, names: list[str], wanted: list[str] | None = None
) -> pl.DataFrame | None:
    """The rows as polars reads them, or None if that cannot be trusted.

    It can where there are as many rows as lines, so that no quotation mark has swallowed the lines after it, or where
    each cell that holds line ends is enclosed as it should be; and where the last line leaves no mark open.
    """
    if not utf8:
        return numbered(pl.DataFrame(schema=dict.fromkeys(names, pl.String)))
    scan = pl.scan_csv(
        utf8,
        has_header=False,
        schema=dict.fromkeys(names, pl.String),
        separator=declared.delimiter,
        quote_char=declared.quote,
        missing_columns="insert",
    )
    if wanted:
        scan = scan.select(wanted)
    try:
        # A piece is small, and the engine for large files is slower on it.
        cells = scan.collect(engine="in-memory")
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        refuse_unless_utf_8(utf8)
        return None
    if _leaves_a_mark_open(utf8, declared):
        return None
    if cells.height == lines:
        return numbered(cells)
    if wanted:
        # Whether line ends stand in cells is told by all columns.
        return None
    within = pl.sum_horizontal(pl.col(names).str.count_matches("\n", literal=True).fill_null(0))
    breaks = cells.select(within.cast(pl.Int64)).to_series()
    starts = pl.int_range(cells.height, eager=True) + breaks.cum_sum() - breaks
    has_breaks = breaks > 0
    spans = list(zip(starts.filter(has_breaks), breaks.filter(has_breaks), strict=True))
    if cells.height + breaks.sum() != lines or not _are_enclosed(utf8, spans, declared, len(names)):
        return None
    return cells.insert_column(0, (starts + 1).alias(ROW))


def _leaves_a_mark_open(utf8: bytes, declared: DelimitedFormat) -> bool:
    if declared.quote is None:
        return False
    last = utf8.rfind(b"\n", 0, len(utf8) - 1) + 1
    return utf8.count(declared.quote.encode(), last) % 2 == 1


def _are_enclosed(utf8: bytes, spans: list[tuple[int, int]], declared: DelimitedFormat, width: int) -> bool:
    """Whether rows with line ends in their cells are well-formed records. `spans`: their first line, their breaks."""
    ends = np.flatnonzero(np.frombuffer(utf8, dtype=np.uint8) == ord("\n"))
    for start, count in spans:
        begin = int(ends[start - 1]) + 1 if start else 0
        end = int(ends[start + count]) if start + count < len(ends) else len(utf8)
        record = io.StringIO(utf8[begin:end].decode(), newline="")
        try:
            rows = list(_rows(record, declared, strict=True))
        except csv.Error:
            return False
        if len(rows) != 1 or len(rows[0]) > width:
            return False
    return True


def _read_in_parts(utf8: bytes, declared: DelimitedFormat, names: list[str], *, is_last: bool) -> Lines:
    """Read a piece that holds unreadable lines: fast where they are not, with care where they are."""
    frames = [pl.DataFrame(schema={ROW: pl.Int64} | dict.fromkeys(names, pl.String))]
    careful = _CarefulReader(declared, names, is_last=is_last)
    start = line = 0
    while start < len(utf8):
        end = utf8.find(b"\n", start + _PART_BYTES) + 1 or len(utf8)
        part = utf8[start:end]
        frame = _read_fast(part, _count_lines(part), declared, names)
        size = len(part)
        if frame is None:
            frame, size = careful.read(utf8, start, end, line)
        else:
            frame = frame.with_columns(pl.col(ROW) + line)
        frames.append(frame)
        line += utf8.count(b"\n", start, start + size) + (start + size == len(utf8) and not utf8.endswith(b"\n"))
        start += size
        if careful.is_cut_off:
            break
    return Lines(pl.concat(frames, how="diagonal"), line, start, careful.broken, careful.first_broken)


class _Retried(Iterator[str]):
    """Lines that can be gone back to: the lines of a record that turns out to be none are read again."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._from = lines
        self._again: list[str] = []
        self._record: list[str] = []
        self.taken = self.size = 0
        # Whether the record wanted more lines than there are.
        self.has_run_out = False

    def __next__(self) -> str:
        try:
            line = self._again.pop() if self._again else next(self._from)
        except StopIteration:
            self.has_run_out = True
            raise
        self._record.append(line)
        self.taken += 1
        self.size += len(line.encode())
        return line

    def begin(self) -> None:
        """The next line is the first of a record."""
        self._record.clear()
        self.has_run_out = False

    def give_up(self, kept: int) -> None:
        """All lines of the record but the first `kept` are read again."""
        self.taken -= len(self._record) - kept
        self.size -= sum(len(line.encode()) for line in self._record[kept:])
        self._again.extend(reversed(self._record[kept:]))
        self._record.clear()


class _CarefulReader:
    """Reads record by record; a line that cannot be read is marked, and the next is read by itself.

    Row numbers count lines, so that a cell of several lines does not shift the numbers of those below.
    """

    def __init__(self, declared: DelimitedFormat, names: list[str], *, is_last: bool) -> None:
        self._declared, self._names, self._is_last = declared, names, is_last
        self.broken = self.first_broken = 0
        # Whether the last record goes on behind the end of the piece.
        self.is_cut_off = False

    def read(self, utf8: bytes, start: int, end: int, lines_before: int) -> tuple[pl.DataFrame, int]:
        """Read from byte `start` up to the first record that ends at byte `end` or behind it.

        Returns:
            the rows, and how many bytes they took.
        """
        lines = _Retried(_lines(utf8, start))
        schema = {ROW: pl.Int64} | dict.fromkeys([*self._names, BROKEN, SURPLUS], pl.String)
        frame = pl.DataFrame(list(self._records(lines, end - start, lines_before)), schema=schema, orient="row")
        return frame.drop(mark for mark in (BROKEN, SURPLUS) if frame[mark].null_count() == frame.height), lines.size

    def _records(self, lines: _Retried, size: int, lines_before: int) -> Iterator[tuple[int | str | None, ...]]:
        width = len(self._names)
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
                if lines.has_run_out and not self._is_last:
                    self.is_cut_off = True
                    lines.give_up(0)
                    return
                self._count(number)
                lines.give_up(1)
                reader = _rows(lines, self._declared, strict=True)
                yield number, *nothing, UNREADABLE, None
                continue
            surplus = None
            if len(row) > width and any(map(str.strip, row[width:])):
                surplus = f"{len(row)} cells, {width} headers"
            cells = row[:width]
            yield number, *cells, *nothing[len(cells) :], None, surplus

    def _count(self, number: int) -> None:
        self.broken += 1
        self.first_broken = self.first_broken or number
        if self.broken > MOST_BROKEN_LINES:
            raise BrokenLinesError(self.first_broken)
