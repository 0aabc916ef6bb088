"""The hours of the week where the table has less than a whole week of numbers, or nothing."""

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import duckdb
import pytest

from anlan.snapshot import Build
from dashboards.answers import Answers
from dashboards.i18n import Words
from dashboards.pages.alarm_trend._content import Trend, WeekHours, hours_period
from dashboards.pages.alarm_trend._hours import hours_section
from dashboards.queries import week_hours
from dashboards.serving import Reader, Row
from dashboards.turns import Turns
from tests.fakes.rendering import text, with_class

GROUP = {"category_id": "street", "is_group": True, "category_level": None}
FIRST = {"category_id": "10", "is_group": False, "category_level": 1}
SECOND = {"category_id": "1001", "is_group": False, "category_level": 2}
CITY, TOWN, VILLAGE = (
    {"area_id": area, "level_number": level} for area, level in (("city", 1), ("town", 3), ("village", 4))
)


def reader(*rows: tuple[str, str]) -> Reader:
    """Of a snapshot in which these areas have cells of these categories."""
    connection = duckdb.connect()
    connection.execute("create schema marts")
    connection.execute(
        "create table marts.dim_area as"
        " from (values ('city', 1), ('town', 3), ('other', 3), ('village', 4)) as areas (area_id, level_number)"
    )
    connection.execute("create table marts.mart_alarm_week_hours (area_id varchar, category_id varchar)")
    if rows:
        connection.executemany("insert into marts.mart_alarm_week_hours values (?, ?)", list(rows))
    return _reader(connection)


def _reader(connection: duckdb.DuckDBPyConnection) -> Reader:
    return Reader(cast("Build", SimpleNamespace(build_id="b")), connection, Answers(100, weigh=len), Turns(1))


@pytest.mark.parametrize(
    ("rows", "area", "category", "expected"),
    [
        ((), CITY, FIRST, "not_collected"),
        ((("city", "all"), ("town", "all")), VILLAGE, FIRST, "not_at_level"),
        ((("city", "all"),), CITY, SECOND, "not_of_category"),
        ((("city", "all"), ("city", "10"), ("other", "all")), TOWN, FIRST, "no_months"),
        ((("city", "10"), ("city", "all"), ("town", "all")), TOWN, FIRST, "withheld"),
        ((("city", "street"), ("city", "all"), ("town", "all")), TOWN, GROUP, "withheld"),
        ((("city", "10"), ("town", "all"), ("other", "10")), TOWN, FIRST, "no_calls"),
        ((("city", "all"),), CITY, FIRST, "no_calls"),
    ],
)
def test_why_a_category_has_no_cell(rows: tuple[tuple[str, str], ...], area: Row, category: Row, expected: str) -> None:
    assert week_hours.why_none(reader(*rows), area=area, category=category) == expected


def test_a_snapshot_older_than_the_table_has_no_periods_and_says_not_collected() -> None:
    connection = duckdb.connect()
    connection.execute("create schema marts")
    older = _reader(connection)
    assert week_hours.periods(older, area_id="city") == []
    assert week_hours.why_none(older, area=CITY, category=FIRST) == "not_collected"


def of(kind: str, period: str, start: date, end: date, *, is_complete: bool = True) -> Row:
    ends = {"period_type": kind, "period_id": period, "period_start": start, "period_end": end}
    return ends | {"is_complete": is_complete, "as_of": date(2025, 8, 31)}


R12M = of("R12M", "2025-08-R12M", date(2024, 9, 1), date(2025, 8, 31))
RUNNING = of("Y", "2025", date(2025, 1, 1), date(2025, 12, 31), is_complete=False)
GAPS = of("Y", "2024", date(2024, 1, 1), date(2024, 12, 31), is_complete=False)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (of("M", "2024-03", date(2024, 3, 1), date(2024, 3, 31)), GAPS),
        (of("YTD", "2025-YTD", date(2025, 1, 1), date(2025, 8, 31)), R12M),
        (of("Y", "2025", date(2025, 1, 1), date(2025, 12, 31), is_complete=False), RUNNING),
        (of("M", "2019-03", date(2019, 3, 1), date(2019, 3, 31)), R12M),
    ],
)
def test_of_a_running_year_the_last_twelve_months_are_shown_unless_it_is_asked_for(asked: Row, expected: Row) -> None:
    assert hours_period([RUNNING, R12M, GAPS], asked) is expected


def cell(hour: int, count: int, *, status: str = "ok") -> Row:
    """Of Mondays of a year; calls of which a tenth tell no hour."""
    rate = count / 52 if status == "ok" else None
    return {
        "day_of_week": 1,
        "hour_of_day": hour,
        "alarm_count": count,
        "days": 52,
        "calls_per_hour": rate,
        "calls_lower": rate,
        "calls_upper": rate,
        "known_count": 90,
        "total_count": 100,
        "hour_status": status,
    }


def section(language: str, *rows: Row) -> Any:
    setting = SimpleNamespace(words=Words(language), evidence=lambda **_: [])
    category = {"name_zh": "全部警情", "name_en": "All calls"}
    hours = WeekHours(GAPS, list(rows))
    return hours_section(cast("Trend", SimpleNamespace(setting=setting, category=category, hours=hours)))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", ["未完整", "100 件中 90 件时刻已知，10 件未记录", "占 10.0%", "1 格的更正数大于件数"]),
        ("en", ["incomplete", "known of 90 of 100 calls; 10 have none", "are 10.0% of all", "no number (—): 1"]),
    ],
)
def test_what_is_not_recorded_zero_or_without_number_is_told_apart_and_counted(language: str, said: list[str]) -> None:
    tree = section(language, cell(8, 91), cell(9, -1, status="negative_count"))
    written = text(tree)
    assert [sentence for sentence in said if sentence not in written] == []
    cells = [text(found) for found in with_class(tree, "heat")]
    assert cells[8:10] == ["1.75", "—"]
    assert cells.count("0") == 7 * 24 - 2


@pytest.mark.parametrize(("most", "written"), [(51, "0.98"), (52 * 12, "12.0"), (52 * 250, "250")])
def test_numbers_are_as_short_as_their_size_allows(most: int, written: str) -> None:
    assert text(with_class(section("en", cell(8, most)), "heat")[8]) == written
