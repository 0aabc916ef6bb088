"""What holds for every page: it is filled, of any area and city, and says what its address asks for in vain."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import plotly.graph_objects as go
import pytest

from dashboards.page import Page
from dashboards.registry import PAGES
from dashboards.serving import Reader, Serving
from dashboards.views import Views, as_json
from tests.fakes.rendering import filled, text, with_class, with_id
from tests.fixtures.cities import BuiltCity
from tests.fixtures.pages import CITY, DISTRICT, Open

# The board is of the parts of an area, and says itself where there are none.
OF_AN_AREA = [page for page in PAGES if "area" in page.parameters and page.name != "district_board"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_fictional_city_fills_every_page_in_both_languages(reader: Reader, page: Page, language: str) -> None:
    assert page.is_filled(reader)
    shown = page.work_out(reader, page.read(f"?lang={language}"))
    assert shown.search == f"?lang={language}"
    tree = filled(page.frame(), shown.view)
    assert not with_class(tree, "notice-address")
    assert {item.id for item in with_class(tree, "graph")} == set(page.panels)
    # Whatever is drawn says what it is, and its numbers stand behind it.
    for panel in page.panels:
        if panel in shown.view.figures:
            assert getattr(with_id(tree, f"{panel}-figure"), "aria-label")
            # What the house draws by itself is of a form that others know.
            go.Figure(shown.view.figures[panel])
    # What a mark tells is text, no markup.
    assert not re.findall(r'data-tip="[^"]*&lt;', str(shown.view.plain()["markup"]))


@pytest.mark.real_data
@pytest.mark.parametrize("city_id", ["london", "st-louis"])
@pytest.mark.parametrize("search", ["?lang=en", "?lang=zh", "?area=nowhere&period=1066&type=X&lang=en"])
def test_real_cities_fill_the_pages_of_what_they_collect(
    built: Callable[[str], BuiltCity], city_id: str, search: str
) -> None:
    with Serving(built(city_id).home).reader() as reader:
        filled_pages = [page for page in PAGES if page.is_filled(reader)]
        assert "alarm_trend" in {page.name for page in filled_pages}, "calls by month are enough of it"
        assert 3 < len(filled_pages) < len(PAGES)
        for page in filled_pages:
            view = page.work_out(reader, page.read(search)).view
            told = with_class(list(view.children.values()), "notice-address")
            asked_in_vain = {"area", "period"} & set(page.parameters) and "nowhere" in search
            assert bool(told) == bool(asked_in_vain), page.name


@pytest.mark.parametrize("page", OF_AN_AREA, ids=lambda page: page.name)
def test_an_area_that_does_not_exist_is_told_and_the_city_is_shown(reader: Reader, page: Page) -> None:
    shown = page.work_out(reader, page.read("?area=atlantis&lang=en"))
    assert shown.search == f"?area={CITY}&lang=en"
    (notice,) = with_class(list(shown.view.children.values()), "notice-address")
    assert "“atlantis” that does not exist; “Lanwan” is shown" in text(notice)


@pytest.mark.parametrize("page", OF_AN_AREA, ids=lambda page: page.name)
@pytest.mark.parametrize("area", [DISTRICT, "subdistrict-980105001", "community-980102001001"])
def test_every_level_of_areas_is_shown_or_says_why_not(reader: Reader, page: Page, area: str) -> None:
    shown = page.work_out(reader, page.read(f"?area={area}&lang=en"))
    steps = [step["area_id"] for step in shown.path]
    assert (steps[0], steps[-1]) == (CITY, area)
    assert text(filled(page.frame(), shown.view))


@pytest.mark.parametrize("page", [page for page in PAGES if "period" in page.parameters], ids=lambda page: page.name)
def test_a_period_that_does_not_exist_is_told(reader: Reader, page: Page) -> None:
    shown = page.work_out(reader, page.read("?period=1066&lang=en"))
    assert "1066" in text(with_class(list(shown.view.children.values()), "notice-address"))
    assert "1066" not in shown.search


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/wall",
        "/alarms?period=2025",
        "/board?level=district",
        "/response",
        "/events",
        "/survey",
        "/hot-spots",
        "/focus-areas",
    ],
)
def test_an_english_page_has_no_word_in_chinese(open_page: Open, address: str) -> None:
    said = text(open_page(f"{address}{'&' if '?' in address else '?'}lang=en"))
    # The other language is named in itself.
    assert set(re.findall(r"[\u3400-\u9fff]+", said)) <= {"中文"}


def test_fifty_readers_at_once_all_get_their_pages(serving: Serving) -> None:
    views = Views(serving)
    searches = [f"?type=M&period=2024-{month:02}&lang={lang}" for month in range(1, 13) for lang in ("zh", "en")]
    pages = [page for page in PAGES if "period" in page.parameters or page.name == "district_board"]
    asked = [(page, search) for search in searches for page in pages]
    with ThreadPoolExecutor(50) as pool:
        editions = list(pool.map(lambda one: views.packed(*one, as_json)[0], asked))
    # One that could not be made is of no edition.
    assert editions == [views.edition()] * len(asked)
