"""From bytes to text cells: encodings, delimiters, workbooks, and files that are not what they should be."""

import gzip
import io
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from anlan.errors import InputError
from orchestration.ingest.reading import ROW, SURPLUS, Table, read_table
from orchestration.registry.source import Source

NAME = "alarms.csv"


def source(file_format: dict[str, Any] | None = None, wide: dict[str, Any] | None = None) -> Source:
    return Source.model_validate(
        {
            "schema_version": 1,
            "source_id": "s",
            "feed": "population",
            "title": {"zh": "人口", "en": "population"},
            "files": "*.csv",
            "format": {"type": "csv"} | (file_format or {}),
            "wide": wide,
            "columns": {"year": {"column": "year"}, "persons": {"column": "persons"}},
            "areas": [{"level": "district", "column": "area"}],
        }
    )


@pytest.fixture
def read(tmp_path: Path) -> Any:
    """Reads bytes as a source with the given format would."""

    def read_bytes(content: bytes, wide: dict[str, Any] | None = None, **file_format: Any) -> Table:
        path = tmp_path / "landed"
        path.write_bytes(content)
        return read_table(path, NAME, source(file_format, wide))

    return read_bytes


def cells(table: Table) -> list[tuple[Any, ...]]:
    return table.frame.drop(ROW).rows()


def test_cells_stay_text_so_that_codes_keep_their_zeros(read: Any) -> None:
    assert cells(read(b"code,n\n007,1e3\n")) == [("007", "1e3")]


def test_encodings_are_tried_in_the_order_declared(read: Any) -> None:
    content = "名称,值\n东城,1\n"
    for encoding in ("utf-8", "gb18030"):
        table = read(content.encode(encoding), encodings=["utf-8", "gb18030"])
        assert (table.encoding, cells(table)) == (encoding, [("东城", "1")])
    # The same bytes are text in many encodings: the first that fits is used.
    assert read("é\n1\n".encode("cp1252"), encodings=["utf-8", "cp1252", "gb18030"]).encoding == "cp1252"


def test_a_byte_order_mark_is_no_part_of_the_first_header(read: Any) -> None:
    assert read("﻿名称\n东城\n".encode()).frame.columns == [ROW, "名称"]


def test_a_mark_of_utf_8_may_stand_before_a_windows_code_page(read: Any) -> None:
    table = read(b"\xef\xbb\xbf" + "name\ncafé\n".encode("cp1252"), encodings=["utf-8", "cp1252"])
    assert (table.encoding, table.frame.columns, cells(table)) == ("cp1252", [ROW, "name"], [("café",)])


def test_utf_16_as_spreadsheets_save_unicode_text(read: Any) -> None:
    table = read("名称\t值\n东城\t1\n".encode("utf-16"), encodings=["utf-16"], delimiter="\t")
    assert cells(table) == [("东城", "1")]


def test_bytes_of_no_declared_encoding_say_which_were_tried(read: Any) -> None:
    with pytest.raises(InputError, match=r"alarms\.csv: is not written in utf-8, ascii\. Declare its encoding"):
        read("东城\n1\n".encode("gb18030"), encodings=["utf-8", "ascii"])


def test_a_compressed_file_is_opened_be_it_packed_by_the_sender_or_twice(read: Any) -> None:
    content = b"a,b\n1,2\n"
    assert cells(read(gzip.compress(content))) == [("1", "2")]
    assert cells(read(gzip.compress(gzip.compress(content)))) == [("1", "2")]


@pytest.mark.parametrize("end", [5, -4], ids=["header", "checksum"])
def test_a_compressed_file_cut_short_is_refused(read: Any, end: int) -> None:
    with pytest.raises(InputError, match=r"damaged or cut short\. Ask the sender for it again"):
        read(gzip.compress(b"a,b\n1,2\n" * 1000)[:end])


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n"])
def test_an_empty_file_is_called_empty(read: Any, content: bytes) -> None:
    with pytest.raises(InputError, match=r"the file is empty\. Ask the sender for a complete file"):
        read(content)


def test_a_header_alone_is_a_table_without_rows(read: Any) -> None:
    assert read(b"a,b\n").frame.height == 0


def test_stray_commas_at_the_end_of_lines_are_no_cells(read: Any) -> None:
    assert cells(read(b"a,b\n1,2,\n3,4,,\n")) == [("1", "2", None), ("3", "4", None)]
    with_header = read(b"a,b,,\n1,2,,\n")
    assert with_header.frame.select("a", "b").rows() == [("1", "2")]


def test_a_line_with_too_many_cells_is_marked_and_the_others_are_read(read: Any) -> None:
    table = read("a,b\n1,2\n3,张三,4\n5,6\n".encode())
    assert table.frame.select(ROW, "a", SURPLUS).rows() == [
        (1, "1", None),
        (2, "3", "3 cells, 2 headers"),
        (3, "5", None),
    ]


def test_a_line_with_too_few_cells_ends_in_empty_ones(read: Any) -> None:
    assert cells(read(b"a,b\n1\n3,4\n")) == [("1", None), ("3", "4")]


def test_blank_lines_are_no_rows_and_do_not_shift_the_line_numbers(read: Any) -> None:
    table = read(b"\n\na,b\n1,2\n\n , \n3,4\n\n")
    assert table.frame.select(pl.col(ROW) + table.header_lines, "a").rows() == [(4, "1"), (7, "3")]


