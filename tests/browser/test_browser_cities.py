"""The board on the three shipped cities: what it shows is what their snapshots say.

Views of one made-up city are in `test_browser_district_board`; whether the snapshots are right is tested where
they are made.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dashboards.registry import BY_PATH, PAGES
from dashboards.theme import LIGHT, RED_GREEN
from tests.browser.conftest import Served

CITIES = [
    "lanwan",
    pytest.param("london", marks=pytest.mark.real_data),
    pytest.param("st-louis", marks=pytest.mark.real_data),
]
VERDICTS = {"rise": "Significant rise", "fall": "Significant fall", "no_significant_change": "No significant change"}

pytestmark = pytest.mark.browser


def open_view(page: Page, address: str) -> dict[str, str]:
    """Open a view, wait until all of it is drawn, and say what its filters have chosen."""
    page.goto(address)
    page.locator("#ranking").wait_for()
    expect(page.locator("#dots .field circle, .panel-dots .empty").first).to_be_attached()
    return {
        name: page.locator(f"#filter-{name}").input_value()
        for name in ("indicator", "level", "scope", "type", "period")
    }


def board(served: Served, chosen: dict[str, str]) -> list[dict[str, Any]]:
    """The rows of the chosen view, as the snapshot has them."""
    return served.rows(
        """
        select board.*, indicator.value_kind, indicator.decimals
        from serving.rpt_district_board as board
        inner join marts.dim_indicator as indicator on indicator.indicator_id = board.indicator_id
        where
            board.indicator_id = $indicator and board.level_id = $level and board.scope_id = $scope
            and board.period_type = $type and board.period_id = $period
        """,
        chosen,
    )


def written(row: dict[str, Any], value: float) -> str:
    """A value as the page has to write it, worked out apart from it."""
    by = 100 if row["value_kind"] == "share" else 1
    return f"{value * by:,.{row['decimals']}f}"


def shown(page: Page) -> dict[str, dict[str, str]]:
    """The text of each cell of the ranking, by area and column."""
    found: dict[str, dict[str, str]] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("#ranking tbody tr")].map(row => [
            row.dataset.area,
            Object.fromEntries([...row.cells].map(cell => [cell.className.replace("col-", ""), cell.innerText])),
        ]))"""
    )
    return found


@pytest.mark.parametrize("city_id", CITIES)
def test_every_number_of_the_first_view_is_the_snapshots(
    page: Page, served: Callable[[str], Served], city_id: str
) -> None:
    city = served(city_id)
    expected = board(city, open_view(page, f"{city.address}?lang=en"))
    cells = shown(page)
    assert cells.keys() == {row["area_id"] for row in expected}
    assert sum(row["rank"] is not None for row in expected) > 5
    for row in expected:
        found = cells[row["area_id"]]
        assert row["area_name_en"] in found["area"]
        if row["rank"] is None:
            assert found["rank"] == "—"
            assert "Not ranked" in found["area"]
        else:
            assert found["rank"].split() == [str(row["rank"]), f"({row['rank_lower']}–{row['rank_upper']})"]
        if row["value"] is not None:
            limits = "–".join(written(row, row[limit]) for limit in ("lower", "upper"))
            assert found["value"].replace("%", "").split() == [written(row, row["value"]), limits]
        if row["numerator"] is not None and row["denominator"] is not None:
            assert found["base"] == f"{row['numerator']:,.0f} / {row['denominator']:,.0f}"
        assert (VERDICTS[row["verdict"]] if row["verdict"] else "No verdict") in found["change"]


@pytest.mark.parametrize("city_id", CITIES)
def test_the_map_has_every_area_whose_outline_the_snapshot_has(
    page: Page, served: Callable[[str], Served], city_id: str
) -> None:
    city = served(city_id)
    rows = board(city, open_view(page, city.address))
    with_outline = {row["area_id"] for row in city.rows("select area_id from marts.dim_area_geometry")}
    drawn = with_outline & {row["area_id"] for row in rows}
    assert drawn
    expect(page.locator("#map .area")).to_have_count(len(drawn))
    expect(page.locator("#map .area").first).to_be_visible()
    expect(page.locator("#trend-key .legend-entry")).to_have_count(3)
    expect(page.locator("#dots .field [data-tip]")).to_have_count(sum(row["rank"] is not None for row in rows))


@pytest.mark.parametrize("city_id", CITIES)
def test_only_the_fictional_city_is_labelled_so(page: Page, served: Callable[[str], Served], city_id: str) -> None:
    open_view(page, served(city_id).address)
    is_fictional = city_id == "lanwan"
    expect(page.locator("#fictional-label")).to_have_count(1 if is_fictional else 0)
    assert ("虚构" in page.title()) == is_fictional
    assert ("虚构" in page.locator("#page").inner_text()) == is_fictional


