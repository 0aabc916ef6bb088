"""The page as the app knows it."""

from dash import html
from dash.development.base_component import Component

from dashboards.area_page import area_page
from dashboards.components.panel import panel_frame
from dashboards.components.view import slot
from dashboards.pages.alarm_trend._content import NAMES, read_trend
from dashboards.pages.alarm_trend._layout import fill


def body() -> list[Component]:
    """What stands under the filters before the first view."""
    return [
        panel_frame("alarm-months"),
        panel_frame("alarm-weeks"),
        slot("alarm-days"),
        slot("alarm-hours"),
        html.Div(
            [
                html.Div([panel_frame("alarm-mix"), slot("alarm-heat"), panel_frame("alarm-areas")], className="side"),
                html.Div([slot("alarm-changes"), slot("alarm-below")], className="side"),
            ],
            className="columns even",
        ),
    ]


PAGE = area_page(
    "alarm_trend",
    "/alarms",
    filters=NAMES,
    panels=("alarm-months", "alarm-weeks", "alarm-mix", "alarm-areas"),
    body=body,
    content=read_trend,
    fill=fill,
    collected_in=("mart_alarm_trend",),
    also_asks=(
        "mart_alarm_calendar",
        "mart_early_warning",
        "mart_alarm_mix",
        "mart_alarm_seasonal",
        "mart_alarm_when_where",
    ),
    clears={"type": ("period",)},
)
