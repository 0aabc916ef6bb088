"""The hours of the week on the alarm trend are what the snapshot says, also of cities that tell no hour."""

from collections.abc import Callable
from typing import Any

import pytest

from dashboards.i18n import Words
from dashboards.pages.alarm_trend.page import PAGE
from dashboards.serving import Reader, Serving
from tests.fakes.rendering import elements, text, with_class, with_id
from tests.fixtures.cities import BuiltCity
from tests.fixtures.pages import CITY, COMMUNITY, opened

DAYS = {"zh": [f"周{day}" for day in "一二三四五六日"], "en": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]}


def panel(reader: Reader, search: str) -> Any:
    (found,) = with_class(opened(reader, f"/alarms{search}"), "panel-hours")
    return found


def counted(reader: Reader, period: str, *, area: str = CITY, category: str = "all") -> dict[tuple[int, int], int]:
    """Calls by day of the week (1 Monday) and hour; an hour without calls is not there."""
    rows = reader.rows(
        """
        select day_of_week, hour_of_day, alarm_count
        from marts.mart_alarm_week_hours
        where area_id = $area and category_id = $category and period_id = $period
        """,
        {"area": area, "category": category, "period": period},
    )
    return {(row["day_of_week"], row["hour_of_day"]): row["alarm_count"] for row in rows}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("category", ["all", "20"])
def test_every_hour_of_the_week_is_the_calls_of_the_snapshot_over_its_days(
    reader: Reader, language: str, category: str
) -> None:
    said = panel(reader, f"?type=Y&period=2024&category={category}&lang={language}")
    (table,) = with_class(said, "heat-map")
    _, *rows = [item for item in elements(table) if item._type == "Tr"]
    assert [text(row.children[0]) for row in rows] == DAYS[language]
    calls = counted(reader, "2024", category=category)
    # 2024 began on a Monday and had 366 days.
    days = {day: 53 if day <= 2 else 52 for day in range(1, 8)}
    for day, row in enumerate(rows, start=1):
        _, *cells = row.children
        assert [text(cell) for cell in cells] == [
            f"{calls[day, hour] / days[day]:.2f}" if (day, hour) in calls else "0" for hour in range(24)
        ]
    known = sum(calls.values())
    assert f"{known:,}" in text(said)
    assert 1_000 < known


def test_a_cell_tells_its_interval_calls_and_days_on_hovering_and_in_the_table(reader: Reader) -> None:
    said = panel(reader, "?type=Y&period=2024&lang=en")
    (row,) = reader.rows(
        "select * from marts.mart_alarm_week_hours where area_id = $area and category_id = 'all'"
        " and period_id = '2024' and day_of_week = 5 and hour_of_day = 17",
        {"area": CITY},
    )
    interval = f"{row['calls_lower']:.2f}–{row['calls_upper']:.2f}"
    titles = [cell.title for cell in with_class(said, "heat")]
    assert len(titles) == 7 * 24
    assert titles[4 * 24 + 17] == (
        f"Fri 17:00–18:00: {row['calls_per_hour']:.2f} calls an hour (95% interval {interval});"
        f" {row['alarm_count']} calls on {row['days']} days"
    )
    _, *lines = [item for item in elements(with_id(said, "alarm-hours-data")) if item._type == "Tr"]
    assert len(lines) == 7 * 24
    written = f"Fri 17:00–18:00 {row['alarm_count']} {row['days']} {row['calls_per_hour']:.2f} {interval}"
    assert written in [text(line) for line in lines]
    evidence = text(with_id(said, "alarm-hours-evidence"))
    for fact in ("marts.mart_alarm_week_hours", row["method_version"], "31 December 2025", "Poisson"):
        assert fact in evidence


@pytest.mark.parametrize(
    ("search", "period"),
    [
        ("?type=Y&period=2023", "2023"),
        ("?type=M&period=2023-05", "2023"),
        ("?type=W&period=2024-W20", "2024"),
        ("?type=R12M&period=2025-12-R12M", "12 months to December 2025"),
        ("?", "2025"),
    ],
)
def test_the_map_is_of_the_year_of_the_chosen_period_and_says_so(reader: Reader, search: str, period: str) -> None:
    assert f"All calls, {period}: calls an hour" in text(panel(reader, f"{search}&lang=en"))


def test_a_category_without_a_call_in_the_year_is_not_shown_of_another(reader: Reader) -> None:
    (found,) = reader.rows(
        """
        select trend.area_id, trend.category_id, trend.period_id
        from marts.mart_alarm_trend as trend
        inner join marts.dim_area as area
            on area.area_id = trend.area_id and area.level_number = 3 and area.hierarchy = 'main'
        inner join marts.dim_category as category
            on category.category_id = trend.category_id and category.category_kind = 'alarm'
        where
            trend.period_type = 'Y' and trend.alarm_count = 0 and category.category_level = 1
            and area.is_current and not area.is_unknown
            and exists (
                select 1 from marts.mart_alarm_week_hours as hours
                where hours.area_id = trend.area_id and hours.category_id = trend.category_id
            )
        order by all
        limit 1
        """
    )
    search = f"?area={found['area_id']}&category={found['category_id']}&type=Y&period={found['period_id']}&lang=en"
    said = text(panel(reader, search))
    assert f"no call of the category tells its hour: {found['period_id']}" in said


@pytest.mark.parametrize(
    ("search", "said"),
    [
        (f"?area={COMMUNITY}&lang=en", "down to the third level of areas"),
        (f"?area={COMMUNITY}&lang=zh", "只统计到第三级区域"),
        ("?category=1001&lang=en", "for all calls, groups and first-level categories"),
        ("?category=1001&lang=zh", "只统计全部警情、归类与一级类别"),
    ],
)
def test_where_it_is_not_worked_out_the_panel_says_why(reader: Reader, search: str, said: str) -> None:
    found = panel(reader, search)
    assert said in text(found)
    assert not with_class(found, "heat-map")


@pytest.mark.parametrize(("language", "said"), [("zh", "春节错期，看1–2月合计"), ("en", "Spring Festival moved")])
def test_a_reason_that_holds_for_every_row_is_said_once(reader: Reader, language: str, said: str) -> None:
    tree = opened(reader, f"/alarms?type=M&period=2025-02&lang={language}")
    for name in ("panel-changes", "panel-below"):
        (section,) = with_class(tree, name)
        assert text(section).count(said) == 1
        assert len(with_class(section, "verdict")) > 5
    assert said not in text(
        with_class(opened(reader, f"/alarms?type=M&period=2025-05&lang={language}"), "panel-changes")
    )


@pytest.mark.real_data
@pytest.mark.parametrize(("language", "said"), [("zh", "未采集：本市警情没有报警时刻"), ("en", "tell no hour")])
def test_a_city_without_hours_keeps_the_page_and_says_so(
    built: Callable[[str], BuiltCity], language: str, said: str
) -> None:
    with Serving(built("london").home).reader() as reader:
        assert PAGE.is_filled(reader)
        found = panel(reader, f"?lang={language}")
        assert said in text(found)
        assert not with_class(found, "heat-map")
        places = text(with_class(opened(reader, f"/alarms?lang={language}"), "panel-heat"))
        assert Words(language)("hot.when_none") in places
