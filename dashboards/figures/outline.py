"""Outlines of areas for drawing: a polygon's rings, thinned to what a screen can show.

For drawing only: thinning each area alone moves shared borders by less than a pixel, so nothing may be
measured on the result.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from shapely import Polygon, get_parts, orient_polygons, simplify
from shapely.geometry import shape

# Pixels across which the whole map is drawn at most.
_SCREEN = 700


@dataclass(frozen=True)
class Outline:
    """Longitudes and latitudes of an area's rings, `None` between rings."""

    longitudes: tuple[float | None, ...]
    latitudes: tuple[float | None, ...]


def outlines(geometries: dict[str, str]) -> dict[str, Outline]:
    """Outlines of areas drawn together on one map, from their GeoJSON texts."""
    return _outlines(tuple(sorted(geometries.items())))


# Polygons change only with a new build, filters change all the time.
@lru_cache(maxsize=32)
def _outlines(geometries: tuple[tuple[str, str], ...]) -> dict[str, Outline]:
    shapes = {area_id: shape(json.loads(text)) for area_id, text in geometries}
    bounds = [geometry.bounds for geometry in shapes.values()]
    if not bounds:
        return {}
    west, south, east, north = (
        pick(side) for pick, side in zip((min, min, max, max), zip(*bounds, strict=True), strict=True)
    )
    pixel = max(east - west, north - south) / _SCREEN
    return {
        area_id: _outline(orient_polygons(simplify(geometry, pixel / 2, preserve_topology=True)), pixel)
        for area_id, geometry in shapes.items()
    }


def _outline(geometry: object, pixel: float) -> Outline:
    places = 3 if pixel > 0.01 else 5
    longitudes: list[float | None] = []
    latitudes: list[float | None] = []
    for ring in _rings(get_parts(geometry)):
        if longitudes:
            longitudes.append(None)
            latitudes.append(None)
        longitudes += [round(x, places) for x, _ in ring]
        latitudes += [round(y, places) for _, y in ring]
    return Outline(tuple(longitudes), tuple(latitudes))


def _rings(parts: Iterable[Polygon]) -> Iterable[list[tuple[float, float]]]:
    for part in parts:
        # Holes turn the other way, so a filled path leaves them open.
        for ring in (part.exterior, *part.interiors):
            yield [(x, y) for x, y, *_ in ring.coords]


@lru_cache(maxsize=32)
def _places(geometries: tuple[tuple[str, str], ...]) -> dict[str, tuple[float, float]]:
    found = {}
    for area_id, text in geometries:
        largest = max(get_parts(shape(json.loads(text))), key=lambda part: part.area)
        point = largest.representative_point()
        found[area_id] = (point.x, point.y)
    return found


def places_of_names(geometries: dict[str, str]) -> dict[str, tuple[float, float]]:
    """Longitude and latitude of a point within the largest part of each area, where its name can stand."""
    return _places(tuple(sorted(geometries.items())))
