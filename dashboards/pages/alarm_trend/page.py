"""The page as the app knows it."""

from dash import html
from dash.development.base_component import Component

from dashboards.components.filters import filter_frame
from dashboards.components.panel import panel_frame
from dashboards.components.view import slot
from dashboards.page import Address, Page, Shown
from dashboards.pages.alarm_trend._content import NAMES, read_trend
from dashboards.pages.alarm_trend._layout import fill
from dashboards.queries.places import has_rows, top
from dashboards.serving import Reader

PANELS = ("alarm-months", "alarm-mix")
# What a change of a filter drops from the address.
_CLEARS = {"type": ("period",)}


def frame() -> list[Component]:
    """The page before its first view."""
    return [
        slot("alarm_trend-opening"),
        html.Section(
            [filter_frame(name, clears=_CLEARS.get(name, ()), of="alarm_trend") for name in NAMES],
            id="alarm_trend-filters",
            className="filters few",
        ),
        slot("alarm_trend-problems"),
        panel_frame("alarm-months"),
        html.Div(
            [
                html.Div([panel_frame("alarm-mix"), slot("alarm-heat")], className="side"),
                html.Div([slot("alarm-changes"), slot("alarm-below")], className="side"),
            ],
            className="columns even",
        ),
    ]


def read(search: str) -> Address:
    return Address.read(search, NAMES)


def work_out(reader: Reader, asked: Address) -> Shown:
    trend = read_trend(reader, asked)
    return Shown(fill(trend), trend.setting.words("page.alarm_trend"), trend.address.search(), trend.setting.place.path)


def is_filled(reader: Reader) -> bool:
    tables = ("mart_alarm_trend", "mart_alarm_mix", "mart_alarm_seasonal", "mart_alarm_when_where")
    return top(reader) is not None and has_rows(reader, *(f"marts.{table}" for table in tables))


PAGE = Page(
    name="alarm_trend",
    path="/alarms",
    parameters=NAMES,
    panels=PANELS,
    frame=frame,
    read=read,
    work_out=work_out,
    is_filled=is_filled,
)
