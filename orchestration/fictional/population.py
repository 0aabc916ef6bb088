"""Residents (实有人口) of each community at the end of each year.

Only numbers of people belong here, never people. Growth differs by district; what a community starts with
belongs to the city and is the same under every seed.
"""

import numpy as np

from orchestration.fictional.arrays import Floats
from orchestration.fictional.districts import DISTRICTS
from orchestration.fictional.layout import Layout

BASE_YEAR = 2021


def base_population(layout: Layout, rng: np.random.Generator) -> Floats:
    """Residents of each community at the end of 2021."""
    weight = rng.lognormal(0, 0.45, len(layout.points))
    residents = np.empty(len(layout.points))
    for district, profile in enumerate(DISTRICTS):
        members = layout.district == district
        residents[members] = profile.population * weight[members] / weight[members].sum()
    return residents


def population_by_year(layout: Layout, base: Floats, years: range, rng: np.random.Generator) -> dict[int, Floats]:
    """Residents of each community at the end of each year, whole numbers."""
    growth = np.array([profile.growth for profile in DISTRICTS])[layout.district]
    growth = growth + rng.normal(0, 0.008, len(base))
    return {year: np.round(base * (1 + growth) ** (year - BASE_YEAR)) for year in years}
