"""Alarms: taxonomy, published volumes and shares, trends, hot spots, stage times, files gone wrong."""

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from anlan.home import CHECKOUT
from orchestration.fictional import Config, generate_with
from orchestration.fictional.alarm_categories import CATEGORIES, GROUPS, INVALID
from orchestration.fictional.alarm_files import (
    DIRTY_SHARE,
    UNKNOWN_CATEGORY,
    UNKNOWN_COMMUNITY,
    UNREADABLE_TIME,
)
from orchestration.fictional.alarm_volumes import draw, expected
from orchestration.fictional.alarms import month_of_alarms
from orchestration.fictional.arrays import Integers
from orchestration.fictional.city import City
from orchestration.fictional.config import Size, config_for
from orchestration.fictional.dates import months, next_month
from orchestration.fictional.districts import DISTRICTS
from orchestration.fictional.population import population_by_year
from orchestration.fictional.randomness import stream

ReadCsv = Callable[[str], pl.DataFrame]

STAGES = ("报警时间", "签收时间", "派警时间", "出警时间", "到达现场时间", "反馈时间", "处警结束时间")
FILES = ("202311", "202312", "202401", "202401_补报", "202402")


@pytest.fixture(scope="module")
def five_years(city: City) -> dict[date, Integers]:
    """Month → valid alarms of a realistic volume, category × community."""
    config = config_for(Size.MEDIUM, seed=1)
    residents = population_by_year(city.layout, city.residents, config.years, stream(config.seed, "population"))
    return {
        month: draw(expected(city, config, month, residents[month.year]), city, stream(config.seed, "t", month))
        for month in months(config.first_month, config.last_month)
    }


@pytest.fixture(scope="module")
def alarms(read_csv: ReadCsv) -> pl.DataFrame:
    return pl.concat([read_csv(f"警情/警情_{name}.csv").with_columns(file=pl.lit(name)) for name in FILES])


def _in_group(code: str) -> Integers:
    return np.flatnonzero([category.code.startswith(code) for category in CATEGORIES])


def _by_year(
    five_years: dict[date, Integers], rows: Integers, communities: Integers | slice = slice(None)
) -> list[int]:
    return [
        sum(int(counts[rows][:, communities].sum()) for month, counts in five_years.items() if month.year == year)
        for year in range(2021, 2026)
    ]


def test_categories_are_those_of_the_standard_taxonomy() -> None:
    path = CHECKOUT / "orchestration/registry/standard/alarm_categories.csv"
    with path.open(encoding="utf-8", newline="") as file:
        standard = {row["category_id"]: row["name_zh"] for row in csv.DictReader(file)}
    ours = {group.code: group.name for group in GROUPS.values()}
    ours |= {category.code: category.name for category in (*CATEGORIES, INVALID)}
    assert ours == standard


@pytest.mark.parametrize(
    ("group", "low", "high"),
    [("10", 1.4, 4.6), ("20", 4, 11), ("30", 17, 29), ("50", 9, 11), ("60", 9, 18), ("90", 45, 52)],
)
def test_shares_lie_within_published_ranges_in_every_year(
    five_years: dict[date, Integers], group: str, low: float, high: float
) -> None:
    everything = np.arange(len(CATEGORIES))
    shares = np.divide(_by_year(five_years, _in_group(group)), _by_year(five_years, everything)) * 100
    assert (shares > low).all()
    assert (shares < high).all()


def test_weekly_volume_lies_within_the_published_range(five_years: dict[date, Integers]) -> None:
    for month, counts in five_years.items():
        weeks = (next_month(month) - month).days / 7
        assert 1_600 < counts.sum() / weeks < 3_400


def test_criminal_and_public_order_fall_rise_and_stay_by_district(city: City, five_years: dict[date, Integers]) -> None:
    rows = np.concatenate([_in_group("10"), _in_group("20")])
    ratio = {}
    for number, profile in enumerate(DISTRICTS):
        yearly = _by_year(five_years, rows, np.flatnonzero(city.layout.district == number))
        ratio[profile.name_zh] = yearly[-1] / yearly[0]
    assert ratio["望澜区"] < 0.75
    assert ratio["砚溪区"] < 0.85
    assert ratio["禾渡区"] > 1.3
    assert all(0.8 < ratio[name] < 1.25 for name in ("汐桥区", "鹭汀区", "青岬区", "霁山区", "云栈区"))


def test_hot_spots_are_hot_when_they_should_be(city: City, five_years: dict[date, Integers]) -> None:
    rows = np.concatenate([_in_group("10"), _in_group("20")])

    def times_the_median(year: int) -> np.ndarray:
        counts = sum(counts[rows].sum(axis=0) for month, counts in five_years.items() if month.year == year)
        rate = counts / city.residents
        return rate / np.median(rate)

    first, last = times_the_median(2021), times_the_median(2025)
    spots = city.hot_spots
    assert first[spots.persistent].min() > 2
    assert last[spots.persistent].min() > 2
    assert np.median(first[spots.fading]) > 2.5
    assert np.median(last[spots.fading]) < 1.8
    assert np.median(first[spots.emerging]) < 1.8
    assert np.median(last[spots.emerging]) > 2.5


def test_counts_scatter_more_than_poisson(city: City) -> None:
    config = config_for(Size.MEDIUM, seed=1)
    mean = expected(city, config, date(2023, 6, 1), city.residents)
    rows = _in_group("90")
    drawn = np.array([draw(mean, city, np.random.default_rng(seed))[rows].sum(axis=0) for seed in range(60)])
    assert np.median(drawn.var(axis=0, ddof=1) / drawn.mean(axis=0)) > 1.3


