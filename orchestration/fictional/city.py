"""The city itself, the same under every seed: layout, register, residents at the start, hot spots.

Only the putting together belongs here. The city is fixed so that a page, a test and a description can speak
of the same places.
"""

from dataclasses import dataclass
from functools import cache

from orchestration.fictional.areas import Register, make_register
from orchestration.fictional.arrays import Floats
from orchestration.fictional.hotspots import HotSpots, choose_hot_spots
from orchestration.fictional.layout import Layout, make_layout
from orchestration.fictional.population import base_population
from orchestration.fictional.randomness import CITY_SEED, stream


@dataclass(frozen=True)
class City:
    """What does not change with the seed of a generation. Arrays are parallel to the layout's communities."""

    layout: Layout
    register: Register
    residents: Floats
    hot_spots: HotSpots


@cache
def lanwan() -> City:
    layout = make_layout(stream(CITY_SEED, "layout"))
    residents = base_population(layout, stream(CITY_SEED, "population"))
    return City(
        layout=layout,
        register=make_register(layout, stream(CITY_SEED, "names")),
        residents=residents,
        hot_spots=choose_hot_spots(layout, residents, stream(CITY_SEED, "hot spots")),
    )
