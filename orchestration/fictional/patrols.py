"""Visits of grid staff and the hazards they find (巡查走访), by month and community.

Only counts belong here. Who visits, and who is visited, is in no file.
"""

from datetime import date

import numpy as np
import polars as pl

from orchestration.fictional.arrays import Floats, Integers
from orchestration.fictional.city import City
from orchestration.fictional.config import Config
from orchestration.fictional.dates import months
from orchestration.fictional.districts import DISTRICTS
from orchestration.fictional.exports import Exporter
from orchestration.fictional.randomness import stream

_VISITS_PER_RESIDENT, _HAZARDS_PER_VISIT = 0.012, 0.0285
_UNITS_PER_VISIT, _REPORTED = 0.86, 1.0
# From 2023 one district visits twice as often and finds no more; another reports less than it finds.
MORE_VISITS = ("霁山区", 2023, 2.0)
LESS_REPORTED = ("云栈区", 0.92)


def write_patrols(city: City, config: Config, population: dict[int, Floats], exporter: Exporter) -> None:
    """Write a file a year; hazards found fall due in the month after."""
    due: Integers = np.zeros(len(city.residents), dtype=np.int64)
    frames: list[pl.DataFrame] = []
    for month in months(config.first_month, config.last_month):
        frame = _month_of(city, config, month, population[month.year], due)
        frames.append(frame.sort("社区代码"))
        due = frame["发现隐患数"].to_numpy()
        if month.month == 12 or month == config.last_month:
            exporter.csv(f"巡查走访/巡查走访_{month.year}.csv", pl.concat(frames))
            frames = []


def _month_of(city: City, config: Config, month: date, residents: Floats, due: Integers) -> pl.DataFrame:
    """Counts of a month, in the order of the layout's communities."""
    rng = stream(config.seed, "patrols", month)
    of_district = city.layout.district
    often = np.array([MORE_VISITS[2] if p.name_zh == MORE_VISITS[0] else 1.0 for p in DISTRICTS])
    reported = np.array([LESS_REPORTED[1] if p.name_zh == LESS_REPORTED[0] else _REPORTED for p in DISTRICTS])
    late = np.array([p.late_share for p in DISTRICTS])
    expected = residents * _VISITS_PER_RESIDENT
    visits = rng.poisson(expected * (often[of_district] if month.year >= MORE_VISITS[1] else 1.0))
    found = np.minimum(rng.poisson(expected * _HAZARDS_PER_VISIT), visits)
    return pl.DataFrame(
        {
            "月份": f"{month:%Y-%m}",
            "社区代码": city.register.codes_on(month),
            "走访次数": visits,
            "走访户数": rng.binomial(visits, _UNITS_PER_VISIT),
            "发现隐患数": found,
            "上报隐患数": rng.binomial(found, reported[of_district]),
            "应整改数": due,
            "已整改数": rng.binomial(due, 1 - late[of_district]),
        }
    )
