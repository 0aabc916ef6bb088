"""GeoJSON, JSON Lines and Parquet as text cells."""

import gzip
import io
import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from anlan.errors import InputError
from orchestration.ingest.reading import BROKEN, ROW
from tests.fixtures.reading import cells

SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]}


def features(*geometries: Any) -> bytes:
    rows = [{"type": "Feature", "properties": {"code": n}, "geometry": shape} for n, shape in enumerate(geometries)]
    return json.dumps({"type": "FeatureCollection", "features": rows}).encode()


def test_geojson_gives_properties_as_text_and_the_geometry_as_it_is(read: Any) -> None:
    (row,) = read(features(SQUARE), type="geojson").frame.rows(named=True)
    assert (row["code"], json.loads(row["geometry"])) == ("0", SQUARE)


def test_a_feature_without_a_geometry_has_none(read: Any) -> None:
    assert read(features(SQUARE, None), type="geojson").frame["geometry"].is_null().to_list() == [False, True]


@pytest.mark.parametrize("content", [b"{}", b"[1]", b'{"features": [1]}', b'{"features": [{}]}', b"<gml/>"])
def test_what_is_no_feature_collection_is_said_to_be_none(read: Any, content: bytes) -> None:
    with pytest.raises(InputError, match="is not a GeoJSON feature collection"):
        read(content, type="geojson")


def test_json_lines_keep_numbers_as_they_are_written(read: Any) -> None:
    content = '{"id": 12345678901234567890123, "x": 1.10, "code": "007"}\n\n{"x": null, "ok": true, "名": "东"}\n'
    table = read(content.encode("gb18030"), type="jsonl", encodings=["utf-8", "gb18030"])
    assert table.frame.rows(named=True) == [
        {ROW: 1, "id": "12345678901234567890123", "x": "1.10", "code": "007", "ok": None, "名": None},
        {ROW: 3, "id": None, "x": None, "code": None, "ok": "true", "名": "东"},
    ]
    assert (table.encoding, table.header_lines) == ("gb18030", 0)


def test_what_is_nested_in_json_lines_is_json_text(read: Any) -> None:
    assert cells(read('{"a": {"b": [1, "北"]}}'.encode(), type="jsonl")) == [('{"b":["1","北"]}',)]


def test_a_line_that_is_no_object_is_marked_and_the_others_are_read(read: Any) -> None:
    table = read('{"a": 1}\n{"a": 张三\n[2]\n{"a": NaN}\n'.encode(), type="jsonl")
    assert table.frame["a"].to_list() == ["1", None, None, "NaN"]
    assert table.frame[BROKEN].to_list() == [None, *["the line is no JSON object"] * 2, None]


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"[1]", b"[" * 100_000])
def test_what_is_no_json_lines_is_said_to_be_none(read: Any, content: bytes) -> None:
    with pytest.raises(InputError, match="no line is a JSON object"):
        read(content, type="jsonl")


def parquet(columns: dict[str, Any]) -> bytes:
    memory = io.BytesIO()
    pl.DataFrame(columns).write_parquet(memory)
    return memory.getvalue()


def test_columns_of_any_type_become_text_that_says_the_same(read: Any) -> None:
    moment = datetime(2022, 11, 8, 1, 2, 3)
    columns = {
        "text": ["007", None],
        "code": [7.0, None],
        "float": [0.1, float("nan")],
        "large": [1e300, float("inf")],
        "long": [2**63 - 1, None],
        "exact": [Decimal("1.10"), None],
        "flag": [True, False],
        "day": [date(2022, 11, 8), None],
        "local": [moment, moment.replace(microsecond=500_000)],
        "zoned": [moment.replace(tzinfo=UTC), None],
        "clock": [time(8, 30), None],
        "span": [timedelta(minutes=90), None],
        "bytes": [b"\x00\xff", None],
        "list": [[1, 2], None],
        "object": [{"b": "北"}, None],
        "kind": pl.Series(["x", None], dtype=pl.Categorical),
        "nothing": pl.Series([None, None], dtype=pl.Null),
    }
    table = read(parquet(columns), type="parquet")
    first, second = table.frame.drop(ROW).rows(named=True)
    assert first == {
        "text": "007",
        "code": "7",
        "float": "0.1",
        "large": "1e+300",
        "long": "9223372036854775807",
        "exact": "1.10",
        "flag": "true",
        "day": "2022-11-08",
        "local": "2022-11-08 01:02:03",
        "zoned": "2022-11-08 01:02:03+00:00",
        "clock": "08:30:00",
        "span": "PT1H30M",
        "bytes": "00ff",
        "list": "[1,2]",
        "object": '{"b":"北"}',
        "kind": "x",
        "nothing": None,
    }
    assert {name: value for name, value in second.items() if value} == {
        "float": "NaN",
        "large": "inf",
        "flag": "false",
        "local": "2022-11-08 01:02:03.500",
    }
    assert table.encoding == "parquet"


def test_parquet_may_be_compressed_once_more(read: Any) -> None:
    assert cells(read(gzip.compress(parquet({"a": [1]})), type="parquet")) == [("1",)]


def test_parquet_that_is_damaged_or_none_is_refused(read: Any) -> None:
    content = parquet({"a": list(range(1000))})
    for spoilt in (content[:-10], b"a,b\n1,2\n", b""):
        with pytest.raises(InputError, match=r"alarms\.csv: cannot be read as Parquet: .*Ask the sender"):
            read(spoilt, type="parquet")