@pytest.mark.parametrize(("city_id", "colours"), [("lanwan", RED_GREEN[0]), ("london", LIGHT)])
def test_worse_and_better_have_the_colours_that_the_pack_chose(
    page: Page, served: Callable[[str], Served], city_id: str, colours: dict[str, str]
) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(served(city_id).address)
    for name in ("bad", "good"):
        found = page.evaluate(f"getComputedStyle(document.documentElement).getPropertyValue('--{name}').trim()")
        assert found == colours[name]


@pytest.mark.parametrize("city_id", CITIES)
def test_the_cut_off_is_that_of_the_indicators_feed(page: Page, served: Callable[[str], Served], city_id: str) -> None:
    city = served(city_id)
    rows = board(city, open_view(page, city.address))
    (as_of,) = {row["as_of"] for row in rows}
    day = f"{as_of.year}年{as_of.month}月{as_of.day}日"
    expect(page.locator("#evidence")).to_contain_text(day)
    expect(page.locator(".badge")).to_contain_text(f"数据截至 {day}")


@pytest.mark.real_data
def test_londons_survey_says_that_no_sample_size_is_published(page: Page, served: Callable[[str], Served]) -> None:
    city = served("london")
    chosen = open_view(page, f"{city.address}?indicator=LP01&lang=en")
    rows = board(city, chosen)
    assert {row["rank_interval_status"] for row in rows if row["rank"] is not None} == {"sample_size_not_published"}
    reason = "survey publishes no sample size"
    expect(page.locator(".notice-limits")).to_contain_text(reason)
    expect(page.locator("#ranking caption")).to_contain_text(f"No verdict for any area: {reason}")
    expect(page.locator(".rank-interval, .value-interval")).to_have_count(0)
    cells = shown(page)
    assert {row["area_id"]: row["rank"] for row in rows} == {area: int(found["rank"]) for area, found in cells.items()}
    # Said once above, not in every row.
    assert all(reason not in found["change"] for found in cells.values())
    assert not re.search(r"[▲▼]", page.locator("#ranking").inner_text())


@pytest.mark.real_data
def test_the_police_districts_of_st_louis_have_no_boundaries_and_the_page_says_so(
    page: Page, served: Callable[[str], Served]
) -> None:
    city = served("st-louis")
    rows = board(city, open_view(page, f"{city.address}?indicator=AL03&level=district"))
    expect(page.locator(".panel-map .empty")).to_have_text("本层级没有边界数据，无法绘制地图。排名表不受影响。")
    expect(page.locator("#map-figure")).to_be_hidden()
    expect(page.locator("#ranking tbody tr")).to_have_count(len(rows))
    # Another level has them: the map comes back.
    page.get_by_label("层级").select_option("neighbourhood")
    expect(page.locator("#map-figure")).to_be_visible()
    expect(page.locator("#map .area").nth(50)).to_be_visible()


def test_communities_of_lanwan_are_drawn_within_their_subdistrict(page: Page, served: Callable[[str], Served]) -> None:
    city = served("lanwan")
    chosen = open_view(page, f"{city.address}?level=community")
    rows = board(city, chosen)
    assert chosen["scope"] != "city"
    expect(page.locator("#map .area")).to_have_count(len(rows))
    # Large enough to be told apart.
    box = page.locator("#map .area-map").bounding_box()
    assert box is not None
    assert max(box["width"], box["height"]) > 250


def test_the_overview_is_drilled_from_the_city_to_a_community_and_back(
    page: Page, served: Callable[[str], Served]
) -> None:
    page.goto(served("lanwan").address.removesuffix("board") + "?lang=en")
    expect(page.locator("h1")).to_have_text("Lanwan")
    expect(page.locator("#breadcrumb nav, .breadcrumb")).to_have_count(0)
    for steps in (2, 3, 4):
        page.locator(".panel-below tbody a").first.click()
        expect(page.locator(".breadcrumb li")).to_have_count(steps)
    # A community has nothing below it.
    expect(page.locator(".panel-below")).to_have_count(0)
    page.locator(".breadcrumb a").nth(1).click()
    expect(page.locator(".breadcrumb li")).to_have_count(2)
    area = page.locator("h1").inner_text()
    # The area is kept on the other pages that know areas, and in the address.
    assert "area=district-" in page.url
    page.reload()
    expect(page.locator("h1")).to_have_text(area)


def test_an_indicator_of_the_overview_leads_to_its_ranking(page: Page, served: Callable[[str], Served]) -> None:
    page.goto(served("lanwan").address.removesuffix("board") + "?area=district-980105&lang=en")
    card = page.locator(".card").first
    name = card.locator("h2").inner_text()
    card.locator("h2 a").click()
    expect(page.locator("h1")).to_have_text(name)
    expect(page.locator(".subtitle")).to_contain_text("Sub-district · Within")
    expect(page.locator(".notice-address")).to_have_count(0)


