"""Pages for who cannot see them well, sees no colours, or has no mouse: axe-core's rules, and the keyboard."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from dashboards.registry import BY_PATH, PAGES
from tests.browser.conftest import Served

pytestmark = pytest.mark.browser

Open = Callable[[str], Page]


@pytest.fixture
def opened(page: Page, served: Callable[[str], Served]) -> Open:
    """A page of the fictional city, drawn, with what it keeps folded away unfolded."""

    def open_page(path: str, search: str = "") -> Page:
        page.goto(served("lanwan").address.removesuffix("/board") + path + search)
        expect(page.locator("h1").first).to_be_visible()
        for panel in BY_PATH[path].panels:
            expect(page.locator(f"#{panel} :is(.field :is(path, rect, circle), .area)").first).to_be_attached()
        # Of the dictionary's many alike entries a few.
        page.evaluate(
            "Array.from(document.querySelectorAll('details')).slice(0, 12).forEach(it => { it.open = true; })"
        )
        return page

    return open_page


def findings(page: Page) -> list[tuple[str, Any]]:
    """Rules that the page breaks, with the places."""
    violations = Axe().run(page).response["violations"]
    return [(found["id"], [node["target"] for node in found["nodes"]]) for found in violations]


# Each theme and each width once: what a rule finds hangs on the one or the other.
LIGHT, DARK = ("light", 1440, "?lang=zh"), ("dark", 390, "?lang=en")


@pytest.mark.parametrize(
    ("path", "theme", "width", "search"),
    [
        *(pytest.param(page.path, *LIGHT, id=f"{page.name}-light") for page in PAGES),
        *(
            pytest.param(
                page.path,
                *DARK,
                id=f"{page.name}-dark",
                marks=() if page.name in {"overview", "district_board", "wall"} else pytest.mark.exhaustive,
            )
            for page in PAGES
        ),
    ],
)
def test_no_page_breaks_a_rule_of_access(
    page: Page, opened: Open, path: str, theme: str, width: int, search: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
    opened(path, search)
    assert findings(page) == []


def test_a_page_that_cannot_be_shown_breaks_no_rule(page: Page, address: str) -> None:
    page.goto(f"{address}events?lang=en")
    expect(page.locator(".empty-heading")).to_be_visible()
    assert findings(page) == []


def test_the_first_key_leads_past_the_menu(opened: Open) -> None:
    page = opened("/response", "?lang=en")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("path", ["/", "/response", "/checks"])
def test_everything_that_is_worked_is_reached_by_keys_and_seen_to_be(opened: Open, path: str) -> None:
    page = opened(path, "?lang=en")
    reachable = page.locator(
        "a[href]:visible, button:visible, select:visible, summary:visible, [tabindex='0']:visible"
    ).count()
    reached = set()
    for _ in range(reachable + 20):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            """() => {
                const element = document.activeElement;
                if (element === document.body) return null;
                element.dataset.reached = element.dataset.reached || String(Math.random());
                const outline = getComputedStyle(element).outlineStyle;
                return [element.dataset.reached, outline, element.outerHTML.slice(0, 120)];
            }"""
        )
        if focused is None:
            continue
        place, outline, markup = focused
        assert outline != "none", markup
        reached.add(place)
    # The skip link is seen only while it has the focus.
    assert len(reached) >= reachable


def test_no_verdict_is_told_by_its_colour_alone(opened: Open) -> None:
    page = opened("/", "?lang=en")
    marks = page.locator(".verdict.favourable, .verdict.unfavourable").all()
    assert marks
    for mark in marks:
        assert mark.evaluate("element => element.textContent").strip(" ▲▼≈")
