"""Reads a landed file as its source declares it: unpacks, decodes, splits into cells, leaves out what is no row."""

from pathlib import Path

import polars as pl

from orchestration.ingest.reading.delimited import read_delimited
from orchestration.ingest.reading.encodings import read_text
from orchestration.ingest.reading.headers import Concerned, headers_concerned
from orchestration.ingest.reading.records import read_geojson, read_json_lines, read_parquet
from orchestration.ingest.reading.shaping import null_cells, shaped, to_long
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


def read_table(path: Path, name: str, source: Source, limits: Limits | None = None) -> Table:
    """Read one landed file as its source declares it.

    The files of an archive are read one after the other; rows and lines are then counted through all of them.

    Raises:
        InputError: the file is damaged, empty, of another encoding or another shape than declared.
    """
    declared = source.format
    limits = limits or Limits()
    members = getattr(declared, "members", None)
    concerned = headers_concerned(source)
    contents = unpack(path, name, members, limits)
    frame, encoding, header_lines = _joined([_read(content, declared, concerned, limits) for content in contents])
    frame, left_out = shaped(frame, declared, name)
    if source.wide:
        frame = to_long(frame, source.wide, name)
    return Table(frame, encoding, header_lines, left_out)


def _read(content: Content, declared: Format, concerned: Concerned, limits: Limits) -> tuple[pl.DataFrame, str, int]:
    """Frame, encoding, and number of lines above the first data row."""
    name = content.name
    match declared:
        case DelimitedFormat():
            text = read_text(content, declared.encodings, longest_line=limits.line_bytes)
            frame, above = read_delimited(text.utf8, name, declared, concerned)
            return frame, text.encoding, above
        case WorkbookFormat():
            frame, above, sheet = read_workbook(content.read(), name, declared, concerned, limits)
            return _with_nulls(frame, declared), f"{declared.type}, sheet {sheet!r}", above
        case JsonLinesFormat():
            text = read_text(content, declared.encodings, longest_line=limits.line_bytes)
            return _with_nulls(read_json_lines(text.utf8, name, concerned), declared), text.encoding, 0
        case GeoJsonFormat():
            text = read_text(content, declared.encodings, longest_line=None)
            return _with_nulls(read_geojson(text.utf8, name, concerned), declared), text.encoding, 0
        case ParquetFormat() | DatabaseFormat():
            return _with_nulls(read_parquet(content.read(), name, concerned), declared), "parquet", 0


def _with_nulls(frame: pl.DataFrame, declared: Format) -> pl.DataFrame:
    return frame.with_columns(null_cells([column for column in cells_of(frame) if column != "geometry"], declared))


def _joined(tables: list[tuple[pl.DataFrame, str, int]]) -> tuple[pl.DataFrame, str, int]:
    if len(tables) == 1:
        return tables[0]
    lines = 0
    frames = []
    for frame, _, header_lines in tables:
        # Row n of the whole stands in line n + the first file's header lines.
        frames.append(frame.with_columns(pl.col(ROW) + lines))
        lines += frame.height + header_lines
    encodings = ", ".join(dict.fromkeys(encoding for _, encoding, _ in tables))
    return pl.concat(frames, how="diagonal"), encodings, tables[0][2]