def test_a_few_results_are_not_recorded_of_whatever_ended_how(city: City) -> None:
    config = replace(config_for(Size.MEDIUM, seed=1), invalid_share=0.3)
    frame = month_of_alarms(city, config, date(2024, 3, 1), city.residents)
    missing = frame.group_by("is_valid").agg(share=pl.col("result").is_null().mean())["share"]
    assert all(0.01 < share < 0.03 for share in missing)


def test_spring_festival_is_quieter_on_the_roads_and_worse_for_fires(city: City) -> None:
    config = replace(config_for(Size.MEDIUM, seed=1), invalid_share=0.3)
    # The festival of 2024 is on 10 February.
    frame = month_of_alarms(city, config, date(2024, 2, 1), city.residents).filter("is_valid")
    codes = pl.Series([category.code for category in (*CATEGORIES, INVALID)])
    frame = frame.with_columns(
        group=codes.gather(frame["category"]).str.head(2), day=pl.from_epoch("occurred_at").dt.day()
    )

    def a_day(group: str, first: int, last: int) -> float:
        inside = (pl.col("group") == group) & pl.col("day").is_between(first, last)
        return frame.filter(inside).height / (last - first + 1)

    assert a_day("30", 10, 16) < 0.85 * a_day("30", 26, 29)
    assert a_day("40", 9, 16) > 1.3 * a_day("40", 26, 29)


def test_most_calls_are_invalid_and_nobody_is_sent_to_them(alarms: pl.DataFrame) -> None:
    assert 0.64 < (alarms["是否有效"] == "否").mean() < 0.84
    invalid = alarms.filter(pl.col("是否有效") == "否")
    assert invalid.select(pl.col(STAGES[1:]).is_null().all()).row(0) == (True,) * 6


def test_stage_times_are_in_order(alarms: pl.DataFrame) -> None:
    readable = alarms.filter(pl.col("报警时间") != UNREADABLE_TIME)
    times = readable.with_columns(
        pl.coalesce(
            pl.col(name).str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False),
            pl.col(name).str.to_datetime("%Y/%m/%d %H:%M:%S", strict=False),
        ).alias(name)
        for name in STAGES
    )
    assert times["报警时间"].null_count() == 0
    assert times["到达现场时间"].count() > 1_000
    for earlier, later in pairwise(STAGES):
        assert times.filter(pl.col(earlier) > pl.col(later)).height == 0


def test_remote_districts_wait_longer(city: City) -> None:
    config = config_for(Size.MEDIUM, seed=1)
    frame = month_of_alarms(city, config, date(2023, 5, 1), city.residents).drop_nulls(["arrived_at", "community"])
    frame = frame.with_columns(
        district=pl.col("community").str.head(6), wait=pl.col("arrived_at") - pl.col("occurred_at")
    )
    median = dict(frame.group_by("district").agg(pl.col("wait").median()).iter_rows())
    assert median["980107"] > median["980110"] > median["980102"] * 1.3


def test_time_format_is_the_old_one_until_2022(city: City, config: Config, tmp_path: Path) -> None:
    old = replace(config, first_month=date(2022, 12, 1), last_month=date(2023, 1, 1))
    generate_with(old, tmp_path / "inbox", lambda _: None)
    first = {
        name: (tmp_path / f"inbox/警情/警情_{name}.csv").read_bytes().decode("gb18030").splitlines()[1].split(",")[1]
        for name in ("202212", "202301")
    }
    assert first["202212"].startswith("2022/12/1 ")
    assert first["202301"].startswith("2023-01-01 ")


def test_codes_follow_the_redrawing_by_day_of_the_alarm(city: City, alarms: pl.DataFrame) -> None:
    known = alarms.filter(pl.col("社区代码") != UNKNOWN_COMMUNITY).with_columns(
        month=pl.col("接警单编号").str.slice(1, 4)
    )
    before = known.filter(pl.col("month") < "2401")["社区代码"]
    after = known.filter(pl.col("month") >= "2401")["社区代码"]
    assert set(before) <= set(city.register.former_codes.tolist())
    assert set(after) <= set(city.register.codes.tolist())
    assert set(before) & (set(city.register.former_codes.tolist()) - set(city.register.codes.tolist()))


def test_some_rows_come_late_or_in_a_supplement_and_none_is_lost(
    city: City, config: Config, alarms: pl.DataFrame
) -> None:
    residents = population_by_year(city.layout, city.residents, config.years, stream(config.seed, "population"))
    made = [
        number
        for month in months(config.first_month, config.last_month)
        for number in month_of_alarms(city, config, month, residents[month.year])["number"]
    ]
    assert sorted(made) == sorted(alarms["接警单编号"])
    late = alarms.filter(pl.col("接警单编号").str.slice(1, 4) != pl.col("file").str.slice(2, 4))
    assert 0.001 < late.height / alarms.height < 0.01
    supplement = alarms.filter(pl.col("file").str.ends_with("补报"))
    assert supplement.height > 0
    assert set(supplement["接警单编号"].str.slice(1, 4)) == {"2401"}


def test_one_file_comes_twice(inbox: Path) -> None:
    assert (inbox / "警情/警情_202312.csv").read_bytes() == (inbox / "警情/警情_202312_副本.csv").read_bytes()


def test_few_rows_are_dirty_and_one_in_a_hundred_has_no_place(alarms: pl.DataFrame) -> None:
    dirty = (
        (pl.col("社区代码") == UNKNOWN_COMMUNITY)
        | (pl.col("警情类型代码") == UNKNOWN_CATEGORY)
        | (pl.col("报警时间") == UNREADABLE_TIME)
    )
    assert 1 <= alarms.filter(dirty.fill_null(False)).height < 4 * DIRTY_SHARE * alarms.height
    assert 0.007 < alarms["社区代码"].is_null().mean() < 0.013
