"""The page as the app knows it."""

from dash import html
from dash.development.base_component import Component

from dashboards.components.element import field
from dashboards.components.view import slot
from dashboards.i18n import Words
from dashboards.page import Address, Page, Shown
from dashboards.pages.dictionary._layout import fill
from dashboards.queries import dictionary as questions
from dashboards.queries.city import city, sources
from dashboards.serving import Reader

_NAMES = ("indicator",)


def frame() -> list[Component]:
    """The page before its first view."""
    return [
        slot("dictionary-opening"),
        slot("dictionary-problems"),
        html.Label(
            [
                html.Span(id="dictionary-query-label", className="filter-label"),
                field(id="dictionary-query", type="search", autoComplete="off"),
            ],
            className="filter search",
        ),
        slot("dictionary-content"),
    ]


def read(search: str) -> Address:
    return Address.read(search, _NAMES)


def work_out(reader: Reader, asked: Address) -> Shown:
    words = Words(asked.language)
    indicators = questions.indicators(reader)
    known = {row["indicator_id"] for row in indicators}
    code, problems = asked["indicator"], []
    if code is not None and code not in known:
        problems.append(words("dictionary.unknown", value=code))
        asked, code = Address(tuple(pair for pair in asked.given if pair[0] != "indicator")), None
    view = fill(
        words,
        build=reader.build,
        as_of=city(reader)["as_of"],
        sources=sources(reader),
        indicators=indicators,
        tables=questions.tables(reader),
        columns=questions.columns(reader),
        opened=code,
        problems=problems,
    )
    return Shown(view, words("page.dictionary"), asked.search())


PAGE = Page(
    name="dictionary",
    path="/dictionary",
    parameters=_NAMES,
    panels=(),
    frame=frame,
    read=read,
    work_out=work_out,
    # Every snapshot says what it holds.
    is_filled=lambda _: True,
)
