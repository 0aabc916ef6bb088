"""Disputes taken up and resolved (矛盾纠纷), by month, sub-district and kind.

Only the counts belong here: what is left over is carried from month to month.
"""

import numpy as np
import polars as pl

from orchestration.fictional.alarm_volumes import TRENDS
from orchestration.fictional.arrays import Floats
from orchestration.fictional.city import City
from orchestration.fictional.config import Config
from orchestration.fictional.dates import months, years_since_2021
from orchestration.fictional.districts import DISTRICTS
from orchestration.fictional.exports import Cell, Exporter
from orchestration.fictional.randomness import stream

# Disputes a month and ten thousand residents.
KINDS = {"邻里与家庭": 2.4, "物业与消费": 1.6, "劳动报酬": 1.0, "其他": 0.8}
_RESOLVED, _ON_TIME, _REOPENED = 0.955, 0.95, 0.012
# Share settled where it arose; in one district it rises every year, in another less is resolved from 2024.
_LOCAL = 0.80
LOCAL_GAIN = ("望澜区", 0.03)
LESS_RESOLVED = ("禾渡区", 2024, 0.84)
# The alarms' group of disputes, whose trends these share.
_ALARM_GROUP = "50"


def write_disputes(city: City, config: Config, population: dict[int, Floats], exporter: Exporter) -> None:
    """Write a file a year. What is open goes over to the successors when a sub-district is split."""
    register, layout = city.register, city.layout
    open_cases: dict[tuple[str, str], int] = {}
    rows: list[dict[str, Cell]] = []
    for month in months(config.first_month, config.last_month):
        rng = stream(config.seed, "disputes", month)
        subdistrict_of = register.subdistrict_of(layout, month)
        residents: dict[str, float] = {}
        district_of: dict[str, int] = {}
        for area, people, district in zip(subdistrict_of, population[month.year], layout.district, strict=True):
            residents[area.code] = residents.get(area.code, 0.0) + people
            district_of[area.code] = int(district)
        for code, people in sorted(residents.items()):
            district = DISTRICTS[district_of[code]].name_zh
            trend = (1 + TRENDS.get((district, _ALARM_GROUP), 0.0)) ** (years_since_2021(month) - 2.5)
            for kind, rate in KINDS.items():
                before = open_cases.pop((code, kind), None)
                accepted = int(rng.poisson(rate * people / 10_000 * trend))
                tally, left = _month_of(district, month.year, before or 0, accepted, rng)
                open_cases[code, kind] = left
                rows.append({"月份": f"{month:%Y-%m}", "街道代码": code, "纠纷类别": kind, "受理数": accepted, **tally})
        if month.month == 12 or month == config.last_month:
            exporter.csv(f"矛盾纠纷/矛盾纠纷_{month.year}.csv", pl.DataFrame(rows))
            rows = []


def _month_of(
    district: str, year: int, before: int, accepted: int, rng: np.random.Generator
) -> tuple[dict[str, Cell], int]:
    """What became of the disputes of a month, and how many are open at its end."""
    name, since, lower = LESS_RESOLVED
    resolved = int(rng.binomial(before + accepted, lower if district == name and year >= since else _RESOLVED))
    local = _LOCAL + (LOCAL_GAIN[1] * (year - 2021) if district == LOCAL_GAIN[0] else 0.0)
    reopened = int(rng.binomial(resolved, _REOPENED))
    left = before + accepted + reopened - resolved
    return {
        "化解数": resolved,
        "按期化解数": int(rng.binomial(resolved, _ON_TIME)),
        "就地化解数": int(rng.binomial(resolved, local)),
        "反复数": reopened,
        "期末未结数": left,
    }, left
