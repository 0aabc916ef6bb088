"""A panel with a figure in it: a frame that stays on the page, and what fills it.

Where there is nothing to draw the figure is hidden, and a sentence takes its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboards.components.element import Element
from dashboards.components.legend import plot_legend
from dashboards.components.saving import save_button
from dashboards.components.view import View, hidden, slot
from dashboards.figures.base import Figure


@dataclass(frozen=True)
class Drawn:
    """A panel's content. `figure` is one of `dashboards/figures`, or an element; without it only the sentences are
    shown. `unit` is that of the numbers drawn, `label` says to a screen reader what the image is, `lead` stands above
    and `notes` below it.
    """

    heading: str
    figure: Figure | Element | None
    label: str
    height: int
    unit: str | None = None
    lead: Component | None = None
    notes: Sequence[Component | None] = ()


def graph(name: str) -> html.Div:
    """Where a figure is drawn."""
    return html.Div(id=name, className="graph")


def panel_frame(name: str) -> html.Section:
    """The frame; its elements are `<name>` (the graph), `<name>-heading`, `<name>-lead` and so on."""
    return html.Section(
        [
            html.Div(
                [
                    html.H2(id=f"{name}-heading"),
                    html.Div(
                        [save_button(form, of=name) for form in ("png", "svg")],
                        id=f"{name}-save",
                        className="saves",
                        hidden=True,
                    ),
                ],
                className="panel-head",
            ),
            slot(f"{name}-lead"),
            slot(f"{name}-key"),
            # One image for a screen reader: its numbers are in the table.
            html.Div(
                graph(name),
                id=f"{name}-figure",
                role="img",
                className="figure",
                hidden=True,
            ),
            slot(f"{name}-notes"),
        ],
        id=f"{name}-panel",
        className=f"panel panel-{name}",
    )


def panel_view(name: str, drawn: Drawn) -> View:
    """What fills the frame."""
    measured = html.Span(drawn.unit, className="unit") if drawn.unit else None
    around = View(
        {
            f"{name}-heading": [drawn.heading, measured],
            f"{name}-lead": drawn.lead,
            f"{name}-notes": drawn.notes,
        },
        {
            f"{name}-figure": {
                **hidden(drawn.figure is None),
                "aria-label": drawn.label,
                "style": f"height: {drawn.height}px",
            },
            f"{name}-save": hidden(drawn.figure is None),
        },
    )
    if drawn.figure is None:
        return around | View({f"{name}-key": None})
    if isinstance(drawn.figure, Element):
        # Its areas may be links: a group, not an image.
        around.attributes[f"{name}-figure"]["role"] = "group"
        return around | View({name: drawn.figure, f"{name}-key": None})
    return around | View({f"{name}-key": plot_legend(drawn.figure)}, figures={name: drawn.figure})
