"""Catalogues: the same keys in each language, every key used, no user-visible word outside them."""

import ast
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from dashboards.i18n import CATALOGUES, Words
from dashboards.pages.district_board._choice import PERIOD_TYPES
from dashboards.values import STATUSES, VERDICTS

SOURCES = [path for path in Path("dashboards").rglob("*.py") if path.name not in ("zh.py", "en.py")]
PLACEHOLDER = re.compile(r"\{(\w+)\}")
HAN = re.compile("[\u4e00-\u9fff]")
KEY = re.compile(r"^[a-z_]+\.[A-Za-z_0-9]+$")


def trees() -> list[tuple[Path, ast.Module]]:
    assert SOURCES, "run the tests from the checkout's top level"
    return [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in SOURCES]


def docstrings(tree: ast.Module) -> set[int]:
    """Ids of the nodes that are docstrings."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                found.add(id(first.value))
    return found


def used_keys() -> tuple[set[str], set[str]]:
    """Keys written out in the code, and beginnings of keys that are put together (`status.{…}`)."""
    whole, beginnings = set(), set()
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.match(node.value):
                whole.add(node.value)
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                start = str(node.values[0].value)
                if re.match(r"^[a-z_]+\.", start):
                    beginnings.add(start)
    return whole, beginnings


def test_both_languages_have_the_same_keys() -> None:
    assert CATALOGUES["zh"].keys() == CATALOGUES["en"].keys()


@pytest.mark.parametrize("key", CATALOGUES["zh"])
def test_both_languages_take_the_same_values(key: str) -> None:
    assert set(PLACEHOLDER.findall(CATALOGUES["zh"][key])) == set(PLACEHOLDER.findall(CATALOGUES["en"][key]))


def test_no_key_is_unused() -> None:
    whole, beginnings = used_keys()
    unused = {key for key in CATALOGUES["zh"] if key not in whole and not key.startswith(tuple(beginnings))}
    assert not unused


def test_no_key_is_missing() -> None:
    whole, _ = used_keys()
    families = {key.split(".")[0] for key in CATALOGUES["zh"]}
    asked = {key for key in whole if key.split(".")[0] in families and not key.endswith((".js", ".css", ".svg"))}
    # Names of the page's elements and inputs, not words.
    asked -= {"address.search"}
    assert asked <= CATALOGUES["zh"].keys()


def test_every_status_verdict_and_period_type_has_words() -> None:
    wanted = {f"status.{status}" for status in STATUSES} | {f"verdict.{verdict}" for verdict in VERDICTS}
    wanted |= {f"period_type.{kind}" for kind in PERIOD_TYPES}
    assert wanted <= CATALOGUES["zh"].keys()


def test_the_statuses_are_those_of_the_published_interface() -> None:
    page = Path("docs/architecture.md").read_text(encoding="utf-8")
    start = page.index("Status columns say why")
    named = set(re.findall(r"`([a-z_]+)`", page[start : page.index("| table | grain", start)]))
    assert named == {*STATUSES, *VERDICTS}


def test_no_chinese_word_stands_outside_the_catalogues() -> None:
    for path, tree in trees():
        ignored = docstrings(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in ignored:
                assert not HAN.search(node.value), f"{path}:{node.lineno}"


def test_no_element_is_given_a_word_directly() -> None:
    for path, tree in trees():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if isinstance(node.func.value, ast.Name) and node.func.value.id == "html" and node.args:
                children = node.args[0].elts if isinstance(node.args[0], ast.List) else [node.args[0]]
                for child in children:
                    is_word = isinstance(child, ast.Constant) and isinstance(child.value, str)
                    assert not is_word, f"{path}:{node.lineno}"


@pytest.mark.parametrize(
    ("value", "decimals", "signed", "written"),
    [
        (1234567.891, 2, False, "1,234,567.89"),
        (0.5, 0, False, "0"),
        (12, 1, True, "+12.0"),
        (-3.25, 1, True, "−3.2"),
        (-0.04, 1, True, "0.0"),
        (0, 1, True, "0.0"),
    ],
)
def test_numbers_are_written_alike_in_both_languages(value: float, decimals: int, signed: bool, written: str) -> None:
    for language in CATALOGUES:
        assert Words(language).number(value, decimals, signed=signed) == written


@given(st.floats(-1e9, 1e9, allow_nan=False), st.integers(0, 4))
def test_numbers_are_grouped_and_pointed_as_the_locales_do(value: float, decimals: int) -> None:
    for language, locale in (("zh", "zh_Hans_CN"), ("en", "en_GB")):
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        expected = format_decimal(Decimal(f"{abs(value):.{decimals}f}"), format=pattern, locale=locale)
        assert Words(language).number(value, decimals).lstrip("−") == expected


@pytest.mark.parametrize(
    ("period_type", "period_id", "zh", "en"),
    [
        ("Y", "2018", "2018年", "2018"),
        ("H", "2018-H1", "2018年上半年", "First half of 2018"),
        ("H", "2018-H2", "2018年下半年", "Second half of 2018"),
        ("Q", "2018-Q3", "2018年第3季度", "Q3 2018"),
        ("M", "2018-07", "2018年7月", "July 2018"),
        ("W", "2018-W05", "2018年第5周", "Week 5, 2018"),
        ("W", "2020-W53", "2020年第53周", "Week 53, 2020"),
        ("YTD", "2018-YTD", "2018年累计", "2018 to date"),
        ("R28", "2018-W10-R28", "截至2018年第10周的28天", "28 days to week 10, 2018"),
        ("R12M", "2018-07-R12M", "截至2018年7月的12个月", "12 months to July 2018"),
    ],
)
def test_periods_are_named(period_type: str, period_id: str, zh: str, en: str) -> None:
    assert Words("zh").period(period_type, period_id) == zh
    assert Words("en").period(period_type, period_id) == en


def test_days_are_written_in_full() -> None:
    assert Words("zh").day(date(2018, 12, 20)) == "2018年12月20日"
    assert Words("en").day(date(2018, 12, 20)) == "20 December 2018"


def test_a_text_declared_in_one_language_only_is_shown_in_it() -> None:
    row = {"name_zh": "东湖区", "name_en": None}
    assert Words("en").of(row) == "东湖区"


def test_words_of_the_files_have_the_names_that_the_city_declares() -> None:
    terms = {"公安分局": {"name_zh": "公安分局", "name_en": "Police"}, "街面": {"name_zh": "街面", "name_en": "Street"}}
    area = {"name_zh": "东湖区", "name_en": "Eastlake"}
    chinese, english = Words("zh", terms), Words("en", terms)
    assert (chinese.term("街面"), english.term("街面"), english.term("桥下")) == ("街面", "Street", "桥下")
    assert chinese.unit_of("东湖区公安分局", area) == "东湖区公安分局"
    assert english.unit_of("东湖区公安分局", area) == "Police, Eastlake"
    # An office nobody named, and one that is called by no area.
    assert english.unit_of("东湖区水务局", area) == "东湖区水务局"
    assert english.unit_of("公安分局", area) == "Police"
