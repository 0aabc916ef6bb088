"""Grid events, survey and population: states month by month, closure, answers, residents."""

import csv
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from anlan.home import CHECKOUT
from orchestration.fictional.city import City
from orchestration.fictional.config import Size, config_for
from orchestration.fictional.districts import DISTRICTS
from orchestration.fictional.event_categories import CATEGORIES, GROUPS
from orchestration.fictional.grid_event_files import UNKNOWN_CATEGORY
from orchestration.fictional.grid_events import month_of_events
from orchestration.fictional.population import population_by_year
from orchestration.fictional.survey import ITEMS, positive_share

ReadCsv = Callable[[str], pl.DataFrame]

MONTHS = ("2023-11", "2023-12", "2024-01", "2024-02")
STAGES = ("上报时间", "受理时间", "立案时间", "派遣时间", "处置时间", "核查时间", "结案时间")


@pytest.fixture(scope="module")
def events(read_csv: ReadCsv) -> pl.DataFrame:
    """All exported rows with the month of their file."""
    return pl.concat(
        [
            read_csv(f"网格事件/网格事件_{month.replace('-', '')}.csv").with_columns(file=pl.lit(month))
            for month in MONTHS
        ]
    )


def test_event_categories_are_those_of_the_standard_taxonomy() -> None:
    path = CHECKOUT / "orchestration/registry/standard/event_categories.csv"
    with path.open(encoding="utf-8", newline="") as file:
        standard = {row["category_id"]: row["name_zh"] for row in csv.DictReader(file)}
    ours = {group.code: group.name for group in GROUPS}
    assert ours | {category.code: category.name for category in CATEGORIES} == standard


def test_a_file_knows_nothing_after_its_month(events: pl.DataFrame) -> None:
    for stage in (*STAGES, "作废时间"):
        assert events.filter(pl.col(stage).str.head(7) > pl.col("file")).height == 0


def test_every_row_changed_in_the_month_of_its_file(events: pl.DataFrame) -> None:
    clean = events.filter((pl.col("结案时间") >= pl.col("上报时间")).fill_null(True))
    last_change = pl.max_horizontal(*STAGES, "作废时间").str.head(7)
    assert clean.filter(last_change != pl.col("file")).height == 0
    assert clean.height > 0


def test_open_events_come_again_with_their_closing_and_newest_wins(events: pl.DataFrame) -> None:
    first_seen = events.group_by("事件编号").agg(pl.col("file").min(), pl.col("上报时间").first())
    assert (first_seen["file"] == first_seen["上报时间"].str.head(7)).all()
    again = events.group_by("事件编号").agg(pl.len(), pl.col("结案时间").sort_by("file")).filter(pl.col("len") > 1)
    assert again.height > 100
    opened, latest = again["结案时间"].list.first(), again["结案时间"].list.last()
    assert opened.null_count() > 0.95 * again.height
    assert latest.null_count() < 0.2 * again.height


def test_event_stages_are_in_order_but_for_the_dirty_rows(events: pl.DataFrame) -> None:
    reversed_rows = events.filter(pl.col("结案时间") < pl.col("上报时间"))
    assert reversed_rows.height < 0.002 * events.height
    clean = events.filter((pl.col("结案时间") >= pl.col("上报时间")).fill_null(True))
    for earlier, later in pairwise(STAGES):
        assert clean.filter(pl.col(earlier) > pl.col(later)).height == 0


def test_cancelled_events_are_marked_and_never_closed(events: pl.DataFrame) -> None:
    cancelled = events.filter(pl.col("是否作废") == "是")
    assert 0.01 < cancelled.height / events.height < 0.04
    assert cancelled["作废时间"].null_count() == 0
    assert cancelled["结案时间"].count() == 0


def test_grid_codes_extend_community_codes_and_follow_the_redrawing(city: City, events: pl.DataFrame) -> None:
    assert (events["网格编码"].str.head(12) == events["社区代码"]).all()
    reported = pl.col("上报时间").str.head(4)
    assert set(events.filter(reported == "2023")["社区代码"]) <= set(city.register.former_codes.tolist())
    assert set(events.filter(reported == "2024")["社区代码"]) <= set(city.register.codes.tolist())


def test_few_event_categories_are_unknown(events: pl.DataFrame) -> None:
    known = {category.code for category in CATEGORIES}
    assert set(events["事件小类代码"]) <= known | {UNKNOWN_CATEGORY}


