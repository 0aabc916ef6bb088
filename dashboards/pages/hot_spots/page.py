"""The page as the app knows it."""

from dash import html
from dash.development.base_component import Component

from dashboards.area_page import area_page
from dashboards.components.panel import panel_frame
from dashboards.components.view import slot
from dashboards.pages.hot_spots._content import NAMES, read_spots
from dashboards.pages.hot_spots._layout import fill


def body() -> list[Component]:
    """What stands under the filters before the first view."""
    return [
        slot("hot-headline"),
        html.Div(
            [
                html.Div([slot("hot-list"), slot("hot-when")], className="side"),
                html.Div([panel_frame("hot-map"), panel_frame("hot-curve")], className="side"),
            ],
            id="hot-columns",
            className="columns even",
        ),
        panel_frame("hot-funnel"),
    ]


PAGE = area_page(
    "hot_spots",
    "/hot-spots",
    filters=NAMES,
    panels=("hot-map", "hot-curve", "hot-funnel"),
    body=body,
    content=read_spots,
    fill=fill,
    collected_in=("mart_hotspot",),
    also_asks=("mart_concentration", "mart_rate_funnel", "mart_alarm_when_where"),
)
