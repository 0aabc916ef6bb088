"""The board's frame: the elements that stay while views change. What fills them is in `_layout`.

Selects and graphs stay, so that focus stays and figures change in place; the rest are places for content.
"""

from dash import html
from dash.development.base_component import Component

from dashboards.components.filters import filter_frame
from dashboards.components.panel import panel_frame
from dashboards.components.view import slot

# The parameters of the filters, and what a change of each drops from the address.
FILTERS = {
    "indicator": (),
    "level": ("scope", "areas", "area"),
    "scope": ("areas", "area"),
    "type": ("period",),
    "period": (),
}
PANELS = ("map", "trend", "ranks", "dots")
# Where the evidence may stand: under the ranking or under the figures.
EVIDENCE = ("evidence-below", "evidence-beside")


def frame() -> list[Component]:
    """The page before its first view."""
    filters = [filter_frame(parameter, clears=clears) for parameter, clears in FILTERS.items()]
    return [
        slot("opening"),
        html.Section(filters, id="filters", className="filters", hidden=True),
        slot("problems"),
        slot("absent"),
        slot("limits"),
        slot("summary"),
        html.Div(
            [
                html.Div([slot("table"), slot(EVIDENCE[0])], className="side"),
                html.Div([*map(panel_frame, PANELS), slot(EVIDENCE[1])], className="side"),
            ],
            id="columns",
            className="columns",
            hidden=True,
        ),
    ]
