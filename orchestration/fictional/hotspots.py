"""Communities with far more crime, disorder and disputes than others: for good, fading, or newly so.

Only which they are and how much hotter belongs here; which categories follow is said in `alarm_categories`.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from orchestration.fictional.arrays import Floats, Integers
from orchestration.fictional.dates import years_since_2021
from orchestration.fictional.districts import DISTRICTS, ISLAND_DISTRICT
from orchestration.fictional.layout import Layout

_PERSISTENT, _FADING, _EMERGING = 8, 4, 4
_EXTRA = 3.5
# Years after the start of 2021 between which fading spots cool down and emerging ones heat up.
_FADES = (2.5, 3.25)
_EMERGES = (3.5, 4.25)


@dataclass(frozen=True)
class HotSpots:
    """Numbers of the communities of each kind."""

    persistent: Integers
    fading: Integers
    emerging: Integers


def choose_hot_spots(layout: Layout, residents: Floats, rng: np.random.Generator) -> HotSpots:
    """Pick well-populated mainland communities, at most two in a district."""
    is_island = np.array([profile.name_zh == ISLAND_DISTRICT for profile in DISTRICTS])[layout.district]
    candidates = np.flatnonzero((residents > np.median(residents)) & ~is_island)
    chosen: list[int] = []
    for community in rng.permutation(candidates).tolist():
        same_district = sum(layout.district[community] == layout.district[other] for other in chosen)
        if same_district < 2:
            chosen.append(community)
    picked = np.array(chosen[: _PERSISTENT + _FADING + _EMERGING])
    return HotSpots(*np.split(picked, [_PERSISTENT, _PERSISTENT + _FADING]))


def heat(hot_spots: HotSpots, month: date, communities: int) -> Floats:
    """How many times the usual each community has in a month; 1 where it is not hot."""
    time = years_since_2021(month)
    factor = np.ones(communities)
    factor[hot_spots.persistent] += _EXTRA
    factor[hot_spots.fading] += _EXTRA * np.interp(time, _FADES, (1, 0))
    factor[hot_spots.emerging] += _EXTRA * np.interp(time, _EMERGES, (0, 1))
    return factor
