"""The evidence card: what a number is, where it comes from, how far it reaches."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.components.attributes import Children


def evidence(heading: str, facts: Sequence[tuple[str, Children]]) -> html.Section:
    """A list of terms and what they are; a fact that is None is left out."""
    entries: list[Component] = []
    for term, fact in facts:
        if fact is not None:
            entries.append(html.Div([html.Dt(term), html.Dd(fact)], className="fact"))
    return html.Section([html.H2(heading), html.Dl(entries)], className="panel evidence", id="evidence")