def test_lines_above_the_header_are_skipped_and_counted(read: Any) -> None:
    table = read(b'2024, "a title\n\na,b\n1,2\n', skip_rows=1)
    assert (cells(table), table.header_lines) == ([("1", "2")], 3)


def test_a_quotation_mark_left_open_is_named_without_quoting_the_data(read: Any) -> None:
    with pytest.raises(InputError, match="quotation mark") as caught:
        read('a,b\n1,2\n"张三,2\n3,4\n'.encode())
    assert "张三" not in str(caught.value)


def test_a_quotation_mark_within_a_cell_is_a_character(read: Any) -> None:
    assert cells(read(b'a,b\nx"y,2\n3,4\n'))[0][:2] == ('x"y', "2")


def test_another_delimiter_than_declared_leaves_one_column(read: Any) -> None:
    assert read(b"a;b\n1;2\n").frame.columns == [ROW, "a;b"]
    assert cells(read(b"a;b\n1;2\n", delimiter=";")) == [("1", "2")]


def test_null_values_and_blanks_around_cells_are_taken_away(read: Any) -> None:
    assert cells(read(b"a,b,c\n 1 ,--, \n", null_values=["", "--"])) == [("1", None, None)]


def test_a_column_called_row_number_does_not_disturb_our_own(read: Any) -> None:
    assert read(b"row_number,b\n9,2\n").frame.rows() == [(1, "9", "2")]


def test_headers_that_differ_only_in_blanks_are_refused(read: Any) -> None:
    with pytest.raises(InputError, match=r"two columns are called 'a'"):
        read(b"a, a\n1,2\n")


def workbook(rows: list[list[Any]], sheet: str = "Sheet1") -> bytes:
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory) as book:
        page = book.add_worksheet(sheet)
        for y, row in enumerate(rows):
            page.write_row(y, 0, row)
    return memory.getvalue()


def test_a_workbook_with_a_title_above_and_a_footnote_below(read: Any) -> None:
    content = workbook([["人口统计表"], ["区", "人口"], ["东城", 12], ["西城", 34], ["注：含流动人口"]])
    table = read(content, type="xlsx", skip_rows=1, footnote="^注")
    assert cells(table) == [("东城", "12"), ("西城", "34")]
    assert (table.encoding, table.header_lines) == ("xlsx", 2)


def test_the_declared_sheet_of_a_workbook_is_read(read: Any) -> None:
    assert cells(read(workbook([["a"], ["x"]], "数据"), type="xlsx", sheet="数据")) == [("x",)]
    with pytest.raises(InputError, match="cannot be read as an Excel workbook"):
        read(workbook([["a"], ["x"]], "数据"), type="xlsx", sheet="其他")


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", workbook([["a"], [1]])[:200]], ids=["csv", "cut short"])
def test_what_is_no_workbook_is_said_to_be_none(read: Any, content: bytes) -> None:
    with pytest.raises(InputError, match=r"alarms\.csv: cannot be read as an Excel workbook"):
        read(content, type="xlsx")


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


def test_a_series_of_columns_becomes_rows_that_keep_their_line(read: Any) -> None:
    wide = {"columns": r"\d{6}", "name": "month", "value": "count"}
    table = read(b"area,202001,202002,note\nA,1,2,x\nB,3,,y\n", wide=wide)
    assert table.frame.sort(ROW, "month").select(ROW, "area", "month", "count").rows() == [
        (1, "A", "202001", "1"),
        (1, "A", "202002", "2"),
        (2, "B", "202001", "3"),
        (2, "B", "202002", None),
    ]


def test_a_series_that_is_not_in_the_file_is_named(read: Any) -> None:
    with pytest.raises(InputError, match=r"no column's header matches '\\\\d\{6\}' \(wide\.columns\)"):
        read(b"area,note\nA,1\n", wide={"columns": r"\d{6}"})


def outcome(path: Path, declared: Source) -> tuple[Table | None, str]:
    """The table, or the message of the refusal; any other exception is a bug."""
    try:
        return read_table(path, NAME, declared), NAME
    except InputError as error:
        return None, str(error)


@given(content=st.binary(max_size=200))
def test_whatever_the_bytes_reading_gives_a_table_or_a_message(content: bytes, tmp_path_factory: Any) -> None:
    path = tmp_path_factory.getbasetemp() / "wild"
    path.write_bytes(content)
    for declared in ({"type": "csv"}, {"type": "csv", "encodings": ["latin-1"]}, {"type": "geojson"}, {"type": "xlsx"}):
        table, message = outcome(path, source(declared))
        assert message.startswith(NAME)
        assert table is None or table.frame.columns[0] == ROW


@given(rows=st.lists(st.lists(st.text('ab ,;"\n\r北é', max_size=4), max_size=4), max_size=5))
def test_whatever_the_cells_reading_gives_a_table_or_a_message(rows: list[list[str]], tmp_path_factory: Any) -> None:
    path = tmp_path_factory.getbasetemp() / "cells"
    path.write_text("a,b\n" + "\n".join(",".join(row) for row in rows), encoding="utf-8", newline="")
    table, message = outcome(path, source())
    assert message.startswith(NAME)
    assert table is None or {ROW, "a", "b"} <= set(table.frame.columns)
