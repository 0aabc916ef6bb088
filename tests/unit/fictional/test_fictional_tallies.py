"""What is counted elsewhere, and lists: answers, concerns, disputes, visits, programmes, relations, reports."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from orchestration.fictional import alarm_volumes
from orchestration.fictional.answers import ONLINE, TELEPHONE, option_shares
from orchestration.fictional.areas import CITY_CODE
from orchestration.fictional.city import City
from orchestration.fictional.concerns import CONCERNS
from orchestration.fictional.config import Config, Size, config_for
from orchestration.fictional.dates import months
from orchestration.fictional.disputes import LESS_RESOLVED, write_disputes
from orchestration.fictional.exports import Exporter
from orchestration.fictional.population import population_by_year
from orchestration.fictional.programmes import BUFFER, CONTROL, CONTROL_BUFFER, TREATED, programmes
from orchestration.fictional.relations import IN_TWO_BEATS, PEER_GROUPS, WITHOUT_BEAT
from orchestration.fictional.reports import (
    ADVISERS,
    CITY_SCOPE,
    MISTYPED,
    ORDER,
    PROVINCE_ROSTER,
    PROVINCE_SCOPE,
    ROAD_DEATHS,
    SAFE_CELLS,
    SAFETY,
    VOLUNTEERS,
    claims,
    ledger,
)
from orchestration.fictional.survey import yearly_scores
from orchestration.registry.scales import standard_scales

ReadCsv = Callable[[str], pl.DataFrame]


@pytest.fixture(scope="module")
def whole() -> Config:
    return config_for(Size.SMALL, seed=1)


def _workbook(path: Path) -> pl.DataFrame:
    return pl.read_excel(path, read_options={"header_row": 1})


def _numbers(frame: pl.DataFrame, *names: str) -> pl.DataFrame:
    return frame.with_columns(pl.col(name).cast(pl.Float64) for name in names)


def test_every_respondent_gives_one_answer_to_every_question(inbox: Path) -> None:
    answers = _workbook(inbox / "民调/电话调查_2023.xlsx").head(-1)
    people = answers.group_by("期次", "区划代码", "城乡", "题目").agg(pl.col("人数").sum(), pl.col("加权人数").sum())
    assert people.group_by("期次", "区划代码", "城乡").agg(pl.col("人数").n_unique())["人数"].max() == 1
    whole = people.group_by("期次", "区划代码", "题目").agg(pl.col("人数", "加权人数").sum())
    # Weights are multiples of the mean, so that both sums are of the same size.
    assert (whole["加权人数"] - whole["人数"]).abs().max() < 0.01
    assert whole["人数"].is_between(199, 281).all()


def test_weights_bring_the_strata_to_their_share_of_residents(inbox: Path) -> None:
    answers = _workbook(inbox / "民调/电话调查_2023.xlsx").head(-1)
    strata = (
        answers.filter((pl.col("题目") == "群众安全感") & (pl.col("期次") == "2023年第一季度"))
        .group_by("区划代码", "城乡")
        .agg(pl.col("人数").sum(), pl.col("加权人数").sum(), pl.col("层人口").first())
        .with_columns(
            people=pl.col("层人口") / pl.col("层人口").sum().over("区划代码"),
            weighted=pl.col("加权人数") / pl.col("加权人数").sum().over("区划代码"),
            asked=pl.col("人数") / pl.col("人数").sum().over("区划代码"),
        )
    )
    assert strata["区划代码"].n_unique() == 10
    assert (strata["people"] - strata["weighted"]).abs().max() < 0.001
    assert (strata["people"] - strata["asked"]).abs().max() > 0.05


def test_squared_weights_fit_the_weights(inbox: Path) -> None:
    answers = _workbook(inbox / "民调/电话调查_2023.xlsx").head(-1).filter(pl.col("人数") > 0)
    design_effect = pl.col("人数") * pl.col("权数平方和") / pl.col("加权人数") ** 2
    assert answers.filter(design_effect < 0.999).is_empty()
    assert answers.filter(pl.col("人数") > 50).select(design_effect.mean()).item() > 1.05


def test_options_of_questions_are_as_many_as_their_scale_has() -> None:
    scales = {len(scale.options) for scale in standard_scales().values()}
    for question in (*TELEPHONE, *ONLINE):
        shares = option_shares(question, "望澜区", 3.0, 0.0)
        assert len(shares) in scales
        assert sum(shares.values()) == pytest.approx(1)


def test_true_changes_of_the_survey_are_in_the_answers_too() -> None:
    safety = TELEPHONE[0]

    def safe(district: str, time: float) -> float:
        shares = option_shares(safety, district, time, 0.0)
        return sum(shares[option] for option in safety.positive)

    assert safe("望澜区", 4.5) > safe("望澜区", 1.0) + 0.02
    assert safe("禾渡区", 4.5) < safe("禾渡区", 1.0) - 0.03
    assert abs(safe("鹭汀区", 4.5) - safe("鹭汀区", 1.0)) < 0.01


def test_contacts_are_of_those_who_answered(inbox: Path, read_csv: ReadCsv) -> None:
    contacts = _numbers(read_csv("民调/访问情况_电话调查.csv"), "拨打数", "接通数", "成功数", "拒访数", "中途退出数")
    answered = pl.concat([_workbook(inbox / f"民调/电话调查_{year}.xlsx").head(-1) for year in (2023, 2024)])
    counted = answered.filter(pl.col("题目") == "群众安全感").group_by("期次", "区划代码").agg(pl.col("人数").sum())
    joined = contacts.join(counted, on=["期次", "区划代码"], how="full", coalesce=True)
    assert joined.height == contacts.height == 2 * 4 * 10
    assert (joined["人数"] == joined["成功数"]).all()
    assert contacts.filter(pl.col("成功数") + pl.col("拒访数") + pl.col("中途退出数") > pl.col("接通数")).is_empty()
    assert contacts.filter(pl.col("接通数") > pl.col("拨打数")).is_empty()


def test_the_online_survey_is_utf_8_with_a_mark(inbox: Path) -> None:
    content = (inbox / "民调/网络问卷_2023.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    answers = pl.read_csv(io.BytesIO(content))
    assert answers.height == 4 * 10 * (3 + 3 + 6 + 6)


def test_the_list_holds_the_three_greatest_concerns_of_the_year_before(inbox: Path, read_csv: ReadCsv) -> None:
    named = _numbers(read_csv("关注问题/群众关注问题_2023.csv"), "提及人数", "加权提及", "回答人数", "加权回答")
    assert named.filter(
        (pl.col("提及人数") > pl.col("回答人数")) | (pl.col("加权提及") > pl.col("加权回答"))
    ).is_empty()
    top = named.sort("提及人数", descending=True).group_by("区划代码").head(3)
    items = _workbook(inbox / "整治清单/重点整治清单.xlsx")
    assert items.filter(pl.col("清单编号").str.contains("ZG2024"))["列入日期"].str.head(4).unique().to_list() == [
        "2024"
    ]
    listed = set(items.select("区划代码", "问题类别").iter_rows())
    # Of the items of 2024 those of February are known at the end of February.
    assert listed
    assert listed <= set(top.select("区划代码", "问题类别").iter_rows())
    assert items["责任单位"].str.contains("|".join(unit for _, unit in CONCERNS.values())).all()


def test_open_disputes_are_carried_over(read_csv: ReadCsv) -> None:
    names = ("受理数", "化解数", "按期化解数", "就地化解数", "反复数", "期末未结数")
    year = _numbers(read_csv("矛盾纠纷/矛盾纠纷_2024.csv"), *names)
    first, second = (year.filter(pl.col("月份") == month) for month in ("2024-01", "2024-02"))
    joined = second.join(first, on=["街道代码", "纠纷类别"])
    assert joined.height == first.height == second.height == 74 * 4
    left = pl.col("期末未结数_right") + pl.col("受理数") + pl.col("反复数") - pl.col("化解数")
    assert joined.filter(left != pl.col("期末未结数")).is_empty()
    assert year.filter((pl.col("按期化解数") > pl.col("化解数")) | (pl.col("就地化解数") > pl.col("化解数"))).is_empty()


def test_disputes_are_resolved_less_where_and_since_it_is_said(city: City, whole: Config, tmp_path: Path) -> None:
    population = population_by_year(city.layout, city.residents, whole.years, np.random.default_rng(1))
    write_disputes(city, whole, population, Exporter(tmp_path, lambda _: None))
    rows = pl.concat(
        [
            pl.read_csv(io.StringIO(path.read_bytes().decode("gb18030")), schema_overrides={"街道代码": pl.String})
            for path in sorted(tmp_path.rglob("*.csv"))
        ]
    )
    codes = {area.code: area.name_zh for area in city.register.districts}
    shares = (
        rows.with_columns(
            district=pl.col("街道代码").str.head(6).replace_strict(codes), late=pl.col("月份") >= f"{LESS_RESOLVED[1]}"
        )
        .group_by("district", "late")
        .agg(backlog=pl.col("期末未结数").sum() / pl.col("受理数").sum())
    )
    backlog = {(district, late): share for district, late, share in shares.iter_rows()}
    assert backlog[LESS_RESOLVED[0], True] > 2 * backlog[LESS_RESOLVED[0], False]
    assert all(share < 0.1 for (district, _), share in backlog.items() if district != LESS_RESOLVED[0])


def test_hazards_found_are_due_in_the_month_after(read_csv: ReadCsv) -> None:
    names = ("走访次数", "走访户数", "发现隐患数", "上报隐患数", "应整改数", "已整改数")
    year = _numbers(read_csv("巡查走访/巡查走访_2024.csv"), *names)
    first, second = (year.filter(pl.col("月份") == month).sort("社区代码") for month in ("2024-01", "2024-02"))
    assert first["发现隐患数"].to_list() == second["应整改数"].to_list()
    for part, of in (("走访户数", "走访次数"), ("上报隐患数", "发现隐患数"), ("已整改数", "应整改数")):
        assert year.filter(pl.col(part) > pl.col(of)).is_empty()


def test_programmes_treat_fading_spots_and_chance_peaks(city: City, whole: Config) -> None:
    population = population_by_year(city.layout, city.residents, whole.years, np.random.default_rng(1))
    real, chance = programmes(city, whole, population)
    spots = city.hot_spots
    assert set(real.communities[TREATED]) == set(spots.fading)
    assert set(real.communities[CONTROL]) <= set(spots.persistent)
    assert not np.isin(
        chance.communities[TREATED], np.concatenate([spots.persistent, spots.fading, spots.emerging])
    ).any()
    quiet = programmes(city, config_for(Size.SMALL, seed=2), population)[1]
    assert set(quiet.communities[TREATED]) != set(chance.communities[TREATED])
    for programme in (real, chance):
        everyone = np.concatenate(list(programme.communities.values()))
        assert len(set(everyone.tolist())) == len(everyone)
        assert len(programme.communities[BUFFER]) == len(programme.communities[CONTROL_BUFFER])
    # Before, the real ones are hot; after, they are as others are.
    before = alarm_volumes.heat(spots, next(months(real.starts_on, real.starts_on)), len(city.residents))
    after = alarm_volumes.heat(spots, next(months(chance.starts_on, chance.starts_on)), len(city.residents))
    assert before[spots.fading].min() > 3
    assert after[spots.fading].max() == 1


def test_every_district_has_one_peer_group(inbox: Path, city: City) -> None:
    peers = _workbook(inbox / "区域关系/同类区分组.xlsx")
    assert sorted(peers["区划代码"]) == sorted(area.code for area in city.register.districts)
    assert sorted(name for members in PEER_GROUPS.values() for name in members) == sorted(peers["区名称"])


def test_a_redrawn_area_goes_to_its_successors_whole(read_csv: ReadCsv, city: City) -> None:
    pairs = _numbers(read_csv("区域关系/区划变更对照.csv"), "人口比重")
    assert (pairs.group_by("原代码").agg(pl.col("人口比重").sum())["人口比重"] - 1).abs().max() < 1e-5
    changed = set(city.register.former_codes.tolist()) - set(city.register.codes.tolist())
    assert set(pairs["原代码"]) == {*changed, city.register.former_subdistrict.code}


def test_most_communities_lie_in_one_beat_of_their_station(read_csv: ReadCsv, city: City) -> None:
    beats = _numbers(read_csv("区域关系/警格社区对应.csv"), "比重")
    communities = beats.group_by("社区代码").agg(pl.col("比重").sum(), pl.len())
    assert communities["比重"].unique().to_list() == [1.0]
    stations = dict(zip(city.register.codes.tolist(), city.register.station_codes.tolist(), strict=True))
    assert all(beat.startswith(stations[code]) for code, beat in beats.select("社区代码", "警格编号").iter_rows())
    without = 1 - communities.height / len(city.residents)
    assert 0 < without < 2 * WITHOUT_BEAT
    assert 0 < (communities["len"] == 2).mean() < 2 * IN_TWO_BEATS


def test_the_ledger_repeats_the_survey_but_for_one_score(city: City, whole: Config) -> None:
    population = population_by_year(city.layout, city.residents, whole.years, np.random.default_rng(1))
    figures = ledger(city, whole, population)
    scores = yearly_scores(city.register, whole)
    told = [figure for figure in figures if figure.indicator in (SAFETY, ORDER)]
    wrong = {
        (figure.year, figure.name, figure.indicator)
        for figure in told
        if figure.value != round(scores[figure.year, figure.code, figure.indicator], 4)
    }
    assert wrong == {MISTYPED}
    for scope, roster in ((CITY_SCOPE, 10), (PROVINCE_SCOPE, PROVINCE_ROSTER)):
        places = [figure.rank or 0 for figure in told if figure.scope == scope]
        assert 1 <= min(places) <= max(places) <= roster


def test_parts_of_the_ledger_add_up_and_coverage_grows(city: City, whole: Config) -> None:
    population = population_by_year(city.layout, city.residents, whole.years, np.random.default_rng(1))
    figures = ledger(city, whole, population)
    assert all((figure.numerator or 0) <= figure.denominator for figure in figures if figure.denominator)
    for indicator in (SAFE_CELLS, ADVISERS, ROAD_DEATHS):
        for year in whole.years:
            lines = [figure for figure in figures if (figure.year, figure.indicator) == (year, indicator)]
            of_districts = sum(figure.numerator or 0 for figure in lines if figure.code != CITY_CODE)
            assert [figure.numerator for figure in lines if figure.code == CITY_CODE] == [of_districts]
    built = [f.numerator or 0 for f in figures if f.code == CITY_CODE and f.indicator == SAFE_CELLS]
    assert built == sorted(built)
    volunteers = [f for f in figures if f.code == CITY_CODE and f.indicator == VOLUNTEERS]
    assert {figure.bound for figure in volunteers} == {"余"}


def test_the_bulletin_has_sentences_of_each_kind(city: City, whole: Config) -> None:
    population = population_by_year(city.layout, city.residents, whole.years, np.random.default_rng(1))
    found = claims(city, whole, ledger(city, whole, population))
    assert {claim.kind for claim in found} == {"数值", "名次", "同比"}
    assert {claim.bound for claim in found} == {None, "余", "约", "以内"}
    scores = yearly_scores(city.register, whole)
    safety = [
        (claim, 100 * scores[claim.year, claim.code, SAFETY])
        for claim in found
        if (claim.indicator, claim.kind) == (SAFETY, "数值")
    ]
    (right, of_right), (cut, of_cut), (wrong, of_wrong) = safety
    assert right.claimed == round(of_right, 2)
    assert cut.claimed != round(of_cut, 1)
    assert 0 < of_cut - cut.claimed < 0.1
    assert wrong.claimed > of_wrong + 2
    assert (162, 150) == (
        next(n for n in range(1, 999) if round(100 * round(0.9198 * n) / n, 2) == 91.98),
        found[3].base,
    )
