"""The wall as a room sees it: nothing to scroll, boards that turn, and what was published a moment ago."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from anlan.home import Home
from tests.browser.conftest import Served, start
from tests.fixtures.builds import publish_again

pytestmark = pytest.mark.browser

Show = Callable[..., Page]
BOARDS = ["Against last year", "Places", "How it went", "Where", "What is overdue"]


@pytest.fixture
def wall(page: Page, served: Callable[[str], Served]) -> Show:
    def opened(search: str = "?lang=en", *, width: int = 1920, height: int = 1080) -> Page:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(served("lanwan").address.removesuffix("board") + "wall" + search)
        page.locator(".wall-shown").first.wait_for()
        return page

    return opened


def shown(page: Page) -> Locator:
    return page.locator(".wall-shown h2")


@pytest.mark.parametrize(("width", "height", "beside"), [(1920, 1080, 1), (3840, 1080, 2), (1280, 720, 1)])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_board_fits_the_screen_and_says_what_it_rests_on(
    wall: Show, width: int, height: int, beside: int, language: str
) -> None:
    page = wall(f"?lang={language}&turn=0", width=width, height=height)
    page.locator("#wall-map .area").first.wait_for(state="attached")
    expect(page.locator("#fictional-label")).to_be_visible()
    reach, build = ("数据截至 2025", "版本 20") if language == "zh" else ("Data to 31 December 2025", "Build 20")
    for _ in BOARDS:
        expect(shown(page)).to_have_count(beside)
        for board in page.locator(".wall-shown").all():
            said = board.locator(".wall-evidence").inner_text()
            assert reach in said
            assert build in said
            # What a board holds ends above what it rests on.
            end = board.locator(".wall-evidence").bounding_box()
            assert end is not None
            assert end["y"] + end["height"] <= height
            for part in board.locator(".wall-tile, table, .figure:visible").all():
                box = part.bounding_box()
                assert box is not None
                assert box["y"] + box["height"] <= end["y"] + 1
                assert part.evaluate("element => element.scrollWidth <= element.clientWidth + 1")
                # Tiles cut what they have no room for.
                assert part.evaluate("it => !it.matches('.wall-tile') || it.scrollHeight <= it.clientHeight + 1")
        page.keyboard.press("ArrowRight")
    assert page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == [
        width,
        height,
    ]


def test_boards_turn_by_themselves_as_often_as_the_address_says(wall: Show, page: Page) -> None:
    page.clock.install()
    wall("?lang=en&turn=60")
    expect(shown(page)).to_have_text(BOARDS[0])
    # Time goes on while the page is opened, so not to the second.
    page.clock.run_for(25_000)
    expect(shown(page)).to_have_text(BOARDS[0])
    page.clock.run_for(60_000)
    expect(shown(page)).to_have_text(BOARDS[1])
    page.clock.run_for(240_000)
    expect(shown(page)).to_have_text(BOARDS[0])


def test_turning_is_stopped_and_done_by_hand_with_the_keyboard(wall: Show, page: Page) -> None:
    page.clock.install()
    wall("?lang=en&turn=5")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Go on turning")).to_be_visible()
    page.clock.run_for(30_000)
    expect(shown(page)).to_have_text(BOARDS[0])
    page.keyboard.press("ArrowRight")
    expect(shown(page)).to_have_text(BOARDS[1])
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(shown(page)).to_have_text(BOARDS[-1])
    page.get_by_role("button", name="Go on turning").focus()
    page.keyboard.press("Space")
    page.clock.run_for(6_000)
    expect(shown(page)).to_have_text(BOARDS[0])


def test_a_wall_that_is_not_to_turn_stays(wall: Show, page: Page) -> None:
    page.clock.install()
    wall("?lang=en&turn=0")
    page.clock.run_for(600_000)
    expect(shown(page)).to_have_text(BOARDS[0])
    expect(page.locator("[data-wall=pause]")).to_be_hidden()


def test_what_cannot_be_shown_is_said_and_the_rest_is_shown(wall: Show) -> None:
    page = wall("?lang=en&turn=often&area=atlantis")
    expect(page.locator(".notice-address")).to_contain_text("“often”")
    expect(page.locator(".notice-address")).to_contain_text("“atlantis”")
    expect(page).to_have_url(re.compile(r"area=city-980100&turn=20&lang=en$"))


def test_the_wall_is_dark_unless_the_reader_chose_light_and_leads_back(wall: Show) -> None:
    page = wall("?lang=zh")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark == "rgb(12, 19, 27)"
    page.get_by_role("link", name="English").click()
    expect(shown(page)).to_have_text(BOARDS[0])
    page.get_by_role("link", name="Go to: Overview").click()
    expect(page.locator("#menu-overview")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != dark
    page.get_by_role("link", name="Wall").click()
    expect(page.locator("#menu")).to_have_count(0)


def test_who_wants_no_motion_gets_none(wall: Show, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    wall()
    duration = page.locator(".wall-shown").first.evaluate("board => getComputedStyle(board).transitionDuration")
    assert duration == "0s"


def test_a_build_published_meanwhile_is_on_the_wall_and_the_board_stays(
    page: Page, served: Callable[[str], Served], tmp_path: Path
) -> None:
    source, home = served("lanwan").city.home, Home(tmp_path, "lanwan")
    publish_again(source, home, "20990101T000000-aaaaaa")
    page.clock.install()
    page.goto(start(home) + "wall?lang=en&turn=0")
    page.locator(".wall-shown").first.wait_for()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".wall-shown .wall-evidence")).to_contain_text("20990101T000000-aaaaaa")
    publish_again(source, home, "20990102T000000-bbbbbb")
    page.clock.fast_forward(31_000)
    expect(page.locator(".wall-shown .wall-evidence")).to_contain_text("20990102T000000-bbbbbb")
    expect(shown(page)).to_have_text(BOARDS[1])


def test_two_walls_turn_each_for_itself(wall: Show, browser: Browser) -> None:
    page = wall("?lang=en&turn=0")
    with browser.new_context(viewport={"width": 1920, "height": 1080}) as context:
        other = context.new_page()
        other.goto(page.url)
        expect(shown(other)).to_have_text(BOARDS[0])
        page.keyboard.press("ArrowRight")
        expect(shown(page)).to_have_text(BOARDS[1])
        expect(shown(other)).to_have_text(BOARDS[0])


def test_a_pack_without_polygons_has_a_wall_without_a_map(
    page: Page, served: Callable[[str], Served], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("dashboards.pages.wall._content.ranking_questions.outlines", lambda *_: [])
    home = Home(tmp_path, "lanwan")
    publish_again(served("lanwan").city.home, home, "20990101T000000-aaaaaa")
    page.goto(start(home) + "wall?lang=en&turn=0")
    expect(page.locator(".wall-place")).to_have_text("1 / 4")
    page.keyboard.press("ArrowLeft")
    expect(shown(page)).to_have_text(BOARDS[-1])


def test_figures_on_a_wall_are_larger_than_at_a_desk_and_grow_with_it(wall: Show) -> None:
    sizes = []
    for width, height in ((1280, 720), (1920, 1080), (3840, 2160)):
        page = wall("?lang=en&turn=0", width=width, height=height)
        plot = page.locator("#wall-dots .field")
        type_size = plot.evaluate("plot => parseFloat(getComputedStyle(plot).fontSize)")
        mark = plot.locator("circle").first.evaluate("mark => mark.r.baseVal.value")
        sizes.append((type_size, mark))
    types, marks = zip(*sizes, strict=True)
    assert types[1] > 18
    assert types[0] < types[1] < types[2]
    assert marks[0] < marks[1] < marks[2]