@pytest.mark.parametrize("city_id", CITIES)
@pytest.mark.parametrize("width", [390, pytest.param(1440, marks=pytest.mark.exhaustive)])
def test_every_page_in_the_menu_opens_and_fits_the_screen(
    page: Page, served: Callable[[str], Served], city_id: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(served(city_id).address)
    links = page.locator("#menu a")
    expect(links.first).to_be_visible()
    for number in range(links.count()):
        links.nth(number).click()
        expect(links.nth(number)).to_have_attribute("aria-current", "page")
        expect(page.locator("#absent-page")).to_be_empty()
        expect(page.locator("h1")).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("path", [page.path for page in PAGES])
def test_the_first_load_of_every_page_is_lean_and_draws_what_it_has(
    page: Page, served: Callable[[str], Served], path: str
) -> None:
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto(served("lanwan").address.removesuffix("/board") + path)
    expect(page.locator("h1")).to_be_visible()
    for panel in BY_PATH[path].panels:
        expect(page.locator(f"#{panel} :is(.field :is(path, rect, circle), .area)").first).to_be_attached()
    page.wait_for_load_state("networkidle")
    assert sum(sizes) < 350_000


def test_the_data_and_the_evidence_behind_a_figure_open_on_a_click(page: Page, served: Callable[[str], Served]) -> None:
    page.goto(served("lanwan").address.removesuffix("board") + "alarms?lang=en")
    data, evidence = page.locator("#alarm-months-data"), page.locator("#alarm-months-evidence")
    expect(data.locator("table")).to_be_hidden()
    data.get_by_text("View the data").click()
    expect(data.get_by_role("columnheader", name="Seasonally adjusted")).to_be_visible()
    evidence.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(evidence.get_by_text("marts.mart_alarm_trend")).to_be_visible()


def test_what_was_chosen_is_kept_from_page_to_page(page: Page, served: Callable[[str], Served]) -> None:
    page.goto(served("lanwan").address.removesuffix("board") + "events?area=district-980105&period=2025-10&lang=en")
    expect(page.locator(".subtitle")).to_have_text("October 2025")
    page.get_by_role("link", name="Alarm trend", exact=True).click()
    expect(page.locator(".subtitle")).to_contain_text("October 2025")
    expect(page.locator("#alarm_trend-filter-area")).to_have_value("district-980105")
    page.get_by_role("link", name="中文").click()
    expect(page.locator(".subtitle")).to_contain_text("2025年10月")
    page.locator("#alarm_trend-filter-category").select_option("property")
    expect(page.locator("h2", has_text="下级区域：侵财类")).to_be_visible()
    assert "area=district-980105" in page.url
    assert "period=2025-10" in page.url


@pytest.mark.parametrize(
    ("path", "panel"), [("response", "response-areas"), ("events", "event-areas"), ("survey", "survey-areas")]
)
def test_a_click_on_a_point_and_a_key_in_its_row_open_its_evidence(
    page: Page, served: Callable[[str], Served], path: str, panel: str
) -> None:
    page.goto(served("lanwan").address.removesuffix("board") + path + "?lang=en")
    point = page.locator(f"#{panel} .field [data-tip]").nth(2)
    point.scroll_into_view_if_needed()
    name = (
        page.locator(f"#{panel} .beside text").nth(2).evaluate("tick => tick.textContent").lstrip("0123456789 \u00a0")
    )
    box = point.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    card = page.locator(f"#{panel}-point")
    expect(card.get_by_role("heading")).to_have_text(f"Evidence of {name}")
    expect(page).to_have_url(re.compile(r"point=district-"))
    # Again closes it.
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(card).to_have_count(0)
    opener = page.get_by_role("button", name=f"Show the evidence of {name}")
    opener.focus()
    page.keyboard.press("Space")
    expect(card).to_be_visible()
    expect(page.get_by_role("button", name=f"Close the evidence of {name}")).to_be_focused()
    page.go_back()
    expect(card).to_have_count(0)
    # What is open is of this area's figure, not of another's.
    page.goto(page.url + "&point=atlantis")
    expect(page.locator(".notice-address")).to_contain_text("atlantis")


def test_an_area_of_the_focus_list_leads_to_its_hot_months(page: Page, served: Callable[[str], Served]) -> None:
    page.goto(served("lanwan").address.removesuffix("board") + "focus-areas?category=property&lang=en")
    link = page.locator(".panel-focus-list tbody a").first
    name = link.inner_text()
    link.click()
    expect(page.locator("h1")).to_have_text(name)
    expect(page.locator("#menu-hot_spots")).to_have_attribute("aria-current", "page")
    expect(page.locator(".subtitle")).to_contain_text("Acquisitive · Community · 24 months to")
    expect(page.locator(".notice-address")).to_have_count(0)
    # One community: a funnel of the whole city, and no curve of areas below.
    expect(page.locator("#hot-funnel .field path").first).to_be_attached()
    expect(page.locator(".panel-hot-curve .empty")).to_be_visible()
