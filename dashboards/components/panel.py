"""A panel with a figure in it."""

from dash import dcc, html
from dash.development.base_component import Component

from dashboards.components.attributes import attributes
from dashboards.figures.base import CONFIG, Figure


def panel(heading: str, content: list[Component | None], *, name: str, unit: str | None = None) -> html.Section:
    """A headed box; `unit` is that of the numbers drawn in it."""
    measured = html.Span(unit, className="unit") if unit else None
    return html.Section([html.H2([heading, measured]), *content], className=f"panel panel-{name}")


def graph(figure: Figure, *, name: str, label: str, height: int) -> html.Div:
    """A figure as one image for a screen reader: its numbers are in the table."""
    return html.Div(
        dcc.Graph(id=name, figure=figure, config=CONFIG, responsive=True, style={"height": f"{height}px"}),
        role="img",
        className="figure",
        **attributes(aria_label=label),
    )
