"""Every query of the page of questions on the fictional city, and many figures against counts taken straight from its
files."""

import math
from collections.abc import Callable
from typing import Any

import duckdb
import polars as pl
import pytest

from docs.questions import Question, questions
from tests.fixtures.cities import BuiltCity

ASKED = questions().questions
# As ingestion takes them: what has a time, a known type and a known or no place.
VALID = (
    "called_at is not null and 是否有效 = '是' and 警情类型代码 <> '1999' and coalesce(社区代码, '') <> '989999001001'"
)
CRIME_AND_ORDER = f"{VALID} and left(警情类型代码, 2) in ('10', '20')"
Answers = dict[str, pl.DataFrame]
Files = duckdb.DuckDBPyConnection


@pytest.fixture(scope="module")
def answers(lanwan: BuiltCity) -> Answers:
    connection = lanwan.connect()
    return {question.id: connection.sql(question.sql).pl() for question in ASKED}


@pytest.fixture(scope="module")
def recount(files: Files) -> Callable[[str], dict[Any, Any]]:
    """Rows of a query on the files by their first column: the second, or a tuple of the others."""

    def rows(sql: str) -> dict[Any, Any]:
        return {row[0]: row[1] if len(row) == 2 else row[1:] for row in files.execute(sql).fetchall()}

    return rows


Recount = Callable[[str], dict[Any, Any]]


def by(frame: pl.DataFrame, key: str, *columns: str) -> dict[Any, Any]:
    """The columns of a result by its key."""
    assert frame[key].is_unique().all()
    return {row[0]: row[1] if len(row) == 2 else row[1:] for row in frame.select(key, *columns).iter_rows()}


@pytest.mark.parametrize("question", ASKED, ids=lambda question: question.id)
def test_every_question_has_an_answer(question: Question, answers: Answers) -> None:
    answer = answers[question.id]
    assert answer.height > 0
    assert [name for name in question.figure if answer[name].null_count() == answer.height] == []
    assert answer["as_of"].null_count() < answer.height


def wilson(successes: float, trials: float) -> tuple[float, float]:
    z = 1.959963984540054
    middle = (successes + z * z / 2) / (trials + z * z)
    half = z / (trials + z * z) * math.sqrt(successes * (trials - successes) / trials + z * z / 4)
    return middle - half, middle + half


def test_a1_falls_and_their_ranks(answers: Answers, recount: Recount) -> None:
    counted = recount(
        "select 名称, count_if(year(called_at) = 2025), count_if(year(called_at) = 2024) from alarm"
        f" join register on left(社区代码, 6) = 区划代码 where {CRIME_AND_ORDER} group by 1"
    )
    assert by(answers["A1"], "name_zh", "alarm_count", "year_ago_count") == counted
    changes = sorted(now / before - 1 for now, before in counted.values())
    for name, (rank, change) in by(answers["A1"], "name_zh", "rank_of_fall", "year_ago_change").items():
        now, before = counted[name]
        assert change == pytest.approx(now / before - 1)
        assert rank == 1 + changes.index(now / before - 1)


def test_a2_runs_of_years(answers: Answers, recount: Recount) -> None:
    crime = recount(f"select year(called_at), count(*) from alarm where {CRIME_AND_ORDER} group by 1")
    disputes = recount(
        f"select year(called_at), count(*) from alarm where {VALID} and left(警情类型代码, 2) = '50' group by 1"
    )
    deaths = recount(
        "select left(年度, 4)::int, 分子::int from ledger where 单位代码 = '980100' and 指标 = '道路交通死亡人数'"
    )
    for code, series in (("AL03", crime), ("AL13", disputes), ("AL14", deaths)):
        years = [series[year] for year in sorted(series)]
        rises = years[-1] > years[-2]
        run = 1
        while run < 4 and years[-run - 1] != years[-run - 2] and (years[-run - 1] > years[-run - 2]) == rises:
            run += 1
        expected = "up" if rises else "down", run, 1 / math.factorial(run + 1), years[-1] / years[-1 - run] - 1
        found = by(answers["A2"], "indicator_id", "direction", "streak_length", "chance", "total_change")[code]
        assert found[:2] == expected[:2]
        assert found[2:] == pytest.approx(expected[2:])


