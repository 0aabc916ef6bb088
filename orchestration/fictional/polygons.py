"""Borders: communities as Voronoi cells of the land, districts and sub-districts as unions of them.

Only geometry belongs here. Neighbours share their border point by point, so areas neither overlap nor leave
gaps.
"""

import numpy as np
import shapely

from orchestration.fictional.arrays import Integers
from orchestration.fictional.coast import landmasses, to_globe
from orchestration.fictional.layout import Layout


def community_polygons(layout: Layout) -> list[shapely.Geometry]:
    """Polygon of each community of the layout, longitude and latitude."""
    cells: list[shapely.Geometry] = [shapely.Polygon()] * len(layout.points)
    for index, land in enumerate(landmasses()):
        members = np.flatnonzero(layout.landmass == index)
        diagram = shapely.voronoi_polygons(
            shapely.multipoints(layout.points[members]), extend_to=land.buffer(5), ordered=True
        )
        for member, cell in zip(members, diagram.geoms, strict=True):
            cells[member] = to_globe(shapely.intersection(cell, land))
    return cells


def union_by(cells: list[shapely.Geometry], membership: Integers) -> list[shapely.Geometry]:
    """Unions of the cells of each group 0, 1, 2 …"""
    collected = np.array(cells, dtype=object)
    return [shapely.coverage_union_all(collected[membership == group]) for group in range(int(membership.max()) + 1)]
