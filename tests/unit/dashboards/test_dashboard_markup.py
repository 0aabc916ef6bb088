"""Markup: what Dash would show, as text; nothing from the data becomes an element."""

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from dash import dcc, html
from hypothesis import given
from hypothesis import strategies as st

from dashboards.components.attributes import attributes
from dashboards.components.markup import markup
from dashboards.pages.district_board._board import Board
from dashboards.pages.district_board._frame import frame
from dashboards.pages.district_board._layout import fill
from tests.fakes.rendering import elements, text


class Heard(HTMLParser):
    """What a parser of HTML finds in a text."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_elements_attributes_and_words_are_written() -> None:
    tree = html.Td([html.Span("1", className="rank"), None, "a"], colSpan=2, **attributes(data_area="d1"))
    heard = Heard(markup(tree))
    assert heard.tags == [("td", {"colspan": "2", "data-area": "d1"}), ("span", {"class": "rank"})]
    assert heard.text == ["1", "a"]


def test_an_attribute_that_is_true_stands_alone_and_one_that_is_false_is_left_out() -> None:
    assert markup(html.Option("a", selected=True)) == "<option selected>a</option>"
    assert markup(html.Option("b", selected=False)) == "<option>b</option>"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_whatever_a_name_holds_it_stays_a_word(name: str) -> None:
    heard = Heard(markup(html.A(name, title=name)))
    assert heard.tags == [("a", {"title": name})]
    assert "".join(heard.text) == name


def test_a_component_that_is_no_element_is_refused() -> None:
    with pytest.raises(TypeError, match="Graph"):
        markup(html.Div(dcc.Graph()))


@pytest.mark.parametrize("search", ["?period=2018", "?indicator=closure_rate&lang=en", "?level=street&lang=nonsense"])
def test_a_view_fills_only_what_the_frame_has_and_says_the_same_as_its_components(
    board: Callable[[str], Board], search: str
) -> None:
    view = fill(board(search))
    there = {item.id for item in elements(frame()) if getattr(item, "id", None)}
    assert {*view.children, *view.attributes, *view.figures} <= there
    written = view.plain()["markup"]
    assert set(written) == {*view.children, *view.figures}
    for element, content in view.children.items():
        assert "".join("".join(Heard(written[element]).text).split()) == "".join(text(content).split())
