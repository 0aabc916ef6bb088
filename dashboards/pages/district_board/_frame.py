"""The board's frame: the elements that stay while views change. What fills them is in `_layout`.

Selects and graphs stay, so that focus and scroll stay and figures change in place; the rest are places whose
content is made anew.
"""

from dash import html
from dash.development.base_component import Component

from dashboards.components.filters import filter_frame, filter_slots
from dashboards.components.panel import panel_frame, panel_slots
from dashboards.components.slots import Slot, slot

# The parameters of the filters, and what a change of each drops from the address.
FILTERS = {
    "indicator": (),
    "level": ("scope", "areas"),
    "scope": ("areas",),
    "type": ("period",),
    "period": (),
}
PANELS = ("map", "trend", "dots")


def frame() -> list[Component]:
    """The page before its first view."""
    filters = [filter_frame(parameter, clears=clears) for parameter, clears in FILTERS.items()]
    return [
        slot("skip"),
        slot("header"),
        slot("fictional"),
        html.Main(
            [
                slot("opening"),
                html.Section(filters, id="filters", className="filters", hidden=True),
                slot("problems"),
                slot("absent"),
                slot("limits"),
                slot("summary"),
                html.Div(
                    [
                        html.Div([slot("table"), slot("evidence-below")], className="side"),
                        html.Div([*map(panel_frame, PANELS), slot("evidence-beside")], className="side"),
                    ],
                    id="columns",
                    className="columns",
                    hidden=True,
                ),
                slot("evidence-alone"),
            ],
            id="content",
            className="page",
        ),
        slot("footer"),
    ]


def places() -> list[Slot]:
    """Every place of the frame that a view fills."""
    made_anew = (
        *("skip", "header", "fictional", "opening", "problems", "absent", "limits", "summary", "table"),
        *("evidence-below", "evidence-beside", "evidence-alone", "footer"),
    )
    return [
        *((name, "children") for name in made_anew),
        *(("filters", "hidden"), ("filters", "aria-label"), ("columns", "hidden"), ("columns", "className")),
        *(place for parameter in FILTERS for place in filter_slots(parameter, None)),
        *(place for name in PANELS for place in panel_slots(name, None)),
    ]
