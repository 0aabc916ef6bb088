"""When an alarm comes and how long each stage of its handling takes.

Times are seconds since 1970-01-01 on the city's clock. How they are written in a file does not belong here.
"""

from datetime import date

import numpy as np

from orchestration.fictional.alarm_categories import AlarmGroup
from orchestration.fictional.alarm_volumes import day_factors
from orchestration.fictional.arrays import Floats, Integers
from orchestration.fictional.dates import epoch_seconds
from orchestration.fictional.districts import DISTRICTS

STAGES = ("accepted_at", "dispatched_at", "departed_at", "arrived_at", "feedback_at", "closed_at")

# Medians in seconds and log-scale spreads of the steps between stages, travel apart.
_ACCEPT, _DISPATCH, _DEPART = (20.0, 0.7), (25.0, 0.6), (95.0, 0.6)
_FEEDBACK, _CLOSE = (26 * 60.0, 0.7), (11 * 60.0, 0.9)
_TRAVEL_SPREAD = 0.45
_URGENCY = np.array([0.8, 1.0, 1.2, 1.4])
_YEARLY_IMPROVEMENT = 0.03
_RUSH_HOURS = (7, 8, 17, 18)


def arrival_times(group: AlarmGroup, month: date, count: int, rng: np.random.Generator) -> Integers:
    """Times of `count` alarms of a group within a month."""
    daily = day_factors(group, month)
    hourly = np.array(group.hours)
    day = rng.choice(len(daily), count, p=daily / daily.sum())
    hour = rng.choice(24, count, p=hourly / hourly.sum())
    return epoch_seconds(month) + day * 86_400 + hour * 3_600 + rng.integers(0, 3_600, count)


def stage_times(
    occurred_at: Integers, priority: Integers, district: Integers, month: date, rng: np.random.Generator
) -> dict[str, Integers]:
    """Times of the stages of alarms to which somebody is sent, each no earlier than the one before."""
    count = len(occurred_at)
    hour = occurred_at % 86_400 // 3_600
    travel = np.array([profile.travel_minutes for profile in DISTRICTS])[district] * 60
    travel *= np.where(np.isin(hour, _RUSH_HOURS), 1.25, np.where(hour < 6, 0.85, 1.0))
    travel *= (1 - _YEARLY_IMPROVEMENT) ** (month.year - 2021)
    urgency = _URGENCY[priority - 1]
    steps: list[Floats] = [
        _step(_ACCEPT, count, rng),
        _step(_DISPATCH, count, rng) * urgency,
        _step(_DEPART, count, rng) * urgency,
        travel * urgency * rng.lognormal(0, _TRAVEL_SPREAD, count),
        _step(_FEEDBACK, count, rng),
        _step(_CLOSE, count, rng),
    ]
    times = occurred_at + np.cumsum(np.ceil(steps).astype(np.int64), axis=0)
    return dict(zip(STAGES, times, strict=True))


def _step(shape: tuple[float, float], count: int, rng: np.random.Generator) -> Floats:
    median, spread = shape
    return median * rng.lognormal(0, spread, count)
