"""The district board as a reader meets it, in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from anlan.home import Home
from tests.browser.conftest import start
from tests.fakes.snapshot import alarm_count, publish

pytestmark = pytest.mark.browser

Show = Callable[..., Page]


def row(page: Page, area_id: str) -> Locator:
    return page.locator(f'#ranking tr[data-area="{area_id}"]')


def test_the_page_draws_table_map_trend_and_dots(show: Show) -> None:
    page = show("?period=2018")
    expect(page.locator("#ranking tbody tr")).to_have_count(6)
    expect(page.locator("#map .area")).to_have_count(6)
    expect(page.locator("#trend-key .legend-entry")).to_have_count(3)
    expect(page.locator("#dots .field [data-tip]")).to_have_count(5)
    expect(row(page, "d1").locator(".rank-interval")).to_have_text("(5–5)")


def test_a_filter_changes_table_and_address(show: Show) -> None:
    page = show("?period=2018-11")
    value = f"{alarm_count('d1', '2018-10', 1) / 5:.2f}"
    expect(row(page, "d1")).not_to_contain_text(value)
    page.get_by_label("时段").select_option("2018-10")
    expect(row(page, "d1")).to_contain_text(value)
    expect(page).to_have_url(re.compile(r"period=2018-10"))


def test_every_filter_can_be_changed_by_its_label(show: Show) -> None:
    page = show("?lang=en")
    page.get_by_label("Level").select_option("street")
    expect(page.locator("#ranking tbody tr")).to_have_count(12)
    page.get_by_label("Scope").select_option("d2")
    expect(page.locator("#ranking tbody tr")).to_have_count(2)
    page.get_by_label("Period type").select_option("Y")
    expect(page.locator(".subtitle")).to_have_text("2018 · Street office · Within Westridge")
    page.get_by_label("Indicator").select_option("safety")
    expect(page.locator("h1")).to_have_text("Sense of safety")
    expect(page.locator(".notice-address")).to_contain_text("is not ranked at the level “Street office”")
    expect(page.get_by_label("Level")).to_have_value("district")


def test_the_language_changes_in_place(show: Show) -> None:
    page = show("?period=2018")
    page.evaluate("window.untouched = true")
    page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_have_text("Alarms per 10,000")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_title(re.compile("fictional city"))
    expect(page).to_have_url(re.compile(r"period=2018&lang=en$"))
    # The page was not loaded anew.
    assert page.evaluate("window.untouched") is True
    page.get_by_role("link", name="中文").click()
    expect(page.locator("h1")).to_have_text("万人警情率")


def test_an_address_restores_the_view(show: Show, address: str, browser: Browser) -> None:
    page = show()
    page.get_by_label("周期").select_option("M")
    page.get_by_role("button", name="南港区").click()
    expect(row(page, "d3").get_by_role("button")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#trend-key .legend-entry")).to_have_count(4)
    # Figures are drawn one after another; what is written is there at once.
    written = [page.locator(part) for part in ("h1", ".subtitle", "#filters", "#table", "#evidence")]
    shown = [part.inner_text() for part in written]
    page.reload()
    expect(page.locator("#page")).to_have_text(re.compile("排名表"))
    expect(page.locator("#trend-key .legend-entry")).to_have_count(4)
    assert [part.inner_text() for part in written] == shown
    with browser.new_context() as other:
        same = other.new_page()
        same.goto(page.url)
        expect(same.locator("#trend-key .legend-entry")).to_have_count(4)


def test_back_and_forward_go_through_the_views(show: Show) -> None:
    page = show("?period=2018-11")
    page.get_by_label("时段").select_option("2018-10")
    expect(page.locator(".subtitle")).to_contain_text("2018年10月")
    page.go_back()
    expect(page.locator(".subtitle")).to_contain_text("2018年11月")
    expect(page.get_by_label("时段")).to_have_value("2018-11")
    page.go_forward()
    expect(page.get_by_label("时段")).to_have_value("2018-10")


def test_rows_are_chosen_for_the_trend_with_the_keyboard(show: Show) -> None:
    page = show("?period=2018&areas=")
    expect(page.locator(".panel-trend .empty")).to_be_visible()
    page.get_by_role("button", name="北原区").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#trend-key .legend-entry")).to_have_text(["北原区"])
    page.get_by_role("button", name="东湖区").focus()
    page.keyboard.press("Space")
    expect(page.locator("#trend-key .legend-entry")).to_have_text(["北原区", "东湖区"])
    # Focus stays where it was, so the next area is one key away.
    expect(page.get_by_role("button", name="东湖区")).to_be_focused()


def test_focus_stays_on_a_filter_after_its_change(show: Show) -> None:
    page = show("?period=2018-11")
    page.get_by_label("时段").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".subtitle")).to_contain_text("2018年10月")
    expect(page.get_by_label("时段")).to_be_focused()


KEPT = ("#map", "#trend", "#dots", "#filter-period", "#filter-level")


def mark(page: Page) -> None:
    """Mark the elements that have to stay."""
    page.evaluate("names => names.forEach(name => { document.querySelector(name).marked = true; })", KEPT)


def marked(page: Page) -> list[bool]:
    found: list[bool] = page.evaluate("names => names.map(name => document.querySelector(name).marked === true)", KEPT)
    return found


def test_graphs_and_filters_stay_the_same_elements_whatever_is_shown(show: Show) -> None:
    page = show("?period=2018")
    page.locator("#trend .field path").first.wait_for()
    mark(page)
    page.get_by_label("时段").select_option("2017")
    expect(page.locator(".subtitle")).to_contain_text("2017年")
    page.get_by_label("层级").select_option("street")
    expect(page.locator(".panel-map .empty")).to_be_visible()
    expect(page.locator("#map-figure")).to_be_hidden()
    page.get_by_role("link", name="English").click()
    page.get_by_label("Indicator").select_option("safety")
    expect(page.locator("#map .area")).to_have_count(6)
    expect(page.locator("#map-figure")).to_be_visible()
    assert marked(page) == [True] * len(KEPT)


def test_the_page_stays_where_it_was_scrolled_to(show: Show, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 500})
    show("?period=2018")
    page.locator("#trend .field path").first.wait_for()
    name = page.get_by_role("button", name="东湖区")
    name.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    assert before > 100
    name.click()
    expect(row(page, "d1").get_by_role("button")).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("scrollY") == before


def test_what_did_not_change_is_not_touched(show: Show) -> None:
    page = show("?period=2018&areas=d1")
    expect(page.locator("#trend-key .legend-entry")).to_have_text(["东湖区"])
    page.evaluate("document.querySelector('#evidence').marked = true")
    page.get_by_role("button", name="西岭区").click()
    expect(page.locator("#trend-key .legend-entry")).to_have_text(["东湖区", "西岭区"])
    assert page.evaluate("document.querySelector('#evidence').marked === true")


def test_a_choice_that_is_not_followed_is_put_right_in_the_filter(show: Show) -> None:
    page = show("?period=2018")
    # An option that the server does not know, as a page left open over a new build may have.
    page.evaluate(
        """() => {
            const select = document.getElementById("filter-level");
            select.add(new Option("?", "galaxy"));
            select.value = "galaxy";
            select.dispatchEvent(new Event("change", { bubbles: true }));
        }"""
    )
    expect(page.locator(".notice-address")).to_contain_text("galaxy")
    expect(page.get_by_label("层级")).to_have_value("district")


def test_the_theme_changes_at_once_and_is_remembered(show: Show) -> None:
    page = show()
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("button", name="切换深色或浅色").click()
    dark = page.evaluate(ground)
    assert dark != light
    page.reload()
    page.locator("#ranking").wait_for()
    assert page.evaluate(ground) == dark


def test_two_readers_do_not_share_a_view(show: Show, address: str, browser: Browser) -> None:
    page = show("?period=2018-11")
    with browser.new_context() as context:
        other = context.new_page()
        other.goto(address + "board?lang=en&period=2017")
        expect(other.locator("h1")).to_have_text("Alarms per 10,000")
        page.get_by_label("时段").select_option("2018-10")
        expect(page.locator(".subtitle")).to_contain_text("2018年10月")
        expect(other.locator(".subtitle")).to_have_text("2017 · District · Whole city")
        other.reload()
        expect(other.locator(".subtitle")).to_have_text("2017 · District · Whole city")
        expect(page.locator("h1")).to_have_text("万人警情率")


def test_a_build_published_meanwhile_appears_without_restart(page: Page, own_home: Home) -> None:
    page.clock.install()
    page.goto(start(own_home) + "board?period=2018-11")
    old, new = (f"{alarm_count('d1', '2018-11', 1, extra) / 5:.2f}" for extra in (0, 7))
    expect(row(page, "d1")).to_contain_text(old)
    publish(own_home, "20190106T080000Z-b2", extra=7)
    # The open page looks for itself, every half minute.
    page.clock.fast_forward(31_000)
    expect(row(page, "d1")).to_contain_text(new)
    expect(page.locator("#build-id")).to_contain_text("20190106T080000Z-b2")
    publish(own_home, "20190107T080000Z-c3", extra=0)
    page.reload()
    expect(row(page, "d1")).to_contain_text(old)
    expect(page.locator("#build-id")).to_contain_text("20190107T080000Z-c3")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [390, 768, 1440])
def test_no_width_makes_the_page_scroll_sideways(show: Show, page: Page, width: int, language: str) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    show(f"?period=2018&lang={language}")
    page.locator("#trend .field path").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [390, 1440])
def test_the_fictional_label_is_seen_without_scrolling(show: Show, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    show()
    label = page.locator("#fictional-label")
    expect(label).to_be_in_viewport()
    expect(label).to_contain_text("虚构城市 · 演示数据")
    expect(page).to_have_title(re.compile("虚构城市 · 演示数据"))


def test_bad_values_in_the_address_are_told_and_put_right(show: Show) -> None:
    page = show("?indicator=nonsense&period=1900-01&scope=%3Cscript%3E&lang=en")
    expect(page.locator(".notice-address p")).to_have_count(3)
    expect(page.locator(".notice-address")).to_contain_text("“<script>”")
    expect(page.locator("#ranking tbody tr")).to_have_count(6)
    expect(page).to_have_url(re.compile(r"\?indicator=alarm_rate&period=2018&scope=city&lang=en$"))


def test_an_indicator_nobody_collects_can_be_left_again(show: Show) -> None:
    page = show("?indicator=closure_rate")
    expect(page.locator(".empty-heading")).to_have_text("未采集")
    page.get_by_label("指标").select_option("alarm_rate")
    expect(page.locator("#ranking tbody tr")).to_have_count(6)


def test_a_narrow_table_is_still_a_table_for_a_screen_reader(show: Show, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    show("?period=2018")
    table = page.get_by_role("table")
    expect(table.get_by_role("row")).to_have_count(7)
    expect(table.get_by_role("rowheader")).to_have_count(6)


def test_the_first_load_is_lean(page: Page, address: str) -> None:
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto(address + "board")
    page.locator("#trend .field path").first.wait_for()
    page.wait_for_load_state("networkidle")
    assert sum(sizes) < 800_000