def test_closure_differs_by_district_and_one_catches_up(city: City) -> None:
    config = config_for(Size.MEDIUM, seed=1)

    def closed_by_month_end(month: date) -> dict[str, float]:
        frame = month_of_events(city, config, month, city.residents).drop_nulls("due_at")
        due = pl.from_epoch("due_at")
        month_end = due.dt.month_end().dt.truncate("1d") + pl.duration(days=1)
        closed = (pl.from_epoch("closed_at") < month_end).fill_null(False)
        shares = frame.group_by(pl.col("community").str.head(6)).agg(closed.mean().alias("closed"))
        names = {area.code: area.name_zh for area in city.register.districts}
        return {names[code]: share for code, share in shares.iter_rows()}

    before, after = closed_by_month_end(date(2024, 3, 1)), closed_by_month_end(date(2025, 3, 1))
    assert before["望澜区"] > 0.98
    assert 0.78 < before["禾渡区"] < 0.90
    assert after["砚溪区"] - before["砚溪区"] > 0.03
    assert all(0.78 < share <= 1 for share in (*before.values(), *after.values()))


def test_weekends_are_quiet_and_slow(city: City) -> None:
    config = config_for(Size.LARGE, seed=1)
    frame = month_of_events(city, config, date(2025, 9, 1), city.residents)
    weekday = frame.select(pl.from_epoch("reported_at").dt.weekday())["reported_at"]
    # September 2025 has 22 working days and 8 days of weekend.
    assert (weekday >= 6).sum() / 8 < 0.7 * (weekday < 6).sum() / 22
    due = frame.drop_nulls("due_at").with_columns(day=pl.from_epoch("due_at").dt.weekday())
    on_time = dict(
        due.group_by("day").agg((pl.col("closed_at") <= pl.col("due_at")).fill_null(False).mean()).iter_rows()
    )
    assert on_time[1] < on_time[3] - 0.03


def _waves(inbox: Path) -> pl.DataFrame:
    return pl.concat(
        [pl.read_excel(path, read_options={"header_row": 1}) for path in sorted(inbox.glob("测评/*.xlsx"))]
    )


def test_waves_have_all_districts_and_their_indicators(inbox: Path) -> None:
    waves = _waves(inbox)
    assert set(waves["期次"]) == {f"{year}{part}" for year in (2023, 2024) for part in ("上半年", "下半年", "年度")}
    sizes = waves.group_by("期次").agg(pl.col("测评指标").n_unique(), pl.col("区划代码").n_unique())
    for wave, indicators, districts in sizes.iter_rows():
        assert (indicators, districts) == ((8 if wave.endswith("年度") else 4), 10)


def test_answers_add_up_to_the_sample(inbox: Path) -> None:
    waves = _waves(inbox)
    answers = pl.sum_horizontal("正向人数", "中性人数", "负向人数", "不清楚人数")
    assert waves.filter(answers != pl.col("样本量")).height == 0
    assert waves["样本量"].is_between(300, 400).all()


def test_survey_shares_are_high_and_change_in_two_districts_only() -> None:
    for item in ITEMS:
        changed = {
            profile.name_zh
            for profile in DISTRICTS
            if abs(positive_share(item, profile.name_zh, 4.9, 0.0) - positive_share(item, profile.name_zh, 0.9, 0.0))
            > 0.02
        }
        assert changed <= {"望澜区", "禾渡区"}
        assert "望澜区" in changed
        for profile in DISTRICTS:
            assert 0.85 < positive_share(item, profile.name_zh, 0.9, 0.0) < 0.98
    safety = ITEMS[0]
    assert positive_share(safety, "禾渡区", 4.9, 0.0) < positive_share(safety, "禾渡区", 0.9, 0.0) - 0.03


def test_population_has_a_title_a_footnote_and_the_codes_of_its_year(inbox: Path, city: City) -> None:
    for year, codes in ((2023, city.register.former_codes), (2024, city.register.codes)):
        table = pl.read_excel(inbox / f"人口/实有人口_{year}.xlsx", read_options={"header_row": 1})
        assert table.columns == ["区划代码", "社区名称", "所属街道", "年份", "实有人口"]
        assert table["区划代码"][-1].startswith("注：")
        rows = table.head(-1)
        assert sorted(rows["区划代码"]) == sorted(codes.tolist())
        assert 2_600_000 < rows["实有人口"].sum() < 3_000_000


def test_districts_grow_and_shrink(city: City) -> None:
    years = population_by_year(city.layout, city.residents, range(2021, 2026), np.random.default_rng(1))
    change = {
        profile.name_zh: years[2025][city.layout.district == number].sum()
        / years[2021][city.layout.district == number].sum()
        for number, profile in enumerate(DISTRICTS)
    }
    assert change["砚溪区"] > 1.08
    assert change["沧屿区"] < 0.97
