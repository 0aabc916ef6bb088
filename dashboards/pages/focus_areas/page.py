"""The page as the app knows it."""

from dash import html
from dash.development.base_component import Component

from dashboards.area_page import area_page
from dashboards.components.panel import panel_frame
from dashboards.components.view import slot
from dashboards.pages.focus_areas._content import NAMES, read_focus
from dashboards.pages.focus_areas._layout import fill


def body() -> list[Component]:
    """What stands under the filters before the first view."""
    return [
        slot("focus-finding"),
        html.Div(
            [
                html.Div([panel_frame("focus-effects")], className="side"),
                html.Div([slot("focus-counts")], className="side"),
            ],
            className="columns even",
        ),
        slot("focus-list"),
    ]


PAGE = area_page(
    "focus_areas",
    "/focus-areas",
    filters=NAMES,
    panels=("focus-effects",),
    body=body,
    content=read_focus,
    fill=fill,
    collected_in=("mart_focus_area",),
    also_asks=("mart_focus_list", "mart_hotspot"),
)
