"""The page as the app knows it."""

from dash import html
from dash.development.base_component import Component

from dashboards.area_page import area_page
from dashboards.components.panel import panel_frame
from dashboards.components.view import slot
from dashboards.pages.grid_events._content import NAMES, read_events
from dashboards.pages.grid_events._layout import fill


def body() -> list[Component]:
    """What stands under the filters before the first view."""
    return [
        slot("event-headline"),
        html.Div(
            [
                html.Div([panel_frame("event-rates"), panel_frame("event-areas")], className="side"),
                html.Div([panel_frame("event-ages"), slot("event-units"), slot("event-categories")], className="side"),
            ],
            className="columns even",
        ),
    ]


PAGE = area_page(
    "grid_events",
    "/events",
    filters=NAMES,
    panels=("event-rates", "event-ages", "event-areas"),
    body=body,
    content=read_events,
    fill=fill,
    collected_in=("mart_event_closure",),
    has_points=True,
    also_asks=("mart_event_closure_unit", "mart_event_backlog"),
)
