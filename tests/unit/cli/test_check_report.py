"""The report of `anlan check` as a clerk reads it: what a file was read as, what is wrong where, and what to write."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from anlan.cli.check_report import Language

Anlan = Callable[..., Any]
HEADER = "报警时间,警情类型代码,是否有效,所属区代码,报警方式,值班电话\n"
GOOD = "2024-05-{day:02} 10:00:00,1004,是,00{area},电话,x\n"
BAD = (
    "2024年5月8日,1004,是,001,电话,x\n"
    "2024-05-09 10:00:00,甲类,是,001,电话,x\n"
    "2024-05-09 10:00:00,乙类,是,001,电话,x\n"
    "2024-05-09 10:00:00,甲类,是,001,电话,x\n"
    "2024-05-10 10:00:00,1004,已受理,001,电话,x\n"
    "2024-05-10 10:00:00,1004,是,1,电话,x\n"
    "\n"
)


@pytest.fixture
def inbox(anlan: Anlan, root: Path) -> Path:
    """A new city that drops the column of phone numbers, and the folder of its alarms."""
    anlan("new-city", "testville")
    declaration = root / "cities" / "testville" / "sources" / "alarms.yml"
    declaration.write_text(declaration.read_text("utf-8") + "drop: 值班电话\n", "utf-8")
    folder = root / "inbox" / "testville" / "alarms"
    folder.mkdir(parents=True)
    return folder


def month(bad: str = "") -> str:
    return HEADER + "".join(GOOD.format(day=n % 28 + 1, area=n % 2 + 1) for n in range(40)) + bad


def test_a_file_is_told_as_it_was_read_with_the_first_problems_of_each_kind(anlan: Anlan, inbox: Path) -> None:
    (inbox / "202405.csv").write_bytes(month(BAD).encode("gb18030"))
    ended = anlan("check", "testville", str(inbox / "202405.csv"))
    assert ended.code == 0
    for said in (
        "alarms/202405.csv  (alarms, Police alarms)",
        "read as: gb18030; rows from line 2",
        "columns used: 报警时间 → occurred_at, 警情类型代码 → category, 是否有效 → is_valid, 所属区代码 → district",
        "dropped (personal): 值班电话",
        "not declared: 报警方式 – add harmless ones to `unused`, personal ones to `drop`",
        "no rows: 1 blank",
        "rows: 46 read = 40 accepted + 6 quarantined",
        "events: 2024-05-01 to 2024-05-28",
        "tells all of: 2024-05-01 to 2024-05-31",
        "3 row(s): a category that maps to nothing (unknown_category, field category, column 警情类型代码)",
        "line 43: '甲类'",
        "line 44: '乙类'",
        "1 row(s): the date or time fits none of the declared formats (invalid_date, field occurred_at, column",
        "line 42: '2024年5月8日'",
        'to do: Add "%Y年%m月%d日" to columns.occurred_at.formats.',
        "to do: Add 已受理 to true_values or false_values of columns.is_valid",
        "1 row(s): an area that is not in the register on that day (unknown_area, field district, column 所属区代码)",
        "'甲类', 2 rows quarantined: Write `values: {甲类: <target id>}` into columns.category",
    ):
        assert said in ended.out, said
    assert ended.out.index("unknown_category") < ended.out.index("invalid_date")


def test_the_report_is_told_in_chinese_too(anlan: Anlan, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (inbox / "202405.csv").write_bytes(month(BAD).encode("gb18030"))
    asked = anlan("check", "testville", str(inbox / "202405.csv"), "--lang", "zh")
    for said in (
        "alarms/202405.csv  (alarms, 接处警)",
        "读法: gb18030; 数据从第 2 行起",
        "丢弃（个人信息）: 值班电话",
        "行数: 读到 46 = 可入库 40 + 隔离 6",
        "3 行：对照表里没有这个类别（unknown_category，字段 category，列 警情类型代码）",
        "第 42 行：'2024年5月8日'",
        '怎么办: 在 columns.occurred_at.formats 里加 "%Y年%m月%d日"。',
    ):
        assert said in asked.out, said
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert anlan("check", "testville", str(inbox / "202405.csv")).out == asked.out


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LC_ALL": "", "LC_MESSAGES": "zh_TW", "LANG": "en_GB.UTF-8"}, Language.ZH),
        ({"LC_ALL": "C", "LC_MESSAGES": "zh_TW", "LANG": "zh_CN"}, Language.EN),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": ""}, Language.EN),
    ],
)
def test_the_language_is_that_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], language: Language
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert Language.preferred() is language


def test_a_folder_is_checked_whole_and_every_file_that_cannot_be_taken_is_told(anlan: Anlan, inbox: Path) -> None:
    (inbox / "202405.csv").write_text(month(), "utf-8")
    (inbox / "202406.csv").write_text(month().replace("报警时间", "时间"), "utf-8")
    (inbox / "202407.csv").write_text(month(BAD * 9), "utf-8")
    (inbox / "notes.txt").write_text("call back on Monday", "utf-8")
    (inbox / "202408.csv").write_text(month().replace(",报警方式", ",报警人"), "utf-8")
    ended = anlan("check", "testville", str(inbox))
    assert ended.code == 4
    assert "4 file(s) could not be taken; what is wrong with each stands above." in ended.err
    assert "the whole file is refused: alarms/202406.csv: column '报警时间' is missing" in ended.out
    assert "the whole file is refused: alarms/202407.csv: 54 of 94 rows would be refused" in ended.out
    assert "no source's `files` pattern fits this file's path" in ended.out
    assert "column '报警人' looks like a person by its name" in ended.out
    # Though it is refused, what is wrong with its rows is told as for any other.
    assert "27 row(s): a category that maps to nothing" in ended.out


def test_a_sheet_is_told_by_its_name(anlan: Anlan, inbox: Path) -> None:
    declaration = inbox.parents[2] / "cities" / "testville" / "sources" / "alarms.yml"
    text = declaration.read_text("utf-8")
    text = text.replace("alarms/*.csv", "alarms/*.xlsx").replace(
        "  type: csv\n  encodings: [utf-8, gb18030]", "  type: xlsx\n  sheet_pattern: 明细"
    )
    declaration.write_text(text, "utf-8")
    with xlsxwriter.Workbook(inbox / "202405.xlsx") as book:
        book.add_worksheet("说明")
        sheet = book.add_worksheet("5月明细")
        for row, line in enumerate(month().splitlines()):
            sheet.write_row(row, 0, line.split(","))
    ended = anlan("check", "testville", str(inbox))
    assert "read as: xlsx, sheet '5月明细'; rows from line 2" in ended.out
    assert "rows: 40 read = 40 accepted + 0 quarantined" in ended.out


def test_a_word_that_looks_personal_is_masked(anlan: Anlan, inbox: Path) -> None:
    number = "13800138000"
    (inbox / "202405.csv").write_text(month(f"2024-05-09 10:00:00,{number},是,001,电话,x\n"), "utf-8")
    ended = anlan("check", "testville", str(inbox))
    assert number not in ended.out + ended.err
    assert "line 42: '###########'" in ended.out


def test_words_that_are_kept_are_told_and_counted(anlan: Anlan, inbox: Path) -> None:
    declaration = inbox.parents[2] / "cities" / "testville" / "sources" / "alarms.yml"
    text = declaration.read_text("utf-8")
    declaration.write_text(
        text.replace("{column: 警情类型代码}", "{column: 警情类型代码, unmapped: keep}").replace(
            "by: code,", "by: code, unmatched: unknown,"
        ),
        "utf-8",
    )
    (inbox / "202405.csv").write_text(month("2024-05-09 10:00:00,甲类,是,9,电话,x\n" * 3), "utf-8")
    ended = anlan("check", "testville", str(inbox))
    assert "rows: 43 read = 43 accepted + 0 quarantined" in ended.out
    assert "'甲类', 3 rows kept as not known: Write `values: {甲类: <target id>}` into columns.category" in ended.out
    assert "'9', 3 rows kept as not known: In areas (district)" in ended.out
