"""Choropleth from the city's own polygons, drawn in the page itself: no tiles, nothing fetched, no script needed.

Each area tells its numbers where one points at it, by `assets/tip.js`, and may lead on by a click or the keyboard.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboards.components.attributes import attributes
from dashboards.components.element import Element
from dashboards.components.outline import Outlines
from dashboards.theme import LIGHT, MAP_CLASSES, NEUTRAL

# Pixels around the map, for borders.
_EDGE = 3
_HATCH = "map-hatch"


@dataclass(frozen=True)
class MapArea:
    """An area to draw. `value` is None where it is not ranked; `tooltip` lines are told where one points at it, the
    first of them its name; `href` is where a click on it leads.
    """

    area_id: str
    value: float | None
    tooltip: Sequence[str]
    href: str | None = None


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


def area_map(
    areas: Sequence[MapArea],
    outlines: Outlines,
    map_classes: Sequence[MapClass],
    *,
    highlighted: Sequence[str] = (),
    names: Mapping[str, str] | None = None,
) -> Element:
    """The map. Areas without value are hatched; `highlighted` areas (those in the trend) have a strong border; `names`
    are written on the areas, for where nobody points.

    The colours named here are for pictures that leave the page; on it they are the stylesheet's, of either theme.
    """
    drawn = sorted(areas, key=lambda area: area.area_id in highlighted)
    box = f"{-_EDGE} {-_EDGE} {outlines.width + 2 * _EDGE} {outlines.height + 2 * _EDGE}"
    return Element(
        "svg",
        [
            Element("defs", _hatch(), {}),
            *(_area(area, outlines, map_classes, is_highlighted=area.area_id in highlighted) for area in drawn),
            *(_name(name, *outlines.places[area_id]) for area_id, name in (names or {}).items()),
        ],
        {"className": "area-map", "viewBox": box, "xmlns": "http://www.w3.org/2000/svg"},
    )


def _area(area: MapArea, outlines: Outlines, map_classes: Sequence[MapClass], *, is_highlighted: bool) -> Element:
    number = next((c.number for c in map_classes if area.value is not None and c.lower <= area.value <= c.upper), None)
    kind = "none" if number is None else str(number)
    path = Element(
        "path",
        None,
        {
            "d": outlines.paths[area.area_id],
            "className": f"area map-{kind} chosen" if is_highlighted else f"area map-{kind}",
            "fill": f"url(#{_HATCH})" if number is None else LIGHT[f"map-{number}"],
            "fill-rule": "evenodd",
            "stroke": LIGHT["ink" if is_highlighted else "line-strong" if number is None else "map-line"],
            "stroke-width": 2.5 if is_highlighted else 0.8,
            "vector-effect": "non-scaling-stroke",
            **attributes(data_area=area.area_id),
            **(attributes(data_tip="\n".join(area.tooltip)) if area.tooltip else {}),
        },
    )
    if area.href is None:
        return path
    named = attributes(data_in_place="yes", aria_label=", ".join(area.tooltip))
    return Element("a", path, {"href": area.href, **named})


def _hatch() -> Element:
    line = {"d": "M-2 2L2 -2M0 10L10 0M8 12L12 8", "stroke": NEUTRAL, "stroke-width": 1.5}
    box = {"width": 10, "height": 10, "patternUnits": "userSpaceOnUse"}
    return Element("pattern", Element("path", None, line), {"id": _HATCH, **box})


def _name(name: str, x: int, y: int) -> Element:
    return Element("text", name, {"x": x, "y": y, "text-anchor": "middle", "dominant-baseline": "central"})
