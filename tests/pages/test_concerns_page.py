"""What the page of concerns shows of the fictional city is what its snapshot says."""

import pytest

from dashboards.serving import Reader
from tests.fakes.rendering import elements, text, with_class
from tests.fixtures.pages import CITY, DISTRICT, Open, figure


def test_a_withheld_count_is_shown_as_withheld_with_the_reason(reader: Reader, open_page: Open) -> None:
    withheld = reader.rows(
        """
        select trend.area_id, trend.category_id, trend.period_id, category.category_level
        from marts.mart_alarm_trend as trend
        inner join marts.dim_area as area on area.area_id = trend.area_id and area.hierarchy = 'main'
        inner join marts.dim_category as category
            on category.category_id = trend.category_id and category.category_kind = 'alarm'
        where trend.rate_status = 'disclosure' and not area.is_unknown and area.is_current
        order by trend.period_id desc, 1, 2
        limit 1
        """
    )[0]
    category, period = withheld["category_id"], withheld["period_id"]
    tree = open_page(f"/alarms?area={withheld['area_id']}&category={category}&type=Y&period={period}&lang=en")
    row = next(
        item
        for item in elements(with_class(tree, "panel-changes"))
        if item._type == "Tr" and any(getattr(part, "id", None) == f"category-{category}" for part in elements(item))
    )
    assert "small count of a sensitive category" in text(row)
    assert "—" in text(row)


def test_concerns_and_the_list_are_those_of_the_snapshot(reader: Reader, open_page: Open) -> None:
    tree = open_page("/concerns?period=2025&lang=en")
    rows = reader.rows(
        "select * from marts.mart_concern_top where area_id = $area and period_id = '2025' order by place",
        {"area": CITY},
    )
    dots = figure(tree, "concern-rates")["data"][0]
    assert dots["x"] == pytest.approx([row["rate"] * 100 for row in rows])
    items = reader.rows("select * from marts.mart_rectification")
    done = sum(row["is_done"] for row in items)
    assert f"{done} / {len(items)}" in text(tree)
    said = text(with_class(tree, "panel-items"))
    assert all(row["item"] in said for row in items)
    assert said.count("Significant fall") == sum(
        (row["concern_verdict"] == "fall") + (row["alarm_verdict"] == "fall") for row in items
    )


def test_a_district_has_its_own_list(reader: Reader, open_page: Open) -> None:
    items = reader.rows("select item from marts.mart_rectification where area_id = $area", {"area": DISTRICT})
    assert f"The list ({len(items)})" in text(open_page(f"/concerns?area={DISTRICT}&lang=en"))
