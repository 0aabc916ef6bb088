"""The key to a map's colours, in words that can be read without them."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.components.attributes import attributes
from dashboards.figures.area_map import MapClass
from dashboards.theme import LIGHT
from dashboards.values import Written


def map_legend(map_classes: Sequence[MapClass], written: Written, *, has_unranked: bool) -> html.Div:
    """The least and the greatest value of each class; areas without place are hatched."""
    words = written.words
    entries: list[Component] = []
    for found in map_classes:
        same = found.lower == found.upper
        lower, upper = written.bare(found.lower), written.bare(found.upper)
        text = lower if same or lower == upper else words("map.class", lower=lower, upper=upper)
        entries.append(_entry(str(found.number), text))
    if has_unranked:
        entries.append(_entry("none", words("map.legend_unranked")))
    return html.Div(entries, className="legend")


def _entry(colour: str, text: str) -> html.Span:
    # A picture of the map is on white whatever the theme.
    paper = attributes(data_colour=LIGHT[f"map-{colour}"]) if colour != "none" else {}
    return html.Span([html.Span(className=f"key map-{colour}", **paper), text], className="legend-entry")
