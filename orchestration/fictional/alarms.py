"""Single alarms of a month as a table, before they are spread over files.

Here belongs what an alarm is: category, place, times, result. Late delivery, dirty cells and the look of the
file are in `alarm_files`.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np
import polars as pl

from orchestration.fictional.alarm_categories import (
    CATEGORIES,
    CHANNELS,
    INVALID,
    PRIORITIES,
    SETTLED_BY_PHONE,
    group_of,
)
from orchestration.fictional.alarm_times import STAGES, arrival_times, stage_times
from orchestration.fictional.alarm_volumes import draw, expected
from orchestration.fictional.arrays import Booleans, Floats, Integers
from orchestration.fictional.city import City
from orchestration.fictional.config import Config
from orchestration.fictional.randomness import pick, stream

TABLE_CATEGORIES = (*CATEGORIES, INVALID)
_UNKNOWN_PLACE_SHARE = 0.01
_PRIORITY_CHANGED_SHARE = 0.08
_ARRIVAL_NOT_RECORDED_SHARE = 0.004
_RESULT_NOT_RECORDED_SHARE = 0.02
# Some calls are about something real but repeat an alarm already taken.
_REPEATED_SHARE = 0.06


def month_of_alarms(city: City, config: Config, month: date, residents: Floats) -> pl.DataFrame:
    """All alarms of a month in the order of their times.

    Columns: `number` (text), `occurred_at` and the stages (seconds since 1970, null where there was none),
    `category` (index into `TABLE_CATEGORIES`), `community` (its code in that month, null where the place is
    not known), `station` (code), `priority`, `channel`, `place_type`, `is_valid`, `result` (null where not recorded).
    """
    rng = stream(config.seed, "alarms", month)
    counts = draw(expected(city, config, month, residents), city, rng)
    valid = _places(counts)
    calls = int(rng.poisson(counts.sum() * config.invalid_share / (1 - config.invalid_share)))
    invalid_community = rng.choice(len(residents), calls, p=residents / residents.sum())
    invalid_category = np.full(calls, len(CATEGORIES))
    repeated = np.flatnonzero(rng.random(calls) < _REPEATED_SHARE)
    invalid_category[repeated] = rng.choice(valid[0], len(repeated))
    category = np.concatenate([valid[0], invalid_category])
    community = np.concatenate([valid[1], invalid_community])
    is_valid = np.arange(len(category)) < len(valid[0])

    occurred_at = _occurred_at(category, month, rng)
    order = np.argsort(occurred_at, kind="stable")
    return _table(city, config, month, category[order], community[order], is_valid[order], occurred_at[order], rng)


def _places(counts: Integers) -> tuple[Integers, Integers]:
    """Category and community of each single alarm of a table of counts."""
    category, community = np.nonzero(counts)
    repeats = counts[category, community]
    return np.repeat(category, repeats), np.repeat(community, repeats)


def _occurred_at(category: Integers, month: date, rng: np.random.Generator) -> Integers:
    group = np.array([int(group_of(item).code) for item in TABLE_CATEGORIES])[category]
    times = np.empty(len(category), dtype=np.int64)
    for item in {group_of(item).code: group_of(item) for item in TABLE_CATEGORIES}.values():
        members = group == int(item.code)
        times[members] = arrival_times(item, month, int(members.sum()), rng)
    return times


def _table(
    city: City,
    config: Config,
    month: date,
    category: Integers,
    community: Integers,
    is_valid: Booleans,
    occurred_at: Integers,
    rng: np.random.Generator,
) -> pl.DataFrame:
    count = len(category)
    priority = np.array([item.priority for item in TABLE_CATEGORIES])[category]
    changed = rng.random(count) < _PRIORITY_CHANGED_SHARE
    priority = np.where(changed, rng.integers(1, len(PRIORITIES) + 1, count), priority)
    by_phone = np.array([SETTLED_BY_PHONE.get(item.code, 0.0) for item in TABLE_CATEGORIES])[category]
    is_sent = is_valid & (rng.random(count) >= by_phone)
    times = stage_times(occurred_at, priority, city.layout.district[community], month, rng)
    masks = {
        "accepted_at": is_valid,
        "dispatched_at": is_sent,
        "departed_at": is_sent,
        "arrived_at": is_sent & (rng.random(count) >= _ARRIVAL_NOT_RECORDED_SHARE),
        "feedback_at": is_valid,
        "closed_at": is_valid,
    }
    place, result = _by_category(category, rng)
    codes = city.register.codes_on(month)[community]
    frame = pl.DataFrame(
        {
            "number": [f"J{month:%y%m}-{serial:07d}" for serial in range(1, count + 1)],
            "occurred_at": occurred_at,
            **{stage: pl.Series(times[stage]).set(pl.Series(~masks[stage]), None) for stage in STAGES},
            "category": category,
            "community": pl.Series(codes).set(pl.Series(rng.random(count) < _UNKNOWN_PLACE_SHARE), None),
            "station": city.register.station_codes[community],
            "priority": _gather(PRIORITIES, priority - 1),
            "channel": pick(CHANNELS, count, rng),
            "place_type": place,
            "is_valid": is_valid,
            "result": result,
        }
    )
    outcome = (
        pl.when(~pl.col("is_valid"))
        .then(pl.lit("无效警情"))
        .when(pl.col("dispatched_at").is_null())
        .then(pl.when(pl.col("category") == _index("6002")).then(pl.lit("转12345")).otherwise(pl.lit("电话处置")))
        .otherwise(pl.col("result"))
    )
    # A stream of its own, so that all else is as it was before results could be missing.
    is_recorded = stream(config.seed, "alarm results", month).random(count) >= _RESULT_NOT_RECORDED_SHARE
    return frame.with_columns(result=pl.when(pl.Series(is_recorded)).then(outcome))


def _by_category(category: Integers, rng: np.random.Generator) -> tuple[list[str], list[str]]:
    """Type of place and result of each alarm."""
    place, result = np.empty(len(category), dtype=object), np.empty(len(category), dtype=object)
    for index, item in enumerate(TABLE_CATEGORIES):
        members = np.flatnonzero(category == index)
        place[members] = pick(item.places, len(members), rng)
        result[members] = pick(group_of(item).results, len(members), rng)
    return place.tolist(), result.tolist()


def _index(code: str) -> int:
    return next(index for index, item in enumerate(TABLE_CATEGORIES) if item.code == code)


def _gather(values: Sequence[str], index: Integers) -> pl.Series:
    return pl.Series(values).gather(pl.Series(index))
