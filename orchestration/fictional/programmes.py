"""Programmes for chosen communities (重点整治): which were treated, which they are compared with, and what lies around.

One programme is what cools the fading hot spots. The communities of the other were chosen because they had had many
alarms in the quarter before; nothing is done to them, and the fall that follows is chance going back to its mean.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from orchestration.fictional.alarm_categories import CATEGORIES
from orchestration.fictional.alarm_volumes import draw, expected
from orchestration.fictional.arrays import Booleans, Floats, Integers
from orchestration.fictional.city import City
from orchestration.fictional.config import Config
from orchestration.fictional.dates import months, next_month
from orchestration.fictional.exports import Exporter
from orchestration.fictional.randomness import stream

TREATED, CONTROL, BUFFER, CONTROL_BUFFER = "整治", "对照", "周边", "对照周边"
_CHOSEN = 6
_AROUND_EACH = 2
_CRIME_AND_ORDER = ("10", "20")


@dataclass(frozen=True)
class Programme:
    """Name, first and last day, and the communities by role."""

    name: str
    starts_on: date
    ends_on: date
    communities: dict[str, Integers]


def programmes(city: City, config: Config, population: dict[int, Floats]) -> list[Programme]:
    """The programmes that began in the time of the data."""
    found = []
    spots = city.hot_spots
    start = date(2023, 7, 1)
    if config.first_month <= start <= config.last_month:
        # One that is not redrawn within the time that is compared.
        control = np.array([n for n in spots.persistent if city.layout.subdistrict[n] not in city.register.split])
        chosen = {TREATED: spots.fading, CONTROL: control[: len(spots.fading)]}
        found.append(Programme("治安重点社区整治", start, date(2024, 12, 31), _with_buffers(city, chosen)))
    start, quarter = date(2025, 1, 1), date(2024, 10, 1)
    if config.first_month <= quarter and start <= config.last_month:
        ranked = _by_excess(city, config, quarter, population)
        middle = len(ranked) // 2
        chosen = {TREATED: ranked[:_CHOSEN], CONTROL: ranked[middle : middle + _CHOSEN]}
        found.append(Programme("警情高发社区挂牌", start, date(2025, 12, 31), _with_buffers(city, chosen)))
    return found


def _by_excess(city: City, config: Config, quarter: date, population: dict[int, Floats]) -> Integers:
    """Communities that are no hot spots, those first that had most criminal and public-order alarms beyond what is
    usual there."""
    is_counted = np.array([category.code[:2] in _CRIME_AND_ORDER for category in CATEGORIES])
    usual, counted = np.zeros(len(city.residents)), np.zeros(len(city.residents))
    for month in months(quarter, next_month(next_month(quarter))):
        mean = expected(city, config, month, population[month.year])
        usual += mean[is_counted].sum(axis=0)
        # The same numbers that the alarms of the month are made of.
        counted += draw(mean, city, stream(config.seed, "alarms", month))[is_counted].sum(axis=0)
    order: Integers = np.argsort(-(counted - usual) / np.sqrt(usual), kind="stable")
    spots = city.hot_spots
    return order[~np.isin(order, np.concatenate([spots.persistent, spots.fading, spots.emerging]))]


def _with_buffers(city: City, chosen: dict[str, Integers]) -> dict[str, Integers]:
    """The nearest communities around each, none twice."""
    is_free: Booleans = ~np.isin(np.arange(len(city.residents)), np.concatenate(list(chosen.values())))
    around = {BUFFER: _nearest(city, chosen[TREATED], is_free)}
    is_free[around[BUFFER]] = False
    return chosen | around | {CONTROL_BUFFER: _nearest(city, chosen[CONTROL], is_free)}


def _nearest(city: City, communities: Integers, is_free: Booleans) -> Integers:
    taken: list[int] = []
    for community in communities:
        distance = np.hypot(*(city.layout.points - city.layout.points[community]).T)
        candidates = [n for n in np.argsort(distance, kind="stable").tolist() if is_free[n] and n not in taken]
        taken += candidates[:_AROUND_EACH]
    return np.array(taken)


def write_programmes(city: City, config: Config, population: dict[int, Floats], exporter: Exporter) -> None:
    """Write the list of all programmes, where there is one."""
    rows = list(_rows(city, programmes(city, config, population)))
    if rows:
        exporter.csv("重点整治/重点社区名单.csv", pl.DataFrame(rows))


def _rows(city: City, found: Iterable[Programme]) -> Iterable[dict[str, str]]:
    for programme in found:
        codes = city.register.codes_on(programme.starts_on)
        for role, communities in programme.communities.items():
            for community in communities:
                yield {
                    "专项名称": programme.name,
                    "社区代码": str(codes[community]),
                    "社区名称": city.register.names[community],
                    "类型": role,
                    "开始日期": programme.starts_on.isoformat(),
                    "结束日期": programme.ends_on.isoformat(),
                }
