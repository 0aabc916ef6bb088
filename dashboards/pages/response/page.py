"""The page as the app knows it."""

from dash import html
from dash.development.base_component import Component

from dashboards.components.filters import filter_frame
from dashboards.components.panel import panel_frame
from dashboards.components.view import slot
from dashboards.page import Address, Page, Shown
from dashboards.pages.response._content import NAMES, read_response
from dashboards.pages.response._layout import fill
from dashboards.queries.places import has_rows, top
from dashboards.serving import Reader

PANELS = ("response-areas", "response-months")


def frame() -> list[Component]:
    """The page before its first view."""
    return [
        slot("response-opening"),
        html.Section(
            [filter_frame(name, of="response") for name in NAMES], id="response-filters", className="filters few"
        ),
        slot("response-problems"),
        slot("response-stages"),
        html.Div(
            [
                html.Div([panel_frame("response-areas")], className="side"),
                html.Div([panel_frame("response-months"), slot("response-categories")], className="side"),
            ],
            id="response-columns",
            className="columns even",
        ),
    ]


def read(search: str) -> Address:
    return Address.read(search, NAMES)


def work_out(reader: Reader, asked: Address) -> Shown:
    response = read_response(reader, asked)
    return Shown(
        fill(response), response.setting.words("page.response"), response.address.search(), response.setting.place.path
    )


def is_filled(reader: Reader) -> bool:
    return top(reader) is not None and has_rows(reader, "marts.mart_response")


PAGE = Page(
    name="response",
    path="/response",
    parameters=NAMES,
    panels=PANELS,
    frame=frame,
    read=read,
    work_out=work_out,
    is_filled=is_filled,
)
