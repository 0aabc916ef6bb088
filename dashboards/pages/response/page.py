"""The page as the app knows it."""

from dash import html
from dash.development.base_component import Component

from dashboards.area_page import area_page
from dashboards.components.panel import panel_frame
from dashboards.components.view import slot
from dashboards.pages.response._content import NAMES, read_response
from dashboards.pages.response._layout import fill


def body() -> list[Component]:
    """What stands under the filters before the first view."""
    return [
        slot("response-stages"),
        html.Div(
            [
                html.Div([panel_frame("response-areas")], className="side"),
                html.Div(
                    [panel_frame("response-bands"), panel_frame("response-months"), slot("response-categories")],
                    className="side",
                ),
            ],
            id="response-columns",
            className="columns even",
        ),
    ]


PAGE = area_page(
    "response",
    "/response",
    filters=NAMES,
    panels=("response-areas", "response-bands", "response-months"),
    body=body,
    content=read_response,
    fill=fill,
    collected_in=("mart_response",),
    has_points=True,
)