def test_a3_homicides_are_not_collected_and_not_zero(answers: Answers) -> None:
    row = answers["A3"].row(by_predicate=pl.col("indicator_id") == "AL09", named=True)
    assert (row["is_collected"], row["value"]) == (False, None)


def test_a6_contributions_to_the_change(answers: Answers, recount: Recount) -> None:
    years = "count_if(year(called_at) = 2025), count_if(year(called_at) = 2024)"
    counted = recount(f"select 警情类型, {years} from alarm where {VALID} group by 1")
    total, before = recount(f"select 1, {years} from alarm where {VALID}")[1]
    found = by(answers["A6"], "name_zh", "year_ago_contribution", "share")
    assert len(found) == 8
    for name, pair in found.items():
        now, then = counted[name]
        assert pair == pytest.approx(((now - then) / before, now / total))


def test_a8_street_calls(answers: Answers, recount: Recount) -> None:
    """A call whose outcome is not recorded is in neither of the two counts of AL12."""
    on_scene, street, of_known_outcome, known = recount(
        "select 1, count_if(发案地点类型 = '街面' and 处理结果 in ('现场处置', '调解', '快速理赔')),"
        " count_if(发案地点类型 = '街面'), count_if(发案地点类型 = '街面' and 处理结果 <> ''),"
        f" count_if(发案地点类型 <> '不详') from alarm where {VALID}"
        " and called_at >= date '2025-12-01' and called_at < date '2026-01-01'"
    )[1]
    assert 0 < of_known_outcome < street
    found = by(answers["A8"], "indicator_id", "is_collected", "value", "numerator", "denominator")
    assert found["AL11"] == (True, pytest.approx(street / known), street, known)
    assert found["AL12"] == (True, pytest.approx(on_scene / of_known_outcome), on_scene, of_known_outcome)


def test_a11_parts_of_the_day(answers: Answers, recount: Recount) -> None:
    counted = recount(
        f"select hour(called_at) // 6, count(*) from alarm where {VALID} and year(called_at) = 2025 group by 1"
    )
    found = by(answers["A11"], "hour_band", "alarm_count")
    assert found == {f"{6 * part:02}-{6 * part + 6:02}": count for part, count in counted.items()}


def test_b5_measures_in_the_first_three(answers: Answers, recount: Recount) -> None:
    """Places of scores to a tenth of a percentage point; awareness and participation are asked of all."""
    places = recount(
        "with score as (select 区名称, 测评指标, round(100.0 * 正向人数::int / (样本量::int"
        " - case when 测评指标 in ('平安创建知晓率', '平安创建参与率') then 0 else 不清楚人数::int end), 1)"
        " as score from survey where 期次 = '2025年度'),"
        " ranked as (select 区名称, rank() over (partition by 测评指标 order by score desc) as place from score)"
        " select 区名称, count_if(place <= 3), count(*) from ranked group by 1"
    )
    assert by(answers["B5"], "name_zh", "measures_in_top_three", "measures_ranked") == places


def test_b2_intervals_of_satisfaction(answers: Answers, recount: Recount) -> None:
    counted = recount(
        "select 区名称, 正向人数::int, 样本量::int - 不清楚人数::int from survey"
        " where 期次 = '2025年度' and 测评指标 = '扫黑除恶满意度'"
    )
    campaign = answers["B2"].filter(pl.col("measure_id") == "organised-crime")
    for name, found in by(campaign, "name_zh", "score", "lower", "upper").items():
        assert found == pytest.approx((counted[name][0] / counted[name][1], *wilson(*counted[name])))


