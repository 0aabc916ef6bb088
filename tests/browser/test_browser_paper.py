"""Pages on A4: what is filed has what it is of on top, nothing that only a screen needs, and nothing cut."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from dashboards.registry import BY_PATH, PAGES
from tests.browser.conftest import Served

pytestmark = pytest.mark.browser

# A4 less the margins, in CSS pixels.
PAPER = 688


def on_paper(page: Page) -> Page:
    page.set_viewport_size({"width": PAPER, "height": 1000})
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    return page


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(
            page.path,
            marks=() if page.name in {"overview", "alarm_trend", "survey", "checks"} else pytest.mark.exhaustive,
        )
        for page in PAGES
    ],
)
def test_every_page_is_as_wide_as_the_paper_and_says_what_it_is_of(
    page: Page, served: Callable[[str], Served], path: str
) -> None:
    page.goto(served("lanwan").address.removesuffix("/board") + path + "?lang=en")
    expect(page.locator("h1")).to_be_visible()
    for panel in BY_PATH[path].panels:
        expect(page.locator(f"#{panel} :is(.field :is(path, rect, circle), .area)").first).to_be_attached()
    on_paper(page)
    for control in (".menu", ".filters", ".tools", ".save", ".search"):
        assert not any(item.is_visible() for item in page.locator(control).all()), control
    # A page without header says on each of its boards what it rests on.
    around, badge = ((), ".wall-evidence") if BY_PATH[path].is_bare else ((".city-name", "#build-id"), ".opening")
    for said in ("h1", "#fictional-label", *around):
        expect(page.locator(said).first).to_be_visible()
    for opening in page.locator(badge).all():
        assert "Data to" in opening.inner_text() or path == "/dictionary"
        assert "Build 20" in opening.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER
    widths = page.evaluate("Array.from(document.querySelectorAll('.plot'), plot => plot.getBoundingClientRect().right)")
    assert all(width <= PAPER for width in widths), widths
    # Light though the screen is dark.
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ink').trim()") == "#14212e"


def test_rows_and_figures_are_not_cut_and_headings_come_again(page: Page, address: str) -> None:
    page.goto(f"{address}board?period=2018&level=street")
    page.locator("#ranking").wait_for()
    page.locator("#dots .field [data-tip]").first.wait_for()
    on_paper(page)
    style = "(element, name) => getComputedStyle(element)[name]"
    assert page.locator("#dots-figure").evaluate(style, "breakInside") == "avoid"
    assert page.locator("#ranking tbody tr").first.evaluate(style, "breakInside") == "avoid"
    assert page.locator("#ranking thead").evaluate(style, "display") == "table-header-group"


def test_the_paper_is_a4_and_the_screen_is_as_before(page: Page, address: str) -> None:
    page.goto(f"{address}board?period=2018")
    plot = page.locator("#dots .plot")
    page.locator("#dots .field [data-tip]").first.wait_for()
    before = plot.bounding_box()
    document = page.pdf(prefer_css_page_size=True, print_background=True)
    (width, height) = next(re.finditer(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", document)).groups()
    assert (round(float(width)), round(float(height))) == (595, 842)
    assert plot.bounding_box() == before
