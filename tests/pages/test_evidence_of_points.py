"""What opens beside a point of a figure is the row of the snapshot that it stands on."""

import pytest

from dashboards.registry import BY_PATH
from dashboards.serving import Reader, Row
from tests.fakes.rendering import elements, filled, text, with_class, with_id
from tests.fixtures.pages import DISTRICT, Open, figure, one


@pytest.mark.parametrize(
    ("path", "table", "more", "numerator", "denominator", "decimals"),
    [
        (
            "/response?stage=arrive&period=2025",
            "mart_response",
            "stage = 'arrive' and period_id = '2025' and category_id = 'all'",
            "within_300",
            "alarms",
            0,
        ),
        (
            "/events?period=2025-10",
            "mart_event_closure",
            "period_id = '2025-10' and category_id = 'all'",
            "due_on_time",
            "due",
            0,
        ),
        (
            "/survey?measure=safety",
            "mart_survey_score",
            "measure_id = 'safety' and is_headline and period_type = 'Q'"
            " and period_end = (select max(period_end) from marts.mart_survey_score where period_type = 'Q')",
            "numerator",
            "denominator",
            1,
        ),
    ],
)
def test_a_point_of_a_figure_opens_what_it_rests_on(
    reader: Reader,
    open_page: Open,
    path: str,
    table: str,
    more: str,
    numerator: str,
    denominator: str,
    decimals: int,
) -> None:
    row = one(reader, f"select * from marts.{table} where area_id = $area and {more}", area=DISTRICT)
    page = BY_PATH[path.partition("?")[0]]
    tree = open_page(f"{path}&point={DISTRICT}&lang=en")
    (card,) = with_class(tree, "point")
    said = text(card)
    for value in (row[numerator], row[denominator]):
        assert f"{value:,.{decimals}f}:" in said
    assert f"area_id = '{DISTRICT}'" in said
    for fact in ("Interval", "Scope", "Cut-off", "Method version", "Source files", "Build"):
        assert fact in said, fact
    # Every point of the figure and every row of its table leads to its own.
    areas = next(name for name in page.panels if name.endswith("-areas"))
    hrefs = figure(tree, areas)["data"][0]["customdata"]
    openers = [item for item in with_class(tree, "opener") if getattr(item, "aria-expanded", None)]
    assert set(hrefs) <= {item.href for item in openers}
    assert [getattr(item, "aria-expanded") for item in openers].count("true") == 1
    assert len(hrefs) > 5


@pytest.mark.parametrize("path", ["/response", "/events", "/survey"])
def test_a_point_that_is_not_in_the_figure_is_told(reader: Reader, path: str) -> None:
    page = BY_PATH[path]
    shown = page.work_out(reader, page.read("?point=atlantis&lang=en"))
    assert shown.search == "?lang=en"
    assert "atlantis" in text(with_class(list(shown.view.children.values()), "notice-address"))
    assert not with_class(filled(page.frame(), shown.view), "point")


def rows_named(reader: Reader, card: object) -> list[Row]:
    """What the table and the condition find that a card of evidence names."""
    table, condition = (text(item) for item in elements(card) if getattr(item, "_type", "") == "Code")
    return reader.rows(f"select * from {table} where {condition}")


def test_each_tile_names_the_row_that_it_is_of(reader: Reader, open_page: Open) -> None:
    cards = with_class(open_page("/?period=2025&lang=en"), "card")
    assert len(cards) > 5
    for card in cards:
        (row,) = rows_named(reader, card)
        assert row["indicator_id"] == getattr(card, "data-indicator")
        assert text(card).count("Source files") == 1


def test_the_board_names_the_rows_that_it_is_of(reader: Reader, open_page: Open) -> None:
    tree = open_page("/board?period=2024&lang=en")
    found = rows_named(reader, with_id(tree, "evidence"))
    shown = [getattr(item, "data-area") for item in elements(with_id(tree, "ranking")) if hasattr(item, "data-area")]
    assert sorted(row["area_id"] for row in found) == sorted(shown)
    assert len(shown) == 10