def test_b9_smallest_bases(answers: Answers) -> None:
    """By trying, with halves rounded either way."""
    for claimed, base in by(answers["B9"], "claim", "claimed", "smallest_base").values():
        unit = 0.1 if round(claimed, 1) == claimed else 0.01
        tried = next(
            n
            for n in range(1, 10_001)
            if any(
                abs(100 * k / n - claimed) <= unit / 2 + 1e-9 for k in range(math.floor(claimed * n / 100), n + 1)[:2]
            )
        )
        assert base == tried


def test_b11_the_three_greatest_concerns(answers: Answers, recount: Recount) -> None:
    rates = recount(
        "select 名称 || 问题类别, 加权提及::double / 加权回答::double from concern"
        " join register using (区划代码) where 年度 = '2025年度'"
    )
    districts = answers["B11"].filter(pl.col("name_zh") != "澜湾市")
    assert districts["name_zh"].n_unique() == 10
    for name, concern, place, rate in districts.select("name_zh", "concern", "place", "rate").iter_rows():
        assert rate == pytest.approx(rates[name + concern])
        above = [other for key, other in rates.items() if key.startswith(name) and round(other, 3) > round(rate, 3)]
        assert place == 1 + len(above) <= 3


def test_c1_closure_over_four_denominators(answers: Answers, recount: Recount) -> None:
    counts = recount(
        "with event as (select *, 是否作废 = '否' as stands, stands and 处置时限 < '2026' as is_due from event)"
        " select 1, count(*), count_if(stands and 受理时间 is not null), count_if(stands and 立案时间 is not null),"
        " count_if(is_due), count_if(结案时间 is not null), count_if(is_due and 结案时间 <= 处置时限) from event"
    )[1]
    (found,) = answers["C1"].select("reported", "accepted", "filed", "due", "closed", "closed_in_time_of_due").rows()
    assert tuple(map(int, found[:5])) == counts[:5]
    assert found[5] == pytest.approx(counts[5] / counts[3])


def test_c4_visits_and_hazards(answers: Answers, recount: Recount) -> None:
    counted = recount(
        "select 名称, sum(走访次数::int), sum(发现隐患数::int), sum(上报隐患数::int),"
        " sum(应整改数::int), sum(已整改数::int)"
        " from patrol join register on left(社区代码, 6) = 区划代码 where left(月份, 4) = '2025' group by 1"
    )
    found = by(answers["C4"], "name_zh", "hazards_per_100_visits", "reported_rate", "fixed_rate")
    assert found.keys() == counted.keys()
    for name, rates in found.items():
        visits, hazards, reported, due, fixed = counted[name]
        assert rates == pytest.approx((100 * hazards / visits, reported / hazards, fixed / due))


def test_c13_communities_with_a_beat(answers: Answers, recount: Recount) -> None:
    ((with_beat, beats),) = recount("select 1, count(distinct 社区代码), count(distinct 警格编号) from beat").values()
    city = answers["C13"].row(by_predicate=pl.col("name_zh") == "澜湾市", named=True)
    assert (city["communities"], city["with_beat"], city["beats"]) == (650, with_beat, beats)
    assert city["matched_share"] == pytest.approx(with_beat / 650)
    assert with_beat < 650


def test_d1_disputes_month_by_month(answers: Answers, recount: Recount) -> None:
    rates = recount(
        "with months as (select 街道代码, 月份, sum(化解数::int) / sum(受理数::int) as rate from dispute"
        " where 月份 >= '2024' group by all)"
        " select 名称, min(rate) from months join register on 街道代码 = 区划代码 group by 1"
    )
    found = by(answers["D1"], "name_zh", "least_rate_24_months")
    assert len(found) == 74
    assert found == pytest.approx(rates)


