"""Grid events of a month with their whole course, from report to closure.

Here belongs what happens to an event. What of it a monthly export can know is in `grid_event_files`.
"""

from datetime import date

import numpy as np
import polars as pl

from orchestration.fictional.arrays import Booleans, Floats, Integers
from orchestration.fictional.city import City
from orchestration.fictional.config import Config
from orchestration.fictional.dates import days, epoch_seconds, festival_offset, season
from orchestration.fictional.districts import DISTRICTS
from orchestration.fictional.event_categories import CATEGORIES, SOURCES
from orchestration.fictional.randomness import pick, stream

STAGES = ("accepted_at", "filed_at", "dispatched_at", "handled_at", "verified_at", "closed_at")

_HOUR, _DAY = 3_600, 86_400
_HOURS_OF_DAY = (0.2, 0.1, 0.1, 0.1, 0.1, 0.3, 1, 3, 8, 11, 10, 7, 4, 5, 9, 10, 9, 6, 4, 3, 2, 1.5, 1, 0.5)
_WEEKEND, _FESTIVAL = 0.55, 0.4
_COMMUNITY_SHAPE = 10.0
_RESIDENTS_PER_GRID = 550
_CANCELLED_SHARE, _EXTENDED_SHARE, _REWORK_SHARE = 0.025, 0.04, 0.05
_EXTENSION = 0.5
_NEVER_CLOSED_SHARE = 0.04
# Of what would be handled on a weekend, this much waits until Monday.
_WAITS_FOR_MONDAY = 0.5
# One district caught up with its backlog: its share of late events fell to this part.
_CAUGHT_UP = ("砚溪区", date(2024, 7, 1), 0.35)


def month_of_events(city: City, config: Config, month: date, residents: Floats) -> pl.DataFrame:
    """All events reported in a month, in the order of their report.

    Columns: `number`, `source` (texts), `reported_at`, the stages, `due_at`, `cancelled_at` (seconds since
    1970, null where there is none, even in the far future), `category` (index), `community`, `grid` (codes in
    that month), `is_extended`, `is_rework`.
    """
    rng = stream(config.seed, "grid events", month)
    category, community = _places(city, config, month, residents, rng)
    count = len(category)
    reported_at = np.sort(_reported_at(month, count, rng))
    times, is_extended, is_rework = _course(category, city.layout.district[community], reported_at, month, rng)
    codes = city.register.codes_on(month)[community]
    grids = np.maximum(1, np.round(city.residents / _RESIDENTS_PER_GRID)).astype(np.int64)[community]
    serial = (rng.random(count) * grids).astype(np.int64) + 1
    return pl.DataFrame(
        {
            "number": [f"E{month:%y%m}-{number:07d}" for number in range(1, count + 1)],
            "source": pick(SOURCES, count, rng),
            "reported_at": reported_at,
            **times,
            "category": category,
            "community": codes,
            "grid": [f"{code}{number:03d}" for code, number in zip(codes, serial, strict=True)],
            "is_extended": is_extended,
            "is_rework": is_rework,
        }
    )


def _day_weights(month: date) -> Floats:
    return np.array(
        [
            (_WEEKEND if day.weekday() >= 5 else 1.0) * (_FESTIVAL if -1 <= festival_offset(day) <= 6 else 1.0)
            for day in days(month)
        ]
    )


def _places(
    city: City, config: Config, month: date, residents: Floats, rng: np.random.Generator
) -> tuple[Integers, Integers]:
    """Category and community of each event, in random order."""
    total = sum(category.per_mille for category in CATEGORIES)
    # A usual month has 30.4 days, two of seven of them weekend.
    usual = 30.4 * (5 + 2 * _WEEKEND) / 7
    volume = config.events_per_month * _day_weights(month).sum() / usual
    by_category = np.array(
        [item.per_mille / total * season(month, item.group.amplitude, item.group.peak_month) for item in CATEGORIES]
    )
    scatter = rng.gamma(_COMMUNITY_SHAPE, 1 / _COMMUNITY_SHAPE, len(residents))
    mean = volume * np.outer(by_category, residents / city.residents.sum() * scatter)
    category, community = np.divmod(np.repeat(np.arange(mean.size), rng.poisson(mean).ravel()), mean.shape[1])
    order = rng.permutation(len(category))
    return category[order], community[order]


