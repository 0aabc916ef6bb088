"""The page as the app knows it."""

from dash import html
from dash.development.base_component import Component

from dashboards.components.filters import filter_frame
from dashboards.components.panel import panel_frame
from dashboards.components.view import slot
from dashboards.page import Address, Page, Shown
from dashboards.pages.grid_events._content import NAMES, read_events
from dashboards.pages.grid_events._layout import fill
from dashboards.queries.places import has_rows, top
from dashboards.serving import Reader

PANELS = ("event-rates", "event-ages", "event-areas")


def frame() -> list[Component]:
    """The page before its first view."""
    return [
        slot("grid_events-opening"),
        html.Section(
            [filter_frame(name, of="grid_events") for name in NAMES], id="grid_events-filters", className="filters few"
        ),
        slot("grid_events-problems"),
        slot("event-headline"),
        html.Div(
            [
                html.Div([panel_frame("event-rates"), panel_frame("event-areas")], className="side"),
                html.Div([panel_frame("event-ages"), slot("event-units"), slot("event-categories")], className="side"),
            ],
            className="columns even",
        ),
    ]


def read(search: str) -> Address:
    return Address.read(search, NAMES)


def work_out(reader: Reader, asked: Address) -> Shown:
    events = read_events(reader, asked)
    return Shown(
        fill(events), events.setting.words("page.grid_events"), events.address.search(), events.setting.place.path
    )


def is_filled(reader: Reader) -> bool:
    tables = ("mart_event_closure", "mart_event_closure_unit", "mart_event_backlog")
    return top(reader) is not None and has_rows(reader, *(f"marts.{table}" for table in tables))


PAGE = Page(
    name="grid_events",
    path="/events",
    parameters=NAMES,
    panels=PANELS,
    frame=frame,
    read=read,
    work_out=work_out,
    is_filled=is_filled,
)
