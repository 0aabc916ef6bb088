"""From text to cells: delimiters, quotation marks, headers, lines that are no rows."""

import csv
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anlan.errors import InputError
from orchestration.ingest.reading import BROKEN, ROW, SURPLUS, Table, read_table
from orchestration.ingest.reading.delimited import MOST_BROKEN_LINES
from orchestration.registry.source import Source
from tests.fixtures.reading import NAME, cells, source


def test_cells_stay_text_so_that_codes_keep_their_zeros(read: Any) -> None:
    assert cells(read(b"code,n\n007,1e3\n")) == [("007", "1e3")]


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n"])
def test_an_empty_file_is_called_empty(read: Any, content: bytes) -> None:
    with pytest.raises(InputError, match=r"the file is empty\. Ask the sender for a complete file"):
        read(content)


def test_a_header_alone_is_a_table_without_rows(read: Any) -> None:
    assert read(b"a,b\n").frame.height == 0


def test_stray_commas_at_the_end_of_lines_are_no_cells(read: Any) -> None:
    assert cells(read(b"a,b\n1,2,\n3,4,,\n")) == [("1", "2"), ("3", "4")]
    with_header = read(b"a,b,,\n1,2,,\n3,4,,stray\n")
    assert with_header.frame.columns == [ROW, "a", "b", "column 3", "column 4"]
    assert cells(with_header) == [("1", "2", None, None), ("3", "4", None, "stray")]


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


@pytest.mark.parametrize(
    "line",
    ['"张三,2', '1,"张三"丰",3', '1,"张三', '"张三"丰,2', '1,"张三,""x', '"1","张三" ,2'],
)
def test_a_line_whose_quotation_marks_do_not_fit_is_marked_and_the_others_are_read(read: Any, line: str) -> None:
    table = read(f'a,b\n1,2\n{line}\n3,"4"\n5,"6"\n7,8\n'.encode())
    assert table.frame.select(ROW, "a", "b").rows() == [
        (1, "1", "2"),
        (2, None, None),
        (3, "3", "4"),
        (4, "5", "6"),
        (5, "7", "8"),
    ]
    (mark,) = table.frame[BROKEN].drop_nulls()
    assert "quotation marks" in mark
    assert "张三" not in mark


def test_a_file_full_of_such_lines_is_refused_with_the_first(read: Any) -> None:
    lines = '1,"x"y\n' * (MOST_BROKEN_LINES + 1)
    with pytest.raises(InputError, match=r"more than 1,000 lines .* \(the first is line 3\).*`quote: null`"):
        read(f"a,b\n1,2\n{lines}".encode())
    assert read(f"a,b\n1,2\n{lines}".encode(), quote=None).frame.height == MOST_BROKEN_LINES + 2


def test_a_cell_of_several_lines_does_not_shift_the_line_numbers(read: Any) -> None:
    table = read(b'a,b\n1,"x\ny"\n2,z\n')
    assert table.frame.rows() == [(1, "1", "x\ny"), (3, "2", "z")]


def test_the_declared_quotation_mark_encloses_cells(read: Any) -> None:
    assert cells(read(b"a,b\n'1,5',2\n", quote="'")) == [("1,5", "2")]


def test_a_quotation_mark_open_in_the_header_is_named(read: Any) -> None:
    with pytest.raises(InputError, match=r"a quotation mark in the header \(line 1\) is left open"):
        read(b'a,"b\n1,2\n3,4\n')


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
    with pytest.raises(InputError, match=r"two columns are called 'year', and which of them is meant"):
        read(b"year, year\n1,2\n")


def test_a_column_that_stands_twice_and_is_not_used_disturbs_nobody(read: Any) -> None:
    table = read(b"year,note,note,note (2)\n1,x,y,z\n")
    assert table.frame.columns == [ROW, "year", "note", "note (2)", "note (2) (2)"]
    assert cells(table) == [("1", "x", "y", "z")]


def test_a_value_of_a_series_that_stands_twice_is_refused(read: Any) -> None:
    with pytest.raises(InputError, match="two columns are called '202401'"):
        read(b"area,202401,202401\nA,1,2\n", wide={"columns": r"\d{6}"})


def test_several_header_rows_become_one_name_a_column(read: Any) -> None:
    content = "区划,人口,,备注\n,男,女,\n0101,1,2,x\n".encode()
    table = read(content, header_rows=2)
    assert table.frame.columns == [ROW, "区划", "人口_男", "人口_女", "备注"]
    assert (cells(table), table.header_lines) == ([("0101", "1", "2", "x")], 2)
    assert read(content, header_rows=2, header_separator=" ").frame.columns[2] == "人口 男"


def test_a_second_header_in_another_language_is_no_row(read: Any) -> None:
    table = read("type,date\n案類,日期\n竊盜,1100101\n".encode(), skip_rows_after_header=1)
    assert (cells(table), table.header_lines) == ([("竊盜", "1100101")], 2)


@pytest.mark.parametrize("title", ["", "title\n", 'title\n"2024, open\n\n'])
def test_the_header_is_found_by_a_cell_however_many_lines_stand_above(read: Any, title: str) -> None:
    table = read(f"{title}报警时间, 区\n2024,1\n".encode(), header_marker="区")
    assert (cells(table), table.header_lines) == ([("2024", "1")], title.count("\n") + 1)