def test_d3_programmes_and_their_controls(answers: Answers, recount: Recount) -> None:
    counted = recount(
        "select 专项名称, count_if(类型 = '整治' and not is_after), count_if(类型 = '整治' and is_after),"
        " count_if(类型 = '对照' and not is_after), count_if(类型 = '对照' and is_after)"
        " from (select *, called_at >= 开始日期::date as is_after from programme join alarm using (社区代码))"
        " where called_at >= 开始日期::date - interval 1 year and called_at < 开始日期::date + interval 1 year"
        f" and {CRIME_AND_ORDER} group by 1"
    )
    columns = "treated_before", "treated_after", "control_before", "control_after"
    assert by(answers["D3"], "programme", *columns) == counted
    for name, ratio in by(answers["D3"], "programme", "ratio").items():
        before, after, control_before, control_after = counted[name]
        assert ratio == pytest.approx(after / before / (control_after / control_before))


def test_d11_items_done(answers: Answers, recount: Recount) -> None:
    done = "coalesce(nullif(完成日期, ''), '2025-12-31')"
    counted = recount(
        "select left(列入日期, 4)::int, count(*), count_if(nullif(完成日期, '') is not null),"
        f" count_if({done} > 整改期限) from item group by 1"
    )
    found = by(answers["D11"], "year", "items", "done", "overdue")
    assert {year: tuple(map(int, row)) for year, row in found.items()} == counted


@pytest.mark.parametrize(
    ("code", "indicator", "scale"),
    [
        ("D12", "每百件评查案件问题数", 100),
        ("E5", "平安细胞覆盖率", 1),
        ("E9", "500米服务覆盖率", 1),
        ("E10", "法律顾问覆盖率", 1),
    ],
)
def test_figures_of_the_ledger(code: str, indicator: str, scale: int, answers: Answers, recount: Recount) -> None:
    counted = recount(
        f"select 单位名称, {scale} * 分子::double / 分母::double from ledger"
        f" where 年度 = '2025年度' and 指标 = '{indicator}'"
    )
    assert len(counted) == 11
    assert by(answers[code], "name_zh", "value") == pytest.approx(counted)


def test_e1_arrivals_within_five_minutes(answers: Answers, recount: Recount) -> None:
    seconds = "epoch(到达现场时间::timestamp) - epoch(called_at)"
    alarms, within, median = recount(
        f"select 1, count(*), count_if({seconds} <= 300), median({seconds}) from alarm"
        f" where {VALID} and 到达现场时间 is not null and called_at >= date '2025-12-01'"
    )[1]
    arrive = answers["E1"].row(by_predicate=pl.col("stage") == "arrive", named=True)
    assert (arrive["alarms"], arrive["within_300"]) == (alarms, within)
    assert arrive["p50"] == pytest.approx(median, abs=5)


def test_e3_what_is_told_as_more_is_below_the_sum(answers: Answers) -> None:
    for told, total, bound in by(answers["E3"], "period_id", "told", "sum_of_districts", "bound").values():
        assert bound == "ge"
        assert told <= total < told + 10_000


def test_e15_months_in_the_first_place(answers: Answers, lanwan: BuiltCity) -> None:
    ranks: dict[str, list[int]] = {}
    for name, rank in (
        lanwan.connect()
        .execute(
            "select name_zh, rank from marts.mart_rankings ranking join marts.dim_area using (area_id)"
            " where indicator_id = 'AL04' and scope_id = 'city' and ranking.level_id = 'district'"
            " and period_type = 'M' order by period_start desc"
        )
        .fetchall()
    ):
        ranks.setdefault(name, []).append(rank)
    expected = {
        name: next((months for months, rank in enumerate(places) if rank != 1), len(places))
        for name, places in ranks.items()
    }
    assert {name: int(months) for name, months in by(answers["E15"], "name_zh", "months_first").items()} == expected


def test_e18_zero_is_not_no_risk(answers: Answers) -> None:
    for population, upper in answers["E18"].select("population", "rate_upper").iter_rows():
        assert upper == pytest.approx(-math.log(0.025) / population * 10_000)
