"""Choropleth from the city's own polygons: one filled scatter trace an area, no tiles and nothing fetched."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.figures.base import Figure, axis, layout, margins
from dashboards.figures.outline import Outline
from dashboards.theme import LIGHT, MAP_CLASSES, NEUTRAL


@dataclass(frozen=True)
class MapArea:
    """An area to draw. `value` is None where it is not ranked; `tooltip` lines are shown on hovering."""

    area_id: str
    outline: Outline
    value: float | None
    tooltip: Sequence[str]


@dataclass(frozen=True)
class MapClass:
    """A colour of the map: its number (1 is lowest) and the lowest and highest value that have it."""

    number: int
    lower: float
    upper: float


def classes(values: Sequence[float]) -> list[MapClass]:
    """At most `MAP_CLASSES` classes of about equally many areas; equal values share a class."""
    ordered = sorted(values)
    count = min(MAP_CLASSES, len(set(ordered)))
    groups: list[list[float]] = [[] for _ in range(count)]
    for value in ordered:
        first = ordered.index(value)
        groups[first * count // len(ordered)].append(value)
    filled = [group for group in groups if group]
    step = (MAP_CLASSES - 1) / max(len(filled) - 1, 1)
    return [MapClass(1 + round(place * step), group[0], group[-1]) for place, group in enumerate(filled)]


def area_map(areas: Sequence[MapArea], map_classes: Sequence[MapClass], *, highlighted: Sequence[str]) -> Figure:
    """The map. Areas without value are hatched; `highlighted` areas (those in the trend) have a strong
    border.

    The stylesheet recolours traces by their `uid` (`map-<class>-…`), so one figure serves both themes.
    """
    drawn = sorted(areas, key=lambda area: area.area_id in highlighted)
    latitudes = [y for area in areas for y in area.outline.latitudes if y is not None]
    stretch = 1 / math.cos(math.radians((min(latitudes) + max(latitudes)) / 2)) if latitudes else 1
    return {
        "data": [_trace(area, map_classes, is_highlighted=area.area_id in highlighted) for area in drawn],
        "layout": layout(
            margin=margins(left=0, right=0, top=0, bottom=0),
            xaxis=axis(visible=False),
            yaxis=axis(visible=False, scaleanchor="x", scaleratio=stretch),
        ),
    }


def _trace(area: MapArea, map_classes: Sequence[MapClass], *, is_highlighted: bool) -> Figure:
    number = next((c.number for c in map_classes if area.value is not None and c.lower <= area.value <= c.upper), None)
    colour = "none" if number is None else str(number)
    border = "chosen" if is_highlighted else "plain"
    trace: Figure = {
        "type": "scatter",
        "uid": f"map-{colour}-{border}-{area.area_id}",
        "x": list(area.outline.longitudes),
        "y": list(area.outline.latitudes),
        "mode": "lines",
        "fill": "toself",
        "hoveron": "fills",
        "hoverinfo": "text",
        "text": "<br>".join(area.tooltip),
        "line": {
            "width": 2.5 if is_highlighted else 0.8,
            "color": LIGHT["ink"] if is_highlighted else LIGHT["map-line"],
        },
        "fillcolor": LIGHT[f"map-{number}"] if number else "rgba(119,135,154,0.12)",
    }
    if number is None:
        trace["fillpattern"] = {
            "shape": "/",
            "size": 7,
            "solidity": 0.25,
            "fgcolor": NEUTRAL,
            "bgcolor": "rgba(0,0,0,0)",
        }
    return trace
