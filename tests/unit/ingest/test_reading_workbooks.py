"""Excel workbooks: headers, sheets, stable text of cells, errors and formulas."""

import gzip
import io
import zipfile
from datetime import datetime
from datetime import time as clock
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
import xlsxwriter

from anlan.errors import InputError
from orchestration.ingest.reading import ERROR_CELL, ROW
from orchestration.ingest.reading.unpacking import Limits
from tests.fixtures.reading import cells


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
    assert (table.encoding, table.header_lines) == ("xlsx, sheet 'Sheet1'", 2)


def test_the_declared_sheet_of_a_workbook_is_read(read: Any) -> None:
    assert cells(read(workbook([["a"], ["x"]], "数据"), type="xlsx", sheet="数据")) == [("x",)]
    with pytest.raises(InputError, match=r"no sheet\(s\) named '其他'; the workbook has: 数据"):
        read(workbook([["a"], ["x"]], "数据"), type="xlsx", sheet="其他")


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"\xd0\xcf\x11\xe0 old"], ids=["csv", "old form"])
def test_what_is_no_workbook_is_said_to_be_none(read: Any, content: bytes) -> None:
    with pytest.raises(InputError, match=r"alarms\.csv: cannot be read as an Excel workbook"):
        read(content, type="xlsx")


def test_a_workbook_cut_short_is_refused(read: Any) -> None:
    with pytest.raises(InputError, match=r"alarms\.csv: the compressed file is damaged or cut short"):
        read(workbook([["a"], [1]])[:200], type="xlsx")


def test_a_workbook_with_a_password_is_refused(read: Any) -> None:
    content = b"\xd0\xcf\x11\xe0" + b"\x00" * 100 + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(InputError, match="the workbook is protected by a password"):
        read(content, type="xlsx")


def test_a_workbook_that_is_a_bomb_is_refused(read: Any) -> None:
    content = workbook([["a"], *[["x"]] * 5000])
    with pytest.raises(InputError, match="so many times its size"):
        read(content, type="xlsx", limits=Limits(ratio=2, free_bytes=1000))


def test_a_sheet_is_found_by_a_pattern_that_fits_one_only(read: Any) -> None:
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory) as book:
        for name in ("说明", "2024年1月", "2024年2月"):
            book.add_worksheet(name).write_column(0, 0, ["a", name])
    assert cells(read(memory.getvalue(), type="xlsx", sheet_pattern="2月$")) == [("2024年2月",)]
    with pytest.raises(InputError, match=r"2 sheet\(s\) fitting '2024'; the workbook has: 说明, 2024年1月, 2024年2月"):
        read(memory.getvalue(), type="xlsx", sheet_pattern="2024")


def test_merged_headers_of_two_rows_below_blank_lines(read: Any) -> None:
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory) as book:
        page = book.add_worksheet()
        page.merge_range(2, 0, 3, 0, "区")
        page.merge_range(2, 1, 2, 2, "人口")
        page.write_row(3, 1, ["男", "女"])
        page.write_row(4, 0, ["东城", 1, 2])
    table = read(memory.getvalue(), type="xlsx", header_rows=2)
    assert table.frame.columns == [ROW, "区", "人口_男", "人口_女"]
    # The line numbers are those that the clerk sees.
    assert table.frame.select(pl.col(ROW) + table.header_lines, "区").rows() == [(5, "东城")]


def test_cells_are_the_text_a_reader_sees_and_dates_are_iso(read: Any) -> None:
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory) as book:
        page = book.add_worksheet()
        day, time = book.add_format({"num_format": "yyyy/m/d"}), book.add_format({"num_format": "h:mm"})
        page.write_row(0, 0, ["date", "time", "code", "count", "float", "flag", "serial"])
        page.write_datetime(1, 0, datetime(2022, 11, 8, 1, 2, 3), day)
        page.write_datetime(1, 1, clock(8, 30), time)
        page.write_row(1, 2, ["007", 12.0, 0.1 + 0.2, True, 44873])
    assert cells(read(memory.getvalue(), type="xlsx")) == [
        ("2022-11-08 01:02:03", "08:30:00", "007", "12", "0.3", "true", "44873")
    ]