def test_a_header_that_is_not_found_is_named(read: Any) -> None:
    with pytest.raises(InputError, match=r"none of the first 100 lines has a cell '报警时间' \(format.header_marker\)"):
        read(b"a,b\n1,2\n", header_marker="报警时间")
    with pytest.raises(InputError, match=r"there is no header below line 5\. Correct format\.skip_rows"):
        read(b"a,b\n1,2\n", skip_rows=5)


def test_a_line_break_within_a_header_is_a_blank(read: Any) -> None:
    table = read('"报警\n 时间",b\n1,2\n'.encode())
    assert (table.frame.columns[1], table.header_lines) == ("报警 时间", 2)


def test_lines_that_are_no_rows_are_left_out_and_counted(read: Any) -> None:
    content = "a,b\n1,2\n,\n注1,\n3,4\n,註2\n合计,6\n审核,x\n".encode()
    table = read(content, footnote=["^注", "^註"], ends_at="^合计")
    assert cells(table) == [("1", "2"), ("3", "4")]
    assert table.left_out == {"blank": 1, "footnote": 2, "below_end": 2}
    assert [row + table.header_lines for row in table.frame[ROW]] == [2, 5]


def test_empty_cells_below_a_merged_one_take_its_value(read: Any) -> None:
    assert cells(read("区,n\n东城,1\n,2\n西城,\n".encode(), fill_down="区")) == [
        ("东城", "1"),
        ("东城", "2"),
        ("西城", None),
    ]
    with pytest.raises(InputError, match=r"column '县' is missing \(format\.fill_down\)"):
        read("区,n\n东城,1\n".encode(), fill_down="县")


def test_what_is_no_number_stays_the_text_it_is(read: Any) -> None:
    assert cells(read(b"a,b,c\nNaN,inf,-Infinity\n")) == [("NaN", "inf", "-Infinity")]


BROKEN_LINES = ['X,"ab', 'X,"a"b"', 'X,"a"b', '"X,b', 'X,"a","b"c"', "X,a,b"]


@settings(deadline=None)
@given(lines=st.lists(st.sampled_from([*BROKEN_LINES, "G,v", '"G","v, w"', '"G",', ""]), max_size=12))
def test_every_good_line_is_read_whatever_stands_between(lines: list[str], tmp_path_factory: Any) -> None:
    path = tmp_path_factory.getbasetemp() / "strewn"
    path.write_text("\n".join(["a,b", *lines]), encoding="utf-8", newline="")
    frame = read_table(path, NAME, source()).frame
    good = [number for number, line in enumerate(lines, start=1) if line.startswith(("G", '"G"'))]
    assert frame.filter(a="G")[ROW].to_list() == good


def test_a_large_file_is_read_with_care_only_where_it_has_to_be(read: Any) -> None:
    good = "".join(f'G{n},"{n} 东城区中山路十二号附近居民小区"\n' for n in range(60_000))
    table = read(f'a,b\n{good}X,"open\n{good}X,"a\nb"\n{good}'.encode())
    assert table.frame.height == 180_002
    assert table.frame[ROW].to_list() == [n for n in range(1, 180_004) if n != 120_003]
    assert table.frame.filter(pl.col(BROKEN).is_not_null())[ROW].to_list() == [60_001]


FAST_OR_CAREFUL = st.lists(st.lists(st.text("ab,\"' \n北", max_size=5), min_size=2, max_size=2), min_size=1, max_size=6)


@settings(deadline=None)
@given(rows=FAST_OR_CAREFUL)
def test_what_is_written_well_is_read_as_it_was_written(rows: list[list[str]], tmp_path_factory: Any) -> None:
    path = tmp_path_factory.getbasetemp() / "well"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["a", "b"], *rows])
    table = read_table(path, NAME, source())
    expected = [tuple(cell.strip() or None for cell in row) for row in rows]
    assert cells(table) == [row for row in expected if any(row)]


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


@settings(deadline=None)
@given(content=st.binary(max_size=200))
def test_whatever_the_bytes_reading_gives_a_table_or_a_message(content: bytes, tmp_path_factory: Any) -> None:
    path = tmp_path_factory.getbasetemp() / "wild"
    path.write_bytes(content)
    for declared in ({"type": "csv"}, {"type": "csv", "encodings": ["latin-1"]}, {"type": "geojson"}, {"type": "xlsx"}):
        table, message = outcome(path, source(declared))
        assert message.startswith(NAME)
        assert table is None or table.frame.columns[0] == ROW


@settings(deadline=None)
@given(rows=st.lists(st.lists(st.text('ab ,;"\n\r北é', max_size=4), max_size=4), max_size=5))
def test_whatever_the_cells_reading_gives_a_table_or_a_message(rows: list[list[str]], tmp_path_factory: Any) -> None:
    path = tmp_path_factory.getbasetemp() / "cells"
    path.write_text("a,b\n" + "\n".join(",".join(row) for row in rows), encoding="utf-8", newline="")
    table, message = outcome(path, source())
    assert message.startswith(NAME)
    assert table is None or {ROW, "a", "b"} <= set(table.frame.columns)


@pytest.mark.parametrize("header", ["*", "^.*$", "row_number"])
def test_a_header_that_would_stand_for_other_columns_is_a_name_like_any_other(read: Any, header: str) -> None:
    table = read(f"{header},b\n 1,2 \n".encode())
    assert table.frame.columns == [ROW, f"{header} (file)", "b"]
    assert cells(table) == [("1", "2")]
