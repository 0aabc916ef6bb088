"""The calendar of the alarm trend is the days of the snapshot, also of cities and areas that have none."""

from collections.abc import Callable
from datetime import date

import pytest

from dashboards.serving import Reader, Serving
from tests.fakes.rendering import elements, text, with_class, with_id
from tests.fixtures.cities import BuiltCity
from tests.fixtures.pages import CITY, SUBDISTRICT, opened

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def days_of(reader: Reader, category: str) -> dict[date, dict[str, object]]:
    rows = reader.rows(
        "select * from marts.mart_alarm_daily where area_id = $area and category_id = $category",
        {"area": CITY, "category": category},
    )
    return {row["calendar_date"]: row for row in rows}


@pytest.mark.parametrize("category", ["all", "property"])
def test_every_day_of_the_last_twelve_months_stands_at_its_place(reader: Reader, category: str) -> None:
    (panel,) = with_class(opened(reader, f"/alarms?category={category}&lang=en"), "panel-days")
    (table,) = with_class(panel, "heat-map")
    _, *rows = [item for item in elements(table) if item._type == "Tr"]
    assert [text(row.children[0]) for row in rows] == [f"{month} 2025" for month in MONTHS]
    days = days_of(reader, category)
    for month, row in enumerate(rows, start=1):
        _, *cells = row.children
        assert len(cells) == 31
        for day, cell in enumerate(cells, start=1):
            found = days.get(date(2025, month, day)) if day <= LENGTHS[month - 1] else None
            assert text(cell) == ("" if found is None else f"{found['alarm_count']:,}")
            is_off = found is not None and found["is_working_day"] is False
            assert ("marked" in cell.className) == is_off


def test_a_day_tells_what_it_is_beside_and_is_not_judged(reader: Reader) -> None:
    tree = opened(reader, "/alarms?lang=en")
    (panel,) = with_class(tree, "panel-days")
    days = days_of(reader, "all")
    festival = days[date(2025, 1, 29)]
    (cell,) = [item for item in with_class(panel, "heat") if "29 January 2025" in (getattr(item, "title", None) or "")]
    assert "day off, Spring Festival 0 days" in cell.title
    assert f"mean of the 7 days before {festival['previous_7_day_mean']:.1f}" in cell.title
    assert f"same weekday a year before {festival['year_ago_week_count']}" in cell.title
    rows = text(with_id(tree, "alarm-days-data"))
    assert f"{festival['alarm_count']} {festival['previous_7_day_mean']:.1f}" in rows
    assert "none is judged here" in text(panel)
    assert not with_class(panel, "verdict")


@pytest.mark.parametrize(
    ("search", "said"),
    [(f"?area={SUBDISTRICT}&lang=en", "the city and its districts"), ("?category=2001&lang=en", "Choose the category")],
)
def test_where_days_are_not_counted_it_is_told(reader: Reader, search: str, said: str) -> None:
    (panel,) = with_class(opened(reader, f"/alarms{search}"), "panel-days")
    assert said in text(panel)
    assert not with_class(panel, "heat")


@pytest.mark.real_data
def test_a_city_whose_calls_tell_no_day_says_so(built: Callable[[str], BuiltCity]) -> None:
    with Serving(built("london").home).reader() as reader:
        (panel,) = with_class(opened(reader, "/alarms?lang=en"), "panel-days")
        assert "Not collected: this city’s calls tell no day" in text(panel)
