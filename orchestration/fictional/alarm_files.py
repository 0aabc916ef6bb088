"""Alarms as the police export them: a file a month, late rows, a supplement, a copy, a few unreadable cells.

Here belongs what happens to alarms on the way into files. What an alarm is, is in `alarms`.
"""

from datetime import date

import numpy as np
import polars as pl

from orchestration.fictional.alarm_categories import group_of
from orchestration.fictional.alarm_times import STAGES
from orchestration.fictional.alarms import TABLE_CATEGORIES, month_of_alarms
from orchestration.fictional.arrays import Floats
from orchestration.fictional.city import City
from orchestration.fictional.config import Config
from orchestration.fictional.dates import months, next_month
from orchestration.fictional.exports import Exporter
from orchestration.fictional.randomness import stream

# Until the end of 2022 the system wrote 2021/1/5 8:03:11, afterwards 2023-01-05 08:03:11.
_NEW_SYSTEM = date(2023, 1, 1)
_OLD_FORMAT, _NEW_FORMAT = "%Y/%-m/%-d %-H:%M:%S", "%Y-%m-%d %H:%M:%S"
# Shares of a month's rows that come with the file of the next month, and of the month after that.
_LATE_SHARES = (0.004, 0.001)
_SUPPLEMENT_SHARE = 0.01
DIRTY_SHARE = 0.0005
UNKNOWN_COMMUNITY, UNKNOWN_CATEGORY, UNREADABLE_TIME = "989999001001", "1999", "时间不详"


def file_name(month: date, suffix: str = "") -> str:
    return f"警情/警情_{month:%Y%m}{suffix}.csv"


def write_alarms(city: City, config: Config, population: dict[int, Floats], exporter: Exporter) -> None:
    """Write all monthly files; holds no more than one month and the rows still on their way."""
    pending: dict[date, list[pl.DataFrame]] = {}
    for month in months(config.first_month, config.last_month):
        rng = stream(config.seed, "alarm files", month)
        frame = month_of_alarms(city, config, month, population[month.year])
        route = rng.choice(3, frame.height, p=(1 - sum(_LATE_SHARES), *_LATE_SHARES))
        following, after_that = next_month(month), next_month(next_month(month))
        # What would come after the last file comes with it.
        route[(route == 2) & (after_that > config.last_month)] = 1
        route[(route == 1) & (following > config.last_month)] = 0
        is_supplement = (rng.random(frame.height) < _SUPPLEMENT_SHARE) & (month == config.supplement_month)
        route[is_supplement] = 3

        pending.setdefault(following, []).append(frame.filter(pl.Series(route == 1)))
        pending.setdefault(after_that, []).append(frame.filter(pl.Series(route == 2)))
        on_time = frame.filter(pl.Series(route == 0))
        exporter.csv(file_name(month), _as_text(pl.concat([on_time, *pending.pop(month, [])]), month, rng))
        if is_supplement.any():
            exporter.csv(file_name(month, "_补报"), _as_text(frame.filter(pl.Series(route == 3)), month, rng))
        if month == config.copied_month:
            exporter.copy(file_name(month), file_name(month, "_副本"))


def _as_text(frame: pl.DataFrame, month: date, rng: np.random.Generator) -> pl.DataFrame:
    """The columns of the police system as its file shows them."""
    pattern = _NEW_FORMAT if month >= _NEW_SYSTEM else _OLD_FORMAT
    times = {name: _time(name, pattern) for name in ("occurred_at", *STAGES)}
    groups = pl.Series([group_of(category).name for category in TABLE_CATEGORIES])
    codes = pl.Series([category.code for category in TABLE_CATEGORIES])
    names = pl.Series([category.name for category in TABLE_CATEGORIES])
    text = frame.select(
        pl.col("number").alias("接警单编号"),
        times["occurred_at"].alias("报警时间"),
        times["accepted_at"].alias("签收时间"),
        times["dispatched_at"].alias("派警时间"),
        times["departed_at"].alias("出警时间"),
        times["arrived_at"].alias("到达现场时间"),
        times["feedback_at"].alias("反馈时间"),
        times["closed_at"].alias("处警结束时间"),
        groups.gather(frame["category"]).alias("警情类别"),
        codes.gather(frame["category"]).alias("警情类型代码"),
        names.gather(frame["category"]).alias("警情类型"),
        pl.col("priority").alias("警情级别"),
        pl.col("channel").alias("报警方式"),
        pl.col("station").alias("管辖派出所代码"),
        pl.col("community").alias("社区代码"),
        pl.col("place_type").alias("发案地点类型"),
        pl.when("is_valid").then(pl.lit("是")).otherwise(pl.lit("否")).alias("是否有效"),
        pl.col("result").alias("处理结果"),
    )
    return _with_dirty_cells(text, rng)


def _time(name: str, pattern: str) -> pl.Expr:
    return pl.from_epoch(name).dt.to_string(pattern)


def _with_dirty_cells(text: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """A few rows with a community, a category or a time that nobody can read."""
    damage = rng.choice(4, text.height, p=(1 - DIRTY_SHARE, *[DIRTY_SHARE / 3] * 3))
    cells = {"社区代码": UNKNOWN_COMMUNITY, "警情类型代码": UNKNOWN_CATEGORY, "报警时间": UNREADABLE_TIME}
    return text.with_columns(
        pl.when(pl.Series(damage == kind)).then(pl.lit(value)).otherwise(pl.col(column)).alias(column)
        for kind, (column, value) in enumerate(cells.items(), 1)
    )
