"""Keys to figures, in words that can be read without the colours: of a map's classes, and of a plot's lines and marks.

A key in the plot itself would have to find its room there, on a telephone too.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboards.components.area_map import MapClass
from dashboards.components.attributes import attributes
from dashboards.components.element import Element
from dashboards.drawing.symbols import STROKES, corners
from dashboards.figures.base import Figure
from dashboards.i18n import Words
from dashboards.theme import LIGHT

# Pixels of a key.
_WIDE, _HIGH = 28, 12


def map_legend(
    map_classes: Sequence[MapClass],
    values: Collection[float | None],
    words: Words,
    write: Callable[[float], str],
    *,
    without: str,
) -> html.Div:
    """The least and the greatest value of each class, as `write` has them; `without` is what areas without a value are
    called, which are hatched.
    """
    entries: list[Component] = []
    for found in map_classes:
        lower, upper = write(found.lower), write(found.upper)
        text = lower if lower == upper else words("map.class", lower=lower, upper=upper)
        entries.append(_map_entry(str(found.number), text))
    if None in values:
        entries.append(_map_entry("none", without))
    return html.Div(entries, className="legend")


def _map_entry(colour: str, text: str) -> html.Span:
    # A picture of the map is on white whatever the theme.
    paper = attributes(data_colour=LIGHT[f"map-{colour}"]) if colour != "none" else {}
    return html.Span([html.Span(className=f"key map-{colour}", **paper), text], className="legend-entry")


def plot_legend(figure: Figure) -> html.Div | None:
    """The names of a plot's traces with their lines and marks; None where the plot asks for no key."""
    if not figure["layout"]["showlegend"]:
        return None
    named = [trace for trace in figure["data"] if trace.get("name") and trace.get("showlegend", True)]
    return html.Div(
        [html.Span([_key(trace), trace["name"]], className="legend-entry") for trace in named],
        className="legend",
    )


def _key(trace: Figure) -> Element:
    mode = trace.get("mode", "")
    drawn: list[Element] = []
    if trace["type"] == "bar":
        marker = trace["marker"]
        drawn.append(
            _shape("rect", x=7, y=0.5, width=14, height=11, fill=marker["color"], stroke=marker["line"]["color"])
        )
    if "lines" in mode:
        line = trace["line"]
        stroke = {"stroke": line["color"], "stroke-width": line["width"]}
        if line.get("dash", "solid") != "solid":
            stroke["stroke-dasharray"] = " ".join(map(str, STROKES[line["dash"]]))
        drawn.append(_shape("line", x1=0, y1=6, x2=_WIDE, y2=6, **stroke))
    if "markers" in mode:
        drawn.append(_symbol(trace["marker"]))
    box = {"width": _WIDE, "height": _HIGH, "viewBox": f"0 0 {_WIDE} {_HIGH}"}
    return Element("svg", drawn, {**box, "className": "key-drawn", **attributes(aria_hidden="true")})


def _symbol(marker: Figure) -> Element:
    """The first of a trace's symbols: those after it say something of their points."""
    name, colour = _first(marker["symbol"]), _first(marker["color"])
    form = name.removesuffix("-open")
    painted = {"fill": "none", "stroke": colour, "stroke-width": 1.5} if form != name else {"fill": colour}
    radius = min(_first(marker["size"]), 11) / 2
    if form == "circle":
        return _shape("circle", cx=_WIDE / 2, cy=_HIGH / 2, r=radius, **painted)
    return _shape("polygon", points=corners(form, radius, _WIDE / 2, _HIGH / 2), **painted)


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) else value


def _shape(tag: str, **given: Any) -> Element:
    return Element(tag, None, given)
