"""Formats that name each value: GeoJSON, JSON Lines, and typed columns (Parquet), as text cells.

What the names mean does not belong here.
"""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl
from polars import selectors as cs

from anlan.errors import InputError
from orchestration.ingest.reading.headers import Concerned, unique_headers
from orchestration.ingest.reading.table import BROKEN, numbered

_BATCH = 20_000
# Whole numbers that a float holds exactly.
_EXACT = 2**53


def read_geojson(utf8: bytes, name: str, concerned: Concerned) -> pl.DataFrame:
    """A row a feature: its properties, and `geometry` as GeoJSON text.

    Raises:
        InputError: the file is no feature collection.
    """
    try:
        features = json.loads(utf8)["features"]
        rows = [
            {key: None if value is None else str(value) for key, value in feature["properties"].items()}
            | {"geometry": json.dumps(feature["geometry"], separators=(",", ":")) if feature["geometry"] else None}
            for feature in features
        ]
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError, RecursionError, ValueError) as error:
        raise InputError(f"{name}: is not a GeoJSON feature collection ({error}).") from None
    frame = pl.DataFrame(rows, infer_schema_length=None)
    frame.columns = unique_headers(frame.columns, concerned, name)
    return numbered(frame.cast(pl.String))


def read_json_lines(utf8: bytes, name: str, concerned: Concerned) -> pl.DataFrame:
    """A row an object, numbers as they are written; a line that is none is marked.

    Raises:
        InputError: no line is a JSON object.
    """
    frames: list[pl.DataFrame] = []
    records = (_record(line) for line in _lines(utf8))
    while batch := list(islice(records, _BATCH)):
        names = dict.fromkeys(key for record in batch for key in record)
        frames.append(pl.DataFrame(batch, schema=dict.fromkeys(names, pl.String)))
    frame = pl.concat(frames, how="diagonal")
    if not set(frame.columns) - {BROKEN}:
        raise InputError(f"{name}: no line is a JSON object. Ask the sender for JSON Lines: one object a line.")
    is_mark = BROKEN in frame.columns
    cells = frame.drop(BROKEN, strict=False)
    cells.columns = unique_headers(cells.columns, concerned, name)
    return numbered(cells.with_columns(frame[BROKEN]) if is_mark else cells)


def _lines(utf8: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(utf8):
        end = utf8.find(b"\n", start)
        end = len(utf8) if end < 0 else end
        yield utf8[start:end]
        start = end + 1


def _record(line: bytes) -> dict[str, str | None]:
    if not line.strip():
        return {}
    try:
        # Numbers stay as they are written: a float would round long ones.
        value = json.loads(line, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        return {BROKEN: "the line is no JSON object"}
    return {key: _text(item) for key, item in value.items()}


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def read_parquet(origin: Path | bytes, name: str, concerned: Concerned) -> pl.DataFrame:
    """Columns of any type as text.

    Raises:
        InputError: the file is damaged or no Parquet file.
    """
    try:
        frame = pl.read_parquet(origin, hive_partitioning=False)
        frame.columns = unique_headers(frame.columns, concerned, name)
        return numbered(as_text(frame))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError(f"{name}: cannot be read as Parquet: {reason}. Ask the sender for the file again.") from None


def as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """Every column as text from which the value could be had back.

    Times are ISO with a blank between day and time, with their offset if they have one; floats that are whole
    numbers are written so, because a column of codes becomes one where a code is missing.
    """
    floats = cs.float()
    zoned = cs.datetime(time_zone="*")
    local = cs.datetime(time_zone=None)
    nested = cs.nested()
    whole = (floats == floats.round()) & (floats.abs() <= _EXACT)
    return frame.with_columns(
        pl.when(whole).then(floats.cast(pl.Int64, strict=False).cast(pl.String)).otherwise(floats.cast(pl.String)),
        local.dt.strftime("%Y-%m-%d %H:%M:%S%.f"),
        zoned.dt.strftime("%Y-%m-%d %H:%M:%S%.f%:z"),
        cs.duration().dt.to_string("iso"),
        cs.binary().bin.encode("hex"),
        nested.map_batches(_json, return_dtype=pl.String),
    ).cast(pl.String)


def _json(series: pl.Series) -> pl.Series:
    struct = series if series.dtype == pl.Struct else series.alias("value").to_frame().to_struct()
    texts = struct.struct.json_encode()
    if series.dtype != pl.Struct:
        texts = texts.str.strip_prefix('{"value":').str.strip_suffix("}")
    return texts.alias(series.name).set(series.is_null(), None)
