"""Outlines of areas for drawing: the pack's polygons on a plane of pixels, thinned to what a screen can show.

For drawing only: thinning each area alone moves shared borders by less than a pixel, so nothing may be measured on the
result.
"""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from shapely import Polygon, affinity, get_parts, simplify
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

# Pixels across which the whole map is drawn at most; the screen may scale it.
_SCREEN = 1000


@dataclass(frozen=True)
class Outlines:
    """Areas drawn together, on a plane of `width` by `height` pixels that begins at the upper left.

    `paths` are those of SVG, by area; `places` are points within the largest part of each, where its name can stand.
    """

    width: int
    height: int
    paths: dict[str, str]
    places: dict[str, tuple[int, int]]


def outlines(geometries: dict[str, str]) -> Outlines:
    """Of areas drawn on one map, from their GeoJSON texts in longitude and latitude."""
    return _outlines(tuple(sorted(geometries.items())))


# Polygons change only with a new build, filters change all the time.
@lru_cache(maxsize=32)
def _outlines(geometries: tuple[tuple[str, str], ...]) -> Outlines:
    shapes = {area_id: shape(json.loads(text)) for area_id, text in geometries}
    bounds = [geometry.bounds for geometry in shapes.values()]
    if not bounds:
        return Outlines(0, 0, {}, {})
    west, south, east, north = (
        pick(side) for pick, side in zip((min, min, max, max), zip(*bounds, strict=True), strict=True)
    )
    # Degrees of longitude are shorter away from the equator.
    shrink = math.cos(math.radians((south + north) / 2))
    scale = _SCREEN / max((east - west) * shrink, north - south)
    plane = [scale * shrink, 0, 0, -scale, -west * scale * shrink, north * scale]
    drawn = {area_id: affinity.affine_transform(geometry, plane) for area_id, geometry in shapes.items()}
    return Outlines(
        round((east - west) * scale * shrink),
        round((north - south) * scale),
        {area_id: _path(geometry) for area_id, geometry in drawn.items()},
        {area_id: _place(geometry) for area_id, geometry in drawn.items()},
    )


def _path(geometry: BaseGeometry) -> str:
    thinned = simplify(geometry, 0.7, preserve_topology=True)
    return "".join(f"M{'L'.join(f'{x:.0f} {y:.0f}' for x, y in ring)}Z" for ring in _rings(get_parts(thinned)))


def _rings(parts: Iterable[Polygon]) -> Iterable[list[tuple[float, float]]]:
    for part in parts:
        # Holes are left open by the rule that fills what is within an odd number of rings.
        for ring in (part.exterior, *part.interiors):
            yield [(x, y) for x, y, *_ in ring.coords[:-1]]


def _place(geometry: BaseGeometry) -> tuple[int, int]:
    point = max(get_parts(geometry), key=lambda part: part.area).representative_point()
    return round(point.x), round(point.y)