def _reported_at(month: date, count: int, rng: np.random.Generator) -> Integers:
    daily, hourly = _day_weights(month), np.array(_HOURS_OF_DAY)
    day = rng.choice(len(daily), count, p=daily / daily.sum())
    hour = rng.choice(24, count, p=hourly / hourly.sum())
    return epoch_seconds(month) + day * _DAY + hour * _HOUR + rng.integers(0, _HOUR, count)


def _late_share(month: date) -> Floats:
    district, since, factor = _CAUGHT_UP
    return np.array([p.late_share * (factor if p.name_zh == district and month >= since else 1.0) for p in DISTRICTS])


def _course(
    category: Integers, district: Integers, reported_at: Integers, month: date, rng: np.random.Generator
) -> tuple[dict[str, pl.Series], Booleans, Booleans]:
    """Times of the stages, due and cancelled; and whether the event was extended and reworked."""
    count = len(category)
    limit = np.array([item.group.limit_hours for item in CATEGORIES])[category] * _HOUR
    is_cancelled = rng.random(count) < _CANCELLED_SHARE
    is_extended = (rng.random(count) < _EXTENDED_SHARE) & ~is_cancelled
    is_rework = (rng.random(count) < _REWORK_SHARE) & ~is_cancelled
    is_late = rng.random(count) < _late_share(month)[district]
    never_closes = is_late & (rng.random(count) < _NEVER_CLOSED_SHARE)

    accepted = reported_at + _step(25 * 60, 0.8, count, rng)
    filed = accepted + _step(40 * 60, 0.8, count, rng)
    dispatched = filed + _step(20 * 60, 0.7, count, rng)
    due = dispatched + limit + (is_extended * limit * _EXTENSION).astype(np.int64)
    allowed = due - dispatched
    quick = dispatched + (allowed * np.minimum(0.8, 0.35 * rng.lognormal(0, 0.5, count))).astype(np.int64)
    delay = np.array([profile.late_days for profile in DISTRICTS])[district] * _DAY * rng.lognormal(0, 0.9, count)
    handled = np.where(is_late, due + delay.astype(np.int64), quick)
    handled = _after_weekend(handled, limit > 24 * _HOUR, rng)
    verified = handled + (allowed * 0.05 * rng.lognormal(0, 0.4, count)).astype(np.int64)
    verified += (is_rework * allowed * 0.15).astype(np.int64)
    closed = verified + _step(20 * 60, 0.7, count, rng)
    cancelled = accepted + _step(3 * _HOUR, 0.8, count, rng)

    def kept(times: Integers, mask: Booleans) -> pl.Series:
        return pl.Series(times).set(pl.Series(~mask), None)

    goes_on, ends = ~is_cancelled, ~is_cancelled & ~never_closes
    times = {
        "accepted_at": kept(accepted, np.ones(count, dtype=bool)),
        "filed_at": kept(filed, goes_on),
        "dispatched_at": kept(dispatched, goes_on),
        "handled_at": kept(handled, ends),
        "verified_at": kept(verified, ends),
        "closed_at": kept(closed, ends),
        "due_at": kept(due, goes_on),
        "cancelled_at": kept(cancelled, is_cancelled),
    }
    return times, is_extended, is_rework


def _step(median: float, spread: float, count: int, rng: np.random.Generator) -> Integers:
    return np.ceil(median * rng.lognormal(0, spread, count)).astype(np.int64)


def _after_weekend(times: Integers, can_wait: Booleans, rng: np.random.Generator) -> Integers:
    """Move some times on Saturdays and Sundays to Monday morning, where the time limit is more than a day."""
    # 1970-01-01 was a Thursday: counted from 0 for Monday it is 3.
    weekday = (times // _DAY + 3) % 7
    moves = (weekday >= 5) & can_wait & (rng.random(len(times)) < _WAITS_FOR_MONDAY)
    monday = (times // _DAY + 7 - weekday) * _DAY + 9 * _HOUR + rng.integers(0, 3 * _HOUR, len(times))
    return np.where(moves, monday, times)
