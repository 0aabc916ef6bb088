"""The land of the city: a mainland with a bay, and islands, in a plane of kilometres and on the globe.

Only the shape of the land and the change of coordinates belong here. The city lies in open sea, hundreds of
kilometres from any shore, so that nobody takes it for a real place.
"""

import numpy as np
import shapely

from orchestration.fictional.arrays import Floats

_ORIGIN_LONGITUDE = 133.0
_ORIGIN_LATITUDE = 22.5
_KM_PER_DEGREE_LATITUDE = 110.57
_KM_PER_DEGREE_LONGITUDE = 111.32 * float(np.cos(np.radians(_ORIGIN_LATITUDE + 0.2)))
# About a metre; borders are rounded to it once, so that neighbours share them exactly.
_DECIMALS = 5

# Control points of the mainland's outline: land border in the west and north, bay opening to the east.
_MAINLAND = (
    (2, 40), (8, 43), (15, 41), (22, 43.5), (30, 42), (37, 44), (43, 40), (47.5, 35), (46, 29.5), (42, 25.5),
    (37, 22.5), (33, 22), (29.5, 20.5), (27.5, 18.5), (29.5, 16), (33, 14.5), (37, 13.5), (40.5, 10.5),
    (38.5, 6.5), (33, 5.5), (29, 7.5), (24, 6), (19, 3.5), (13, 5.5), (8, 3.5), (3.5, 7), (2, 14), (4, 21),
    (1.5, 28), (3.5, 34),
)  # fmt: skip
# Center and radii of the islands, the largest first.
ISLANDS = (((45.5, 17.5), (3.8, 2.6)), ((47.0, 9.0), (2.4, 1.7)), ((35.5, 18.0), (1.3, 0.8)))


def _smooth(points: Floats, rounds: int) -> Floats:
    """Chaikin's corner cutting of a closed line."""
    for _ in range(rounds):
        following = np.roll(points, -1, axis=0)
        points = np.stack([0.75 * points + 0.25 * following, 0.25 * points + 0.75 * following], axis=1)
        points = points.reshape(-1, 2)
    return points


def _island(center: tuple[float, float], radii: tuple[float, float]) -> shapely.Polygon:
    angle = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    wobble = 1 + 0.12 * np.sin(3 * angle + center[0]) + 0.07 * np.sin(5 * angle + center[1])
    return shapely.Polygon(
        np.column_stack([np.cos(angle) * radii[0], np.sin(angle) * radii[1]]) * wobble[:, None] + center
    )


def landmasses() -> list[shapely.Polygon]:
    """The mainland and then each island, in kilometres."""
    return [
        shapely.Polygon(_smooth(np.array(_MAINLAND, dtype=float), 3)),
        *(_island(*island) for island in ISLANDS),
    ]


def to_globe(geometry: shapely.Geometry) -> shapely.Geometry:
    """From the plane to longitude and latitude, with lines bent a little so that borders do not look ruled.

    The bend depends on the coordinates alone: what touched in the plane touches on the globe.
    """
    return shapely.transform(shapely.segmentize(geometry, 0.6), _bend_and_project)


def _bend_and_project(points: Floats) -> Floats:
    x, y = points[:, 0], points[:, 1]
    east = x + 0.28 * np.sin(1.9 * y + 0.7 * x) + 0.10 * np.sin(5.3 * y - 1.1 * x)
    north = y + 0.28 * np.sin(1.7 * x - 0.6 * y) + 0.10 * np.sin(4.9 * x + 1.3 * y)
    longitude = _ORIGIN_LONGITUDE + east / _KM_PER_DEGREE_LONGITUDE
    latitude = _ORIGIN_LATITUDE + north / _KM_PER_DEGREE_LATITUDE
    projected: Floats = np.column_stack([longitude, latitude])
    return projected.round(_DECIMALS)
