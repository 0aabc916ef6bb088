"""Where communities lie and which sub-district, district and landmass each belongs to.

Only positions and membership belong here: names and codes are in `areas`, borders in `polygons`.
"""

from dataclasses import dataclass

import numpy as np
import shapely

from orchestration.fictional.arrays import Floats, Integers
from orchestration.fictional.coast import landmasses
from orchestration.fictional.districts import DISTRICTS, ISLAND_DISTRICT

_SMALLEST_SUBDISTRICT = 4


@dataclass(frozen=True)
class Layout:
    """Communities as parallel arrays, ordered by district and sub-district.

    `subdistrict` counts through the whole city; `points` are kilometres in the plane of the map.
    """

    points: Floats
    district: Integers
    subdistrict: Integers
    landmass: Integers

    def subdistrict_centers(self) -> Floats:
        count = int(self.subdistrict.max()) + 1
        return np.array([self.points[self.subdistrict == index].mean(axis=0) for index in range(count)])


def _candidates(rng: np.random.Generator) -> tuple[Floats, Integers]:
    """Points spread evenly over the land, and the landmass of each."""
    points, members = [], []
    for index, land in enumerate(landmasses()):
        west, south, east, north = land.bounds
        count = max(400, int((east - west) * (north - south) * 30))
        drawn = rng.uniform((west, south), (east, north), (count, 2))
        # A little inland, so that no community is a strip of beach.
        inside = drawn[shapely.contains_xy(land.buffer(-0.15), drawn[:, 0], drawn[:, 1])]
        points.append(inside)
        members.append(np.full(len(inside), index))
    return np.concatenate(points), np.concatenate(members)


def _clusters(points: Floats, count: int, rng: np.random.Generator) -> Integers:
    """Membership of `points` in `count` compact groups of about the same area (k-means)."""
    centers = points[rng.choice(len(points), count, replace=False)]
    label: Integers = np.zeros(len(points), dtype=np.int64)
    for _ in range(25):
        distance = ((points[:, None, :] - centers[None, :, :]) ** 2).sum(axis=2)
        label = distance.argmin(axis=1)
        centers = np.array(
            [points[label == k].mean(axis=0) if (label == k).any() else centers[k] for k in range(count)]
        )
    return label


def _medoids(points: Floats, label: Integers, count: int) -> Integers:
    """Index of the point nearest to the middle of each group; the middle itself may lie in the water."""
    chosen = []
    for k in range(count):
        members = np.flatnonzero(label == k)
        middle = points[members].mean(axis=0)
        chosen.append(members[((points[members] - middle) ** 2).sum(axis=1).argmin()])
    return np.array(chosen)


def _apportion(total: int, weights: Floats) -> Integers:
    """`total` split in proportion to `weights`, whole numbers, none below the smallest sub-district."""
    spare = total - _SMALLEST_SUBDISTRICT * len(weights)
    exact = weights / weights.sum() * spare
    parts: Integers = np.floor(exact).astype(np.int64)
    parts[np.argsort(parts - exact)[: spare - parts.sum()]] += 1
    return parts + _SMALLEST_SUBDISTRICT


def make_layout(rng: np.random.Generator) -> Layout:
    """Place the communities."""
    points, landmass = _candidates(rng)
    centers = np.array([profile.center for profile in DISTRICTS])
    is_islands = np.array([profile.name_zh == ISLAND_DISTRICT for profile in DISTRICTS])
    distance = ((points[:, None, :] - centers[None, :, :]) ** 2).sum(axis=2)
    distance[:, is_islands] = np.inf
    nearest = np.where(landmass > 0, np.flatnonzero(is_islands)[0], distance.argmin(axis=1))

    chosen: list[Integers] = []
    districts: list[int] = []
    subdistricts: list[int] = []
    next_subdistrict = 0
    for district, profile in enumerate(DISTRICTS):
        members = np.flatnonzero(nearest == district)
        groups = _clusters(points[members], profile.subdistricts, rng)
        # The farther from the city's middle, the later the number: towns come last.
        order = np.argsort([_distance_from_middle(points[members[groups == k]]) for k in range(profile.subdistricts)])
        counts = _apportion(profile.communities, rng.uniform(0.7, 1.3, profile.subdistricts))
        for group, count in zip(order, counts, strict=True):
            inside = members[groups == group]
            label = _clusters(points[inside], int(count), rng)
            chosen.append(inside[_medoids(points[inside], label, int(count))])
            districts += [district] * int(count)
            subdistricts += [next_subdistrict] * int(count)
            next_subdistrict += 1
    index = np.concatenate(chosen)
    return Layout(points[index], np.array(districts), np.array(subdistricts), landmass[index])


def _distance_from_middle(points: Floats) -> float:
    return float(np.hypot(*(points.mean(axis=0) - DISTRICTS[0].center)))
