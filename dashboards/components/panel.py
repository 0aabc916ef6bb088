"""A panel with a figure in it: a frame that stays on the page, and what fills it.

The frame's graph is never made anew, so that Plotly changes what is drawn in place; where there is nothing to
draw it is hidden, and a sentence takes its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html, no_update
from dash.development.base_component import Component

from dashboards.components.slots import Slot, slot
from dashboards.figures.base import CONFIG, Figure


@dataclass(frozen=True)
class Drawn:
    """A panel's content. `unit` is that of the numbers drawn, `label` says to a screen reader what the image
    is, `lead` stands above and `notes` below it. Without `figure` only the sentences are shown.
    """

    heading: str
    figure: Figure | None
    label: str
    height: int
    unit: str | None = None
    lead: Component | None = None
    notes: Sequence[Component | None] = ()


def panel_frame(name: str) -> html.Section:
    """The frame; its elements are named `<name>`, `<name>-heading`, `<name>-lead` and so on."""
    graph = dcc.Graph(id=name, config=CONFIG, responsive=True)
    return html.Section(
        [
            html.H2(id=f"{name}-heading"),
            slot(f"{name}-lead"),
            # One image for a screen reader: its numbers are in the table.
            html.Div(graph, id=f"{name}-figure", role="img", className="figure", hidden=True),
            slot(f"{name}-notes"),
        ],
        className=f"panel panel-{name}",
    )


def panel_slots(name: str, drawn: Drawn | None) -> dict[Slot, Any]:
    """What fills the frame; for None, that of a page without panels, it stays as it is."""
    if drawn is None:
        return dict.fromkeys(panel_slots(name, Drawn("", None, "", 0)), no_update)
    measured = html.Span(drawn.unit, className="unit") if drawn.unit else None
    has_figure = drawn.figure is not None
    return {
        (f"{name}-heading", "children"): [drawn.heading, measured],
        (f"{name}-lead", "children"): drawn.lead,
        (f"{name}-figure", "hidden"): not has_figure,
        (f"{name}-figure", "aria-label"): drawn.label,
        (name, "figure"): drawn.figure if has_figure else no_update,
        (name, "style"): {"height": f"{drawn.height}px"} if has_figure else no_update,
        (f"{name}-notes", "children"): list(drawn.notes),
    }
