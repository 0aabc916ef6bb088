"""What stands around every page: menu, labels, titles, ways on. Which page is shown is the address's path."""

from typing import Any

import pytest

from anlan.home import Home
from dashboards.answer import Answer, answer
from dashboards.components.navigation import link_to
from dashboards.i18n import CATALOGUES, Words
from dashboards.page import Address, Page
from dashboards.registry import BY_PATH, PAGES
from dashboards.serving import Serving
from tests.fakes.rendering import elements
from tests.fakes.snapshot import publish


def shown(serving: Serving, page: Page, search: str = "") -> Answer:
    with serving.reader() as reader:
        return answer(reader, page, page.read(search))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@pytest.mark.parametrize("language", CATALOGUES)
def test_every_page_of_a_fictional_city_says_so_in_its_label_and_title(
    serving: Serving, page: Page, language: str
) -> None:
    found = shown(serving, page, f"?lang={language}")
    label = CATALOGUES[language]["app.fictional"]
    assert label in found["markup"]["fictional"]
    assert "演示数据" in found["head"]["title"] or "demo data" in found["head"]["title"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_of_a_real_city_has_such_a_label(own_home: Home, page: Page) -> None:
    publish(own_home, is_fictional=False)
    found = shown(Serving(own_home), page)
    assert found["markup"]["fictional"] == ""
    assert "演示" not in str(found)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_answers_under_its_own_name_and_fills_only_what_is_there(serving: Serving, page: Page) -> None:
    found = shown(serving, page)
    assert found["page"] == page.name
    assert found["head"]["path"] == page.path
    around = {"skip", "header", "menu-place", "fictional", "breadcrumb", "absent-page", "footer", "frame"}
    own = {item.id for item in elements(page.frame()) if getattr(item, "id", None)}
    assert set(found["markup"]) | set(found["attributes"]) <= own | around
    assert {name for name, content in found["markup"].items() if '<svg class="field"' in content} <= set(page.panels)
    assert set(page.panels) <= own


def test_names_paths_and_elements_of_pages_are_their_own() -> None:
    assert len(BY_PATH) == len({page.name for page in PAGES}) == len(PAGES)
    panels = [panel for page in PAGES for panel in page.panels]
    assert len(set(panels)) == len(panels)
    for language in CATALOGUES:
        assert all(Words(language)(f"page.{page.name}") for page in PAGES)


def test_the_menu_has_the_pages_that_the_city_fills_and_marks_the_one_shown(serving: Serving) -> None:
    with serving.reader() as reader:
        filled = [page for page in PAGES if page.is_filled(reader)]
    for page in filled:
        menu = shown(serving, page)["markup"]["menu-place"]
        assert menu.count("menu-link") == len(filled)
        assert menu.count('aria-current="page"') == 1


def test_a_page_that_the_city_does_not_fill_says_so_and_leads_on(
    serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = PAGES[-1]
    unfilled: Any = Page(**{**vars(last), "is_filled": lambda _: False})
    monkeypatch.setattr("dashboards.answer.PAGES", (*PAGES[:-1], unfilled))
    found = shown(serving, unfilled, "?lang=en")
    assert "This city does not collect" in found["markup"]["absent-page"]
    assert 'href="' in found["markup"]["absent-page"]
    assert found["attributes"]["frame"] == {"hidden": ""}
    assert f"menu-{last.name}" not in found["markup"]["menu-place"]


def test_links_keep_what_the_other_page_understands() -> None:
    board = BY_PATH["/board"]
    search = "?indicator=AL04&level=street&period=2018&areas=d1&lang=en"
    assert link_to(board, search) == "/board?indicator=AL04&period=2018&lang=en"


@pytest.mark.parametrize(
    ("search", "expected"),
    [("?area=d1&area=d2&x=1", "?area=d2"), ("?area=&lang=en", "?lang=en"), ("", ""), ("?lang=xx", "?lang=xx")],
)
def test_an_address_keeps_what_the_page_knows(search: str, expected: str) -> None:
    assert Address.read(search, ("area",)).search() == expected


def test_what_was_not_asked_for_stays_unsaid_when_an_address_is_put_right() -> None:
    address = Address.read("?area=nowhere", ("area", "period"))
    assert address.put_right({"area": "city-1", "period": "2018"}).search() == "?area=city-1"
