"""Grid events as the grid centre exports them: a file a month with what has changed since the last one.

The file of month M holds the events reported in M and every earlier event something happened to in M, as
known at M's end. The same number therefore comes again, and the newest file wins. What happens to an event is
in `grid_events`.
"""

from datetime import date

import numpy as np
import polars as pl

from orchestration.fictional.arrays import Floats
from orchestration.fictional.city import City
from orchestration.fictional.config import Config
from orchestration.fictional.dates import epoch_seconds, months, next_month
from orchestration.fictional.event_categories import CATEGORIES
from orchestration.fictional.exports import Exporter
from orchestration.fictional.grid_events import STAGES, month_of_events
from orchestration.fictional.randomness import stream

_FORMAT = "%Y-%m-%d %H:%M:%S"
_CHANGES = (*STAGES, "cancelled_at")
_DIRTY_SHARE = 0.0005
UNKNOWN_CATEGORY = "9988"


def file_name(month: date) -> str:
    return f"网格事件/网格事件_{month:%Y%m}.csv"


def write_grid_events(city: City, config: Config, population: dict[int, Floats], exporter: Exporter) -> None:
    """Write all monthly files; holds the month's events and those still open."""
    unfinished: pl.DataFrame | None = None
    for month in months(config.first_month, config.last_month):
        start, end = epoch_seconds(month), epoch_seconds(next_month(month))
        reported = month_of_events(city, config, month, population[month.year])
        known = reported if unfinished is None else pl.concat([unfinished, reported])
        last_change = pl.max_horizontal("reported_at", *(_seen(name, end) for name in _CHANGES))
        exported = known.filter(last_change >= start)
        rng = stream(config.seed, "grid event files", month)
        exporter.csv(file_name(month), _as_text(exported, end, rng))
        final = pl.max_horizontal("reported_at", *_CHANGES)
        unfinished = known.filter((final >= end) | pl.all_horizontal(pl.col("closed_at", "cancelled_at").is_null()))


def _seen(name: str, end: int) -> pl.Expr:
    """A time as known at the end of the month: what lies ahead is not there yet."""
    return pl.when(pl.col(name) < end).then(pl.col(name)).alias(name)


def _yes_no(condition: pl.Expr) -> pl.Expr:
    return pl.when(condition).then(pl.lit("是")).otherwise(pl.lit("否"))


def _as_text(frame: pl.DataFrame, end: int, rng: np.random.Generator) -> pl.DataFrame:
    """The columns of the grid system as its file shows them at the end of a month."""
    seen = frame.with_columns(_seen(name, end) for name in _CHANGES)
    # The time limit starts with the dispatch; before it there is none.
    seen = seen.with_columns(due_at=pl.when(pl.col("dispatched_at").is_not_null()).then(pl.col("due_at")))
    category = seen["category"]
    text = seen.select(
        pl.col("number").alias("事件编号"),
        pl.col("source").alias("事件来源"),
        pl.Series([item.group.name for item in CATEGORIES]).gather(category).alias("事件大类"),
        pl.Series([item.code for item in CATEGORIES]).gather(category).alias("事件小类代码"),
        pl.Series([item.name for item in CATEGORIES]).gather(category).alias("事件小类"),
        _time("reported_at").alias("上报时间"),
        _time("accepted_at").alias("受理时间"),
        _time("filed_at").alias("立案时间"),
        _time("dispatched_at").alias("派遣时间"),
        _time("handled_at").alias("处置时间"),
        _time("verified_at").alias("核查时间"),
        _time("closed_at").alias("结案时间"),
        _time("due_at").alias("处置时限"),
        _time("cancelled_at").alias("作废时间"),
        pl.Series([item.group.unit for item in CATEGORIES]).gather(category).alias("处置部门"),
        _yes_no(pl.col("is_extended") & pl.col("dispatched_at").is_not_null()).alias("是否延期"),
        _yes_no(pl.col("is_rework") & pl.col("verified_at").is_not_null()).alias("是否返工"),
        _yes_no(pl.col("cancelled_at").is_not_null()).alias("是否作废"),
        pl.col("community").alias("社区代码"),
        pl.col("grid").alias("网格编码"),
    )
    return _with_dirty_cells(text, rng)


def _time(name: str) -> pl.Expr:
    return pl.from_epoch(name).dt.to_string(_FORMAT)


def _with_dirty_cells(text: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """A few rows with a category nobody knows, or closed in the year before they were reported."""
    damage = rng.choice(3, text.height, p=(1 - _DIRTY_SHARE, _DIRTY_SHARE / 2, _DIRTY_SHARE / 2))
    is_unknown, is_reversed = pl.Series(damage == 1), pl.Series(damage == 2)
    year_before = pl.col("上报时间").str.slice(0, 4).cast(pl.Int32) - 1
    too_early = pl.concat_str(
        year_before.cast(pl.String), pl.col("上报时间").str.slice(4).str.replace("-02-29", "-02-28")
    )
    return text.with_columns(
        pl.when(is_unknown).then(pl.lit(UNKNOWN_CATEGORY)).otherwise(pl.col("事件小类代码")).alias("事件小类代码"),
        pl.when(is_reversed & pl.col("结案时间").is_not_null())
        .then(too_early)
        .otherwise(pl.col("结案时间"))
        .alias("结案时间"),
    )
