"""What the page of grid events shows of the fictional city is what its snapshot says."""

import pytest

from dashboards.serving import Reader
from tests.fakes.rendering import text, with_class
from tests.fixtures.pages import CITY, DISTRICT, Open, figure


def test_rates_and_ages_of_events_are_those_of_the_snapshot(reader: Reader, open_page: Open) -> None:
    tree = open_page(f"/events?area={DISTRICT}&lang=en")
    months = reader.rows(
        "select * from marts.mart_event_closure where area_id = $area and category_id = 'all'"
        " order by month desc limit 36",
        {"area": DISTRICT},
    )[::-1]
    lines = {trace["name"]: trace for trace in figure(tree, "event-rates")["data"] if trace.get("name")}
    for name, column in (("Closure rate", "closure_rate"), ("On-time rate", "on_time_rate")):
        assert lines[name]["y"] == pytest.approx([row[column] * 100 for row in months])
    backlog = reader.rows(
        "select * from marts.mart_event_backlog where area_id = $area and responsible_unit = 'all'"
        " order by month desc limit 36",
        {"area": DISTRICT},
    )[::-1]
    bars = figure(tree, "event-ages")["data"]
    assert [sum(found) for found in zip(*(bar["y"] for bar in bars), strict=True)] == [
        row["open_events"] for row in backlog
    ]
    assert bars[-1]["y"] == [row["open_over_30"] for row in backlog]


def test_units_and_areas_of_events_stand_in_the_order_of_the_snapshot(reader: Reader, open_page: Open) -> None:
    tree = open_page("/events?period=2025-12&lang=en")
    units = reader.rows(
        "select unit.*, term.name_en from marts.mart_event_closure_unit as unit"
        " inner join marts.dim_term as term on term.written = unit.responsible_unit"
        " where area_id = $area and period_id = '2025-12' order by rank",
        {"area": CITY},
    )
    assert units
    said = text(with_class(tree, "panel-units"))
    for unit in units:
        assert f"{unit['rank']} ({unit['rank_lower']}–{unit['rank_upper']}) {unit['name_en']}" in said
    districts = reader.rows(
        """
        select closure.on_time_rate, area.name_en
        from marts.mart_event_closure as closure
        inner join marts.dim_area as area using (area_id)
        where area.level_id = 'district' and not area.is_unknown and category_id = 'all' and period_id = '2025-12'
        order by on_time_rate desc, area_code desc
        """
    )
    dots = figure(tree, "event-areas")["data"][0]
    assert dots["x"] == pytest.approx([row["on_time_rate"] * 100 for row in districts])
    assert figure(tree, "event-areas")["layout"]["yaxis"]["ticktext"] == [row["name_en"] for row in districts]


def test_a_period_of_another_kind_shows_the_newest_month_in_it_and_says_so(open_page: Open) -> None:
    tree = open_page("/events?period=2024&lang=en")
    assert "This page has nothing for 2024; December 2024 is shown instead." in text(with_class(tree, "notice-address"))
    assert text(with_class(tree, "subtitle")) == "December 2024"
