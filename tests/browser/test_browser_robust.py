"""What comes in a reader's way: snapshots that lack something, addresses of nothing that is, long names."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from anlan import snapshot
from anlan.home import Home
from dashboards.registry import PAGES
from tests.browser.conftest import Served, start
from tests.fakes.snapshot import publish
from tests.fixtures.builds import publish_changed

pytestmark = pytest.mark.browser

BUILD = "20990101T000000-aaaaaa"


@pytest.fixture
def changed(served: Callable[[str], Served], tmp_path: Path) -> Callable[..., str]:
    """The address of the fictional city after SQL statements on its snapshot."""

    def serve_changed(*statements: str) -> str:
        home = Home(tmp_path, "lanwan")
        publish_changed(served("lanwan").city.home, home, BUILD, statements)
        return start(home)

    return serve_changed


def test_a_page_whose_table_is_of_an_older_form_says_so_and_the_others_stand(
    page: Page, changed: Callable[..., str]
) -> None:
    address = changed(
        "alter table marts.mart_response drop column share_300",
        "drop table marts.mart_event_closure_unit",
        "drop table marts.mart_claim_check",
    )
    page.goto(f"{address}response?lang=en")
    expect(page.locator(".notice-failure")).to_contain_text("This page could not be made")
    expect(page.locator("h1")).to_have_text("Response")
    page.locator("#way-on").click()
    expect(page.locator(".card").first).to_be_visible()
    expect(page.locator(".notice-failure")).to_have_count(0)
    # Without one of its tables a page is not in the menu, and its address says why.
    expect(page.locator("#menu-grid_events")).to_have_count(0)
    page.goto(f"{address}events?lang=en")
    expect(page.locator("h1")).to_have_text("Grid events: not collected")
    page.goto(f"{address}checks?lang=en")
    expect(page.locator(".panel-claims .empty")).to_be_visible()


def test_a_snapshot_without_what_every_page_needs_gives_a_sentence_and_a_way_on(
    page: Page, changed: Callable[..., str]
) -> None:
    answer = page.request.get(f"{changed('drop table marts.dim_city')}?lang=en")
    assert answer.status == 500
    assert "This page could not be made" in answer.text()
    assert 'href="/"' in answer.text()


def test_a_damaged_build_is_passed_over_while_the_page_is_open(page: Page, own_home: Home) -> None:
    address = start(own_home)
    page.clock.install()
    page.goto(f"{address}board?period=2018&lang=en")
    expect(page.locator("#ranking tbody tr")).to_have_count(6)
    folder = snapshot.folder(own_home, BUILD)
    folder.mkdir()
    (folder / snapshot.DATABASE).write_bytes(b"not a database")
    (folder / snapshot.MANIFEST).write_text("{", encoding="utf-8")
    (own_home.serving / snapshot.CURRENT).write_text(BUILD, encoding="utf-8")
    page.clock.fast_forward(31_000)
    page.locator("#filter-period").select_option("2017")
    expect(page.locator(".subtitle")).to_contain_text("2017")
    expect(page.locator("#build-id")).to_contain_text("20190105T080000Z-a1")
    # One that names no folder at all.
    (own_home.serving / snapshot.CURRENT).write_text("20990102T000000-bbbbbb", encoding="utf-8")
    page.reload()
    expect(page.locator("#ranking tbody tr")).to_have_count(6)
    publish(own_home, "20190107T080000Z-c3")
    page.reload()
    expect(page.locator("#build-id")).to_contain_text("20190107T080000Z-c3")


@pytest.mark.parametrize("shown", [it for it in PAGES if it.name != "dictionary"], ids=lambda it: it.name)
def test_an_address_that_asks_for_nothing_that_is_says_so_on_every_page(
    page: Page, served: Callable[[str], Served], shown: object
) -> None:
    path = shown.path  # type: ignore[attr-defined]
    asked = "&".join(f"{name}=%3Cb%3Enonsense" for name in ("area", "period", "indicator", "category", "point"))
    page.goto(served("lanwan").address.removesuffix("/board") + f"{path}?{asked}&stage=zz&measure=zz&lang=en")
    notice = page.locator(".notice-address")
    expect(notice).to_contain_text("<b>nonsense")
    expect(page.locator("h1").first).to_be_visible()
    expect(page.locator(".notice-failure")).to_have_count(0)
    assert "nonsense" not in page.url


def test_names_of_forty_characters_fit_a_telephone(page: Page, changed: Callable[..., str]) -> None:
    long_names = "name_zh = rpad(name_zh, 40, '长名'), name_en = rpad(name_en, 40, ' of the Long Name')"
    address = changed(
        f"update marts.dim_area set {long_names}",
        f"update marts.dim_category set {long_names}",
        f"update marts.dim_indicator set {long_names}",
        "update serving.rpt_district_board set area_name_zh = rpad(area_name_zh, 40, '长名')",
    )
    page.set_viewport_size({"width": 390, "height": 844})
    for shown in PAGES:
        page.goto(f"{address.removesuffix('/')}{shown.path}?lang=zh")
        expect(page.locator("h1").first).to_be_visible()
        expect(page.locator(".notice-failure")).to_have_count(0)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") == 390, shown.name


def test_a_category_of_one_row_is_shown(page: Page, changed: Callable[..., str]) -> None:
    address = changed(
        "delete from marts.mart_alarm_trend where category_id = 'fraud' and (area_id <> 'city-980100'"
        " or period_type <> 'M' or period_id <> '2025-10')",
    )
    page.goto(f"{address}alarms?category=fraud&period=2025-10&lang=en")
    expect(page.locator("#alarm-months .field path").first).to_be_attached()
    expect(page.locator(".notice-failure")).to_have_count(0)
    expect(page.locator("h1")).to_have_text("Lanwan")


@pytest.mark.parametrize("path", ["board", "dictionary"])
def test_a_page_whose_server_does_not_answer_says_so_until_it_does(page: Page, address: str, path: str) -> None:
    page.clock.install()
    page.goto(f"{address}{path}?lang=en")
    expect(page.locator("h1")).to_be_visible()
    page.wait_for_load_state("networkidle")
    silent = lambda route: route.fulfill(status=204)  # noqa: E731
    page.route("**/_dash-update-component", silent)
    page.clock.fast_forward(100_000)
    expect(page.locator("#away")).to_be_hidden()
    page.clock.fast_forward(100_000)
    expect(page.locator("#away")).to_have_text(
        "The server does not answer: what is shown was loaded before and may not be the newest."
    )
    page.unroute("**/_dash-update-component", silent)
    page.clock.fast_forward(31_000)
    page.clock.run_for(6_000)
    expect(page.locator("#away")).to_be_hidden()