def test_an_error_in_a_cell_is_kept_and_marks_the_line_if_the_column_is_used(read: Any) -> None:
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["year", "persons", "note"])
        page.write_row(1, 0, [2024, 5, "x"])
        page.write(2, 0, 2024)
        page.write_formula(2, 1, "=1/0", value="#DIV/0!")
        page.write_row(3, 0, [2024, 7])
        page.write_formula(3, 2, "=NA()", value="#N/A")
    table = read(memory.getvalue(), type="xlsx")
    assert table.frame.select("persons", "note", ERROR_CELL).rows() == [
        ("5", "x", None),
        ("#DIV/0!", None, "#DIV/0! in column 'persons'"),
        ("7", "#N/A", None),
    ]


def replaced(content: bytes, old: bytes, new: bytes) -> bytes:
    """The workbook with its first sheet changed."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(memory, "w") as after:
        for info in before.infolist():
            text = before.read(info)
            assert "sheet1" not in info.filename or old in text
            after.writestr(info, text.replace(old, new))
    return memory.getvalue()


def test_a_formula_gives_its_saved_result_and_without_one_the_file_is_refused(read: Any) -> None:
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["year", "persons"])
        page.write_formula(1, 1, "=1+1", value=2)
        page.write_formula(2, 1, '=""', value="nothing")
        page.write(3, 0, 2024)
    content = replaced(memory.getvalue(), b"<v>nothing</v>", b"<v></v>")
    assert cells(read(content, type="xlsx")) == [(None, "2"), ("2024", None)]
    book = openpyxl.Workbook()
    book.create_sheet("other").append(["=1+1"])
    book.active.append(["year", "persons"])
    saved = io.BytesIO()
    book.save(saved)
    assert cells(read(saved.getvalue(), type="xlsx")) == []
    book.active.append([2024, "=1+1"])
    saved = io.BytesIO()
    book.save(saved)
    with pytest.raises(InputError, match=r"cell B2 of sheet 'Sheet' holds a formula whose result was not saved"):
        read(saved.getvalue(), type="xlsx")


def test_a_workbook_of_the_old_form(read: Any) -> None:
    # Made for this test: merged title and headers, a number as text, dates, an error, a footnote.
    content = (Path(__file__).parents[2] / "fixtures" / "population_old_form.xls").read_bytes()
    declared = {"skip_rows": 1, "header_rows": 2, "footnote": "^注", "sheet_pattern": "人口$"}
    table = read(content, type="xls", **declared)
    assert table.frame.columns == [ROW, "区划代码", "人口_男", "人口_女", "统计日期", "备注"]
    assert cells(table) == [
        ("0101", "120", "130", "2024-12-31 00:00:00", "45657"),
        ("0102", "140", "#DIV/0!", "2024-12-31 08:30:00", "0.3"),
    ]
    assert (table.header_lines, table.left_out) == (3, {"footnote": 1})
    assert cells(read(gzip.compress(content), type="xlsx", **declared)) == cells(table)


def test_a_workbook_in_an_archive(read: Any) -> None:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as packed:
        packed.writestr("人口.xlsx", workbook([["a"], ["x"]]))
    assert cells(read(memory.getvalue(), type="xlsx")) == [("x",)]


def test_a_stray_cell_in_the_last_corner_is_named_and_not_laid_out(read: Any) -> None:
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["a", "b"])
        page.write(1_048_575, 16_383, "x")
    with pytest.raises(InputError, match="reaches to row 1,048,576 and column 16,384, most of it empty"):
        read(memory.getvalue(), type="xlsx")


def test_an_old_workbook_that_would_end_the_process_is_refused(read: Any) -> None:
    content = bytearray((Path(__file__).parents[2] / "fixtures" / "population_old_form.xls").read_bytes())
    cell = content.index(b"\xfd\x00\x0a\x00", 2300)
    # Row and column of a text cell: the reader would ask for 128 GiB.
    content[cell + 4 : cell + 8] = b"\xff\xff\xff\xff"
    with pytest.raises(
        InputError, match=r"cannot be read as an Excel workbook: it is damaged\. Open it in Excel or WPS"
    ):
        read(bytes(content), type="xls", sheet_pattern="人口$")
