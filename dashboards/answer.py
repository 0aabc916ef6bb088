"""The app's answer to an address: everything on the page, and what stands around every page.

One answer for a whole page, so that all of it is of one build; the browser takes it apart (`assets/view.js`). How an
answer is asked for and travels belongs in `views`.
"""

from hashlib import blake2s
from typing import Any

from dash import html

from dashboards.components import chrome
from dashboards.components.attributes import attributes
from dashboards.components.caption import words_of_saving
from dashboards.components.navigation import breadcrumb, link_to, menu
from dashboards.components.notices import empty, notices
from dashboards.components.view import View, hidden
from dashboards.i18n import CATALOGUES, Words
from dashboards.page import Asked, Page, Shown, parameters, query
from dashboards.queries.city import city
from dashboards.registry import BY_PATH, PAGES
from dashboards.serving import Reader, Row

# A view as it travels, and `page`: the name of the page; `head`: language and title of the document, the address put
# right; `marks`: what tells markup from others of its element, shorter than it is.
Answer = dict[str, Any]


def page_at(path: str) -> Page[Any]:
    """The page of a path; the first where there is none."""
    return BY_PATH.get(path, PAGES[0])


def answer(reader: Reader, page: Page[Any], asked: Asked) -> Answer:
    """The page's content and what belongs to the document around it."""
    words, of_city = Words(asked.language), city(reader)
    filled = [candidate for candidate in PAGES if candidate.is_filled(reader)]
    if page in filled:
        shown = page.work_out(reader, asked)
        content = shown.view | View({"absent-page": None}, {"frame": hidden(False)})
    else:
        shown = Shown(View(), words(f"page.{page.name}"), asked.search())
        content = _not_collected(words, page, filled, asked.search())
    return _travelling(page, shown, content | _around(reader, words, of_city, page, filled, shown), words, of_city)


def _around(reader: Reader, words: Words, of_city: Row, page: Page[Any], filled: list[Page[Any]], shown: Shown) -> View:
    if page.is_bare and page in filled:
        return View(dict.fromkeys(("skip", "header", "menu-place", "fictional", "breadcrumb", "footer")))
    here = parameters(shown.search)
    # What stands bare is no page to turn to from the menu: it has no menu to leave it by.
    pages = [candidate for candidate in filled if not candidate.is_bare]
    wall = next((link_to(candidate, shown.search) for candidate in filled if candidate.is_bare), None)
    links = {language: query(here | {"lang": language}) for language in CATALOGUES}
    return View(
        {
            "skip": html.A(words("app.skip"), href="#content", className="skip"),
            "header": chrome.header(words, of_city, language_links=links, wall=wall),
            "menu-place": menu(words, pages, page, shown.search),
            "fictional": chrome.fictional_label(words, of_city),
            "breadcrumb": breadcrumb(words, shown.path, shown.search),
            "footer": chrome.footer(words, reader.build),
        }
    )


def _not_collected(words: Words, page: Page[Any], filled: list[Page[Any]], search: str) -> View:
    """In place of a page whose data the city does not collect."""
    name = words(f"page.{page.name}")
    sentence = words("empty.page_note", page=name)
    return View(
        {
            "absent-page": [
                empty(sentence, heading=words("empty.page", page=name), is_page=True),
                _way_on(words, filled[0], search),
            ]
        },
        {"frame": hidden(True)},
    )


def _way_on(words: Words, page: Page[Any], search: str) -> html.P:
    link = html.A(
        words("app.to_page", page=words(f"page.{page.name}")),
        href=link_to(page, search),
        id="way-on",
        **attributes(data_in_place="yes"),
    )
    return html.P(link, className="way-on")


def document_title(words: Words, title: str, of_city: Row) -> str:
    key = "app.title_fictional" if of_city["is_fictional"] else "app.title"
    return words(key, page=title, city=words.of(of_city))


def _travelling(page: Page[Any], shown: Shown, content: View, words: Words, of_city: Row) -> Answer:
    head = {
        "lang": words("app.html_lang"),
        # A snapshot older than the choice has none.
        "colours": of_city.get("verdict_colours") or "",
        "title": document_title(words, shown.title, of_city),
        "path": page.path,
        "search": shown.search,
        "saves": words_of_saving(words),
        "away": words("app.away"),
    }
    travelling = content.plain()
    marks = {element: _mark(text) for element, text in travelling["markup"].items()}
    return {**travelling, "marks": marks, "page": page.name, "head": head}


def _mark(text: str) -> str:
    return blake2s(text.encode(), digest_size=6).hexdigest()


def failure(reader: Reader, page: Page[Any], search: str) -> Answer:
    """A sentence in place of the page; the menu stays, so that the view can be left."""
    words, of_city = Words(page.read(search).language), city(reader)
    filled = [candidate for candidate in PAGES if candidate.is_filled(reader)]
    content = View(
        {
            "absent-page": [
                html.H1(words(f"page.{page.name}")),
                notices([words("app.failed")], kind="failure"),
                _way_on(words, PAGES[0], ""),
            ]
        },
        {"frame": hidden(True)},
    )
    shown = Shown(View(), words(f"page.{page.name}"), search)
    return _travelling(page, shown, content | _around(reader, words, of_city, page, filled, shown), words, of_city)
