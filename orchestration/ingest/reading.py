"""From a landed file's bytes to a table of text cells.

Every cell stays text here: types guessed from the data would turn area codes into integers and lose their
zeros. What a cell means does not belong here; `fields` knows that.
"""

import codecs
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
    if not content.strip():
        raise InputError(f"{name}: the file is empty. Ask the sender for a complete file.")
    readers = {"csv": _read_csv, "xlsx": _read_xlsx, "geojson": _read_geojson}
    table = readers[source.format.type](content, name, source.format)
    frame = table.frame
    if source.format.footnote:
        first = next(column for column in frame.columns if column != ROW)
        is_note = pl.col(first).str.contains(source.format.footnote).fill_null(False)
        frame = frame.filter(~is_note)
    frame = _nulls(frame, source.format)
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
    try:
        frame = pl.read_csv(
            io.BytesIO(text.encode("utf-8")),
            separator=declared.delimiter,
            skip_rows=declared.skip_rows,
            infer_schema=False,
        )
    except pl.exceptions.PolarsError as error:
        reason = str(error).splitlines()[0]
        raise InputError(
            f"{name}: cannot be read as CSV with delimiter {declared.delimiter!r}: {reason}. "
            f"Check format.delimiter and that no line has more cells than the header."
        ) from None
    return Table(_numbered(frame), encoding, declared.skip_rows + 1)


def _read_xlsx(content: bytes, name: str, declared: Format) -> Table:
    try:
        workbook = fastexcel.read_excel(content)
        sheet = workbook.load_sheet(
            declared.sheet or 0, header_row=declared.skip_rows, dtypes="string", skip_whitespace_tail_rows=True
        )
    except fastexcel.FastExcelError as error:
        reason = str(error).splitlines()[0]
        raise InputError(f"{name}: cannot be read as an Excel workbook: {reason}.") from None
    return Table(_numbered(sheet.to_polars()), "xlsx", declared.skip_rows + 1)


def _read_geojson(content: bytes, name: str, declared: Format) -> Table:
    text, encoding = _decode(content, name, declared.encodings)
    try:
        features = json.loads(text)["features"]
        rows = [
            {key: None if value is None else str(value) for key, value in feature["properties"].items()}
            | {"geometry": json.dumps(feature["geometry"], separators=(",", ":"))}
            for feature in features
        ]
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{name}: is not a GeoJSON feature collection ({error}).") from None
    return Table(_numbered(pl.DataFrame(rows, infer_schema_length=None)), encoding, 0)


def _numbered(frame: pl.DataFrame) -> pl.DataFrame:
    named = frame.rename({column: column.strip() for column in frame.columns})
    return named.cast(pl.String).with_row_index(ROW, offset=1).cast({ROW: pl.Int64})


def _nulls(frame: pl.DataFrame, declared: Format) -> pl.DataFrame:
    cells = pl.all().exclude(ROW, "geometry").str.strip_chars()
    return frame.with_columns(pl.when(~cells.is_in(declared.null_values)).then(cells).name.keep())


def _to_long(frame: pl.DataFrame, wide: Wide, name: str) -> pl.DataFrame:
    series = [column for column in frame.columns if re.fullmatch(wide.columns, column)]
    if not series:
        raise InputError(f"{name}: no column's header matches {wide.columns!r} (wide.columns).")
    others = [column for column in frame.columns if column not in series]
    return frame.unpivot(series, index=others, variable_name=wide.name, value_name=wide.value)
