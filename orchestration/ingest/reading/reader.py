"""Reads a landed file as its source declares it: unpacks, decodes, splits into cells, leaves out what is no row.

Rows come in pieces, so that a file of lines is never held whole. What the pieces of a delimited file need of each
other belongs in `stream`.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl

from orchestration.ingest.reading.encodings import read_text
from orchestration.ingest.reading.headers import Concerned, headers_concerned
from orchestration.ingest.reading.records import read_geojson, read_json_lines, read_parquet
from orchestration.ingest.reading.shaping import Shaper, null_cells, to_long
from orchestration.ingest.reading.stream import Stream
from orchestration.ingest.reading.table import ROW, Table, cells_of
from orchestration.ingest.reading.unpacking import Content, Limits, unpack
from orchestration.ingest.reading.workbook import read_workbook
from orchestration.registry.formats import (
    DatabaseFormat,
    DelimitedFormat,
    Format,
    GeoJsonFormat,
    JsonLinesFormat,
    ParquetFormat,
    WorkbookFormat,
)
from orchestration.registry.source import Source


class Reading:
    """A landed file on its way into tables of cells.

    The files of an archive are read one after the other; rows and lines are then counted through all of them.
    `encoding` and `left_out` are complete once all pieces were taken. Where it is not to be whole, columns of which
    the declaration takes nothing may be in the first piece only.
    """

    def __init__(
        self, path: Path, name: str, source: Source, limits: Limits | None = None, *, is_whole: bool = False
    ) -> None:
        self._source, self._name = source, name
        self._limits = limits or Limits()
        self._contents = unpack(path, name, getattr(source.format, "members", None), self._limits)
        concerned = headers_concerned(source)
        self._concerned = replace(concerned, times=frozenset(), is_all=True) if is_whole else concerned
        self._shaper = Shaper(source.format, name, self._concerned)
        self._encodings: dict[str, None] = {}

    @property
    def encoding(self) -> str:
        return ", ".join(self._encodings)

    @property
    def left_out(self) -> dict[str, int]:
        return self._shaper.left_out

    def tables(self) -> Iterator[Table]:
        """The rows, in pieces; at least one, which may be empty.

        Raises:
            InputError: the file is damaged, empty, of another encoding or another shape than declared.
        """
        wide = self._source.wide
        first_header_lines: int | None = None
        for frame, header_lines in self._numbered_frames():
            if first_header_lines is None:
                first_header_lines = header_lines
            rows = self._shaper.shaped(frame)
            yield Table(to_long(rows, wide, self._name) if wide else rows, self.encoding, first_header_lines)

    def _numbered_frames(self) -> Iterator[tuple[pl.DataFrame, int]]:
        lines_before = 0
        for content in self._contents:
            lines = 0
            for frame, header_lines, lines_so_far in self._frames(content):
                # Row n of the whole stands in line n + the first file's header lines.
                yield frame.with_columns(pl.col(ROW) + lines_before) if lines_before else frame, header_lines
                lines = lines_so_far
            lines_before += lines

    def _frames(self, content: Content) -> Iterator[tuple[pl.DataFrame, int, int]]:
        """Rows, the number of lines above the first of them, and that of all lines up to here."""
        declared = self._source.format
        if isinstance(declared, DelimitedFormat):
            stream = Stream(content, declared, self._concerned, self._limits)
            self._encodings[stream.encoding.label] = None
            for frame in stream.frames():
                yield frame, stream.header.lines, stream.header.lines + stream.lines
            return
        frame, encoding, above = _whole(content, declared, self._concerned, self._limits)
        self._encodings[encoding] = None
        cells = [column for column in cells_of(frame) if column != "geometry"]
        yield null_cells(frame, cells, declared), above, above + frame.height


def read_table(path: Path, name: str, source: Source, limits: Limits | None = None) -> Table:
    """All rows of one landed file at once.

    Raises:
        InputError: as for `Reading.tables`.
    """
    reading = Reading(path, name, source, limits, is_whole=True)
    tables = list(reading.tables())
    frame = pl.concat([table.frame for table in tables], how="diagonal")
    return Table(frame, reading.encoding, tables[0].header_lines, reading.left_out)


def _whole(content: Content, declared: Format, concerned: Concerned, limits: Limits) -> tuple[pl.DataFrame, str, int]:
    """Frame, encoding, and number of lines above the first data row."""
    name = content.name
    match declared:
        case WorkbookFormat():
            frame, above, sheet = read_workbook(content.read(), name, declared, concerned, limits)
            return frame, f"{declared.type}, sheet {sheet!r}", above
        case JsonLinesFormat():
            text = read_text(content, declared.encodings, longest_line=limits.line_bytes)
            return read_json_lines(text.utf8, name, concerned), text.encoding, 0
        case GeoJsonFormat():
            text = read_text(content, declared.encodings, longest_line=None)
            return read_geojson(text.utf8, name, concerned), text.encoding, 0
        case ParquetFormat() | DatabaseFormat():
            return read_parquet(content.read(), name, concerned), "parquet", 0
    raise AssertionError(f"no reader for {declared.type}")
