"""From a landed file's bytes to a table of text cells.

Every cell stays text here: types guessed from the data would turn area codes into integers and lose their
zeros. What a cell means does not belong here; `fields` knows that.
"""

import codecs
import csv
import gzip
import io
import json
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

import fastexcel
import polars as pl

from anlan.errors import InputError
from orchestration.registry.source import Format, Source, Wide

ROW = "row_number"
# Beside the cells where a line has more of them than the header: how many; no file has a header of this name.
SURPLUS = "surplus cells of the line"


@dataclass(frozen=True)
class Table:
    """The cells of one file: text columns and `row_number` (1 is the first row below the header).

    `header_lines`: lines above the first data row, so that row n stands in line n + header_lines.
    """

    frame: pl.DataFrame
    encoding: str
    header_lines: int


def read_table(path: Path, name: str, source: Source) -> Table:
    """Read one landed file as its source declares it.

    Raises:
        InputError: the file is damaged, empty, of another encoding or another shape than declared.
    """
    content = _unpack(path, name)
    if not content.removeprefix(codecs.BOM_UTF8).strip():
        raise InputError(f"{name}: the file is empty. Ask the sender for a complete file.")
    readers = {"csv": _read_csv, "xlsx": _read_xlsx, "geojson": _read_geojson}
    table = readers[source.format.type](content, name, source.format)
    frame = table.frame
    if source.format.footnote:
        first = next(column for column in frame.columns if column != ROW)
        is_note = pl.col(first).str.contains(source.format.footnote).fill_null(False)
        frame = frame.filter(~is_note)
    frame = _without_blank_rows(_nulls(frame, source.format))
    if source.wide:
        frame = _to_long(frame, source.wide, name)
    return Table(frame, table.encoding, table.header_lines)


def _unpack(path: Path, name: str) -> bytes:
    content = path.read_bytes()
    # Landing compresses what came uncompressed, so one layer is ours and one may be the sender's.
    while content[:2] == b"\x1f\x8b":
        try:
            content = gzip.decompress(content)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise InputError(
                f"{name}: the compressed file is damaged or cut short. Ask the sender for it again."
            ) from None
    return content


def _decode(content: bytes, name: str, encodings: tuple[str, ...]) -> tuple[str, str]:
    # Some files open with UTF-8's byte order mark and go on in a Windows code page.
    content = content.removeprefix(codecs.BOM_UTF8)
    for encoding in encodings:
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
        except LookupError:
            raise InputError(f"{name}: no encoding is called {encoding!r}; correct format.encodings.") from None
    tried = ", ".join(encodings)
    raise InputError(
        f"{name}: is not written in {tried}. Declare its encoding in format.encodings, e.g. gb18030 or utf-8."
    )


def _read_csv(content: bytes, name: str, declared: Format) -> Table:
    text, encoding = _decode(content, name, declared.encodings)
    above = _lines_above_header(text, declared.skip_rows)
    if above:
        text = text.split("\n", above)[above]
    try:
        frame = pl.read_csv(io.BytesIO(text.encode("utf-8")), separator=declared.delimiter, infer_schema=False)
    except pl.exceptions.PolarsError:
        frame = _read_uneven_csv(text, name, declared.delimiter, above)
    below = declared.skip_rows_after_header
    return Table(_numbered(frame.slice(below), name), encoding, above + 1 + below)


def _lines_above_header(text: str, declared: int) -> int:
    """The declared lines and the blank ones after them."""
    start = 0
    above = 0
    while (end := text.find("\n", start)) >= 0 and (above < declared or not text[start:end].strip()):
        start = end + 1
        above += 1
    return above


def _read_uneven_csv(text: str, name: str, delimiter: str, above: int) -> pl.DataFrame:
    """Read line by line what the fast reader refuses: column `SURPLUS` says where a line has more cells than headers.

    Messages tell lines, never what stands in them.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header, *rows = list(reader)
    except csv.Error as error:
        raise InputError(
            f"{name}: cannot be read as CSV with delimiter {delimiter!r}: a quotation mark is left open or stands in "
            f"the wrong place ({error}, read as far as line {reader.line_num + above}). Correct it, or ask the sender "
            f"for the file again."
        ) from None
    width = len(header)
    names = [cell if cell and cell not in header[:i] else f"_duplicated_{i}" for i, cell in enumerate(header)]
    cells = [[*row[:width], *[None] * (width - len(row))] for row in rows]
    surplus = [f"{len(row)} cells, {width} headers" if any(map(str.strip, row[width:])) else None for row in rows]
    frame = pl.DataFrame(cells, schema=dict.fromkeys(names, pl.String), orient="row")
    return frame.with_columns(pl.Series(SURPLUS, surplus, pl.String))


def _read_xlsx(content: bytes, name: str, declared: Format) -> Table:
    try:
        workbook = fastexcel.read_excel(content)
        sheet = workbook.load_sheet(
            declared.sheet or 0, header_row=declared.skip_rows, dtypes="string", skip_whitespace_tail_rows=True
        )
    except fastexcel.FastExcelError as error:
        reason = str(error).splitlines()[0]
        raise InputError(f"{name}: cannot be read as an Excel workbook: {reason}.") from None
    below = declared.skip_rows_after_header
    return Table(_numbered(sheet.to_polars().slice(below), name), "xlsx", declared.skip_rows + 1 + below)


def _read_geojson(content: bytes, name: str, declared: Format) -> Table:
    text, encoding = _decode(content, name, declared.encodings)
    try:
        features = json.loads(text)["features"]
        rows = [
            {key: None if value is None else str(value) for key, value in feature["properties"].items()}
            | {"geometry": json.dumps(feature["geometry"], separators=(",", ":")) if feature["geometry"] else None}
            for feature in features
        ]
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{name}: is not a GeoJSON feature collection ({error}).") from None
    return Table(_numbered(pl.DataFrame(rows, infer_schema_length=None), name), encoding, 0)


def _numbered(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    headers = [column.strip() for column in frame.columns]
    if twice := next((header for i, header in enumerate(headers) if header in headers[:i]), None):
        raise InputError(f"{name}: two columns are called {twice!r}. Correct the file's header.")
    # A column that has the name of ours is kept under another.
    headers = [f"{header} (file)" if header == ROW else header for header in headers]
    frame.columns = headers
    return frame.cast(pl.String).with_row_index(ROW, offset=1).cast({ROW: pl.Int64})


def _without_blank_rows(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(~pl.all_horizontal(pl.all().exclude(ROW).is_null())) if frame.width > 1 else frame


def _nulls(frame: pl.DataFrame, declared: Format) -> pl.DataFrame:
    cells = pl.all().exclude(ROW, "geometry").str.strip_chars()
    return frame.with_columns(pl.when(~cells.is_in(declared.null_values)).then(cells).name.keep())


def _to_long(frame: pl.DataFrame, wide: Wide, name: str) -> pl.DataFrame:
    series = [column for column in frame.columns if re.fullmatch(wide.columns, column)]
    if not series:
        raise InputError(f"{name}: no column's header matches {wide.columns!r} (wide.columns).")
    others = [column for column in frame.columns if column not in series]
    return frame.unpivot(series, index=others, variable_name=wide.name, value_name=wide.value)
