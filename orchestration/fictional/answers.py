"""Answers to the city's quarterly surveys by option (民调): by telephone with strata and weights, and online.

Here belongs how the districts answer these and how many were asked. The province's survey, which publishes its counts
of positive answers only, is in `survey`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from orchestration.fictional.areas import Area
from orchestration.fictional.arrays import Booleans, Floats, Integers
from orchestration.fictional.city import City
from orchestration.fictional.config import Config
from orchestration.fictional.exports import Cell, Exporter
from orchestration.fictional.randomness import stream
from orchestration.fictional.survey import ITEMS, positive_share

TELEPHONE_HEADER = (
    "期次", "区划代码", "区名称", "城乡", "题目", "选项", "人数", "加权人数", "权数平方和", "层人口",
)  # fmt: skip
_QUARTERS = "一二三四"
_ITEMS = {item.name: item for item in ITEMS}
_NO_OPINION = "不清楚"
# People in towns feel safer than in streets, on the log-odds scale; they are asked more often than their number says.
_RURAL_OFFSET = 0.35
_DISTRICT_SPREAD = 0.06
_WEIGHT_SPREAD = 0.35


@dataclass(frozen=True)
class Question:
    """A question: the item of the province's survey it asks like, options with their shares of the positive and of the
    other answers, and the share without an opinion."""

    item: str
    positive: dict[str, float]
    other: dict[str, float]
    no_opinion: float


_SATISFIED = {"很满意": 0.38, "满意": 0.44, "基本满意": 0.18}
_NOT_SATISFIED = {"不太满意": 0.75, "不满意": 0.25}
TELEPHONE = (
    Question(
        "群众安全感",
        {"很安全": 0.34, "安全": 0.46, "基本安全": 0.20},
        {"不太安全": 0.8, "不安全": 0.2},
        0.02,
    ),
    Question("社会治安满意度", _SATISFIED, _NOT_SATISFIED, 0.03),
    Question("治安好转率", {"明显好转": 0.4, "有所好转": 0.6}, {"没有变化": 0.85, "变差": 0.15}, 0.04),
)
ONLINE = (
    Question("平安创建知晓率", {"知道": 1.0}, {"不知道": 1.0}, 0.01),
    Question("平安创建参与率", {"参与过": 1.0}, {"没有参与": 1.0}, 0.01),
    Question("政法工作满意度", _SATISFIED, _NOT_SATISFIED, 0.05),
    Question("反诈专项满意度", _SATISFIED, _NOT_SATISFIED, 0.04),
)
# Share of those reached who answer, at the start and its yearly loss, and of the numbers dialled that are reached.
_ANSWERED, _YEARLY_LOSS, _REACHED = 0.40, 0.02, 0.26


@dataclass(frozen=True)
class _Wave:
    label: str
    year: int
    time: float


def _waves(config: Config) -> Iterator[_Wave]:
    for year in config.years:
        for number, quarter in enumerate(_QUARTERS):
            yield _Wave(f"{year}年第{quarter}季度", year, year - 2021 + (number + 0.6) / 4)


def option_shares(question: Question, district: str, time: float, offset: float) -> dict[str, float]:
    """True shares of the options; `offset` as for `positive_share`."""
    positive = positive_share(_ITEMS[question.item], district, time, offset)
    parts = {option: positive * share for option, share in question.positive.items()}
    parts |= {option: (1 - positive) * share for option, share in question.other.items()}
    return {
        **{option: share * (1 - question.no_opinion) for option, share in parts.items()},
        _NO_OPINION: question.no_opinion,
    }


def is_rural(city: City) -> Booleans:
    """Whether a community lies in a town."""
    return np.array([area.name_zh.endswith("镇") for area in city.register.subdistricts])[city.layout.subdistrict]


def write_answers(city: City, config: Config, population: dict[int, Floats], exporter: Exporter) -> None:
    """Write the answers of both surveys, a file a year, and how many were asked, a file a survey."""
    spread = stream(config.seed, "answers").normal(0, _DISTRICT_SPREAD, (len(city.register.districts), 2))
    contacts: dict[str, list[dict[str, Cell]]] = {"电话调查": [], "网络问卷": []}
    for year in config.years:
        telephone: list[list[Cell]] = []
        online: list[dict[str, Cell]] = []
        for wave in (wave for wave in _waves(config) if wave.year == year):
            rng = stream(config.seed, f"answers {wave.label}")
            for district, area in enumerate(city.register.districts):
                strata = _strata(city, district, population[year])
                rows, asked = _by_telephone(wave, area, strata, float(spread[district, 0]), rng)
                telephone += rows
                contacts["电话调查"].append(_telephone_contacts(wave, area, asked, rng))
                rows_online, asked = _online(wave, area, float(spread[district, 1]), rng)
                online += rows_online
                contacts["网络问卷"].append(_online_contacts(wave, area, asked, rng))
        exporter.xlsx(
            f"民调/电话调查_{year}.xlsx",
            f"澜湾市{year}年群众安全感季度电话调查答案汇总",
            TELEPHONE_HEADER,
            telephone,
            footnote="注：层人口为该区城镇（街道）或农村（镇）年末实有人口。",
        )
        # The platform of the online survey writes UTF-8 with a mark at the start, as spreadsheets like it.
        exporter.csv(f"民调/网络问卷_{year}.csv", pl.DataFrame(online), encoding="utf-8-sig")
    for survey, counted in contacts.items():
        exporter.csv(f"民调/访问情况_{survey}.csv", pl.DataFrame(counted))


def _strata(city: City, district: int, residents: Floats) -> dict[str, float]:
    """Residents of the parts of a district by stratum."""
    inside, rural = city.layout.district == district, is_rural(city)
    people = {"城镇": residents[inside & ~rural].sum(), "农村": residents[inside & rural].sum()}
    return {stratum: float(count) for stratum, count in people.items() if count}


def _by_telephone(
    wave: _Wave, area: Area, strata: dict[str, float], offset: float, rng: np.random.Generator
) -> tuple[list[list[Cell]], int]:
    """Rows of the weighted tallies, and how many answered."""
    sample = int(rng.integers(200, 281))
    # By the root of its people, so that a small stratum has enough answers to speak of.
    wanted = np.sqrt(np.array(list(strata.values())))
    sizes = np.round(sample * wanted / wanted.sum()).astype(np.int64).tolist()
    everyone = sum(strata.values())
    rows: list[list[Cell]] = []
    for (stratum, people), size in zip(strata.items(), sizes, strict=True):
        # A respondent stands for so many others, as a multiple of the mean of the district.
        weights = people / everyone * sum(sizes) / size * _scatter(size, rng)
        for question in TELEPHONE:
            shares = option_shares(
                question, area.name_zh, wave.time, offset + (_RURAL_OFFSET if stratum == "农村" else 0.0)
            )
            for option, chosen in _choices(shares, size, rng).items():
                rows.append(
                    [
                        wave.label,
                        area.code,
                        area.name_zh,
                        stratum,
                        question.item,
                        option,
                        int(chosen.sum()),
                        round(float(weights[chosen].sum()), 4),
                        round(float((weights[chosen] ** 2).sum()), 4),
                        int(people),
                    ]
                )
    return rows, sum(sizes)


def _scatter(size: int, rng: np.random.Generator) -> Floats:
    """Factors of mean 1 for age groups that answer more or less often."""
    factors: Floats = rng.lognormal(0, _WEIGHT_SPREAD, size)
    return factors / float(factors.mean())


def _choices(shares: dict[str, float], size: int, rng: np.random.Generator) -> dict[str, Booleans]:
    """Which of `size` respondents chose each option."""
    chosen: Integers = rng.choice(len(shares), size, p=np.array(list(shares.values())))
    return {option: chosen == number for number, option in enumerate(shares)}


def _online(wave: _Wave, area: Area, offset: float, rng: np.random.Generator) -> tuple[list[dict[str, Cell]], int]:
    """Rows of the tallies of the online survey, which has neither weights nor strata, and how many answered."""
    size = int(rng.integers(220, 520))
    rows: list[dict[str, Cell]] = []
    for question in ONLINE:
        shares = option_shares(question, area.name_zh, wave.time, offset)
        counts = rng.multinomial(size, list(shares.values())).tolist()
        for option, count in zip(shares, counts, strict=True):
            rows.append(
                {"期次": wave.label, "区划代码": area.code, "题目": question.item, "选项": option, "人数": count}
            )
    return rows, size


def _telephone_contacts(wave: _Wave, area: Area, answered: int, rng: np.random.Generator) -> dict[str, Cell]:
    contacted = round(answered / (_ANSWERED - _YEARLY_LOSS * wave.time) * rng.normal(1, 0.03))
    dialled = round(contacted / _REACHED * rng.normal(1, 0.02))
    refused = round((contacted - answered) * 0.8)
    return {
        "期次": wave.label,
        "区划代码": area.code,
        "拨打数": dialled,
        "接通数": contacted,
        "成功数": answered,
        "拒访数": refused,
        "中途退出数": round((contacted - answered) * 0.12),
    }


def _online_contacts(wave: _Wave, area: Area, answered: int, rng: np.random.Generator) -> dict[str, Cell]:
    opened = round(answered / rng.uniform(0.62, 0.70))
    partial = round((opened - answered) * 0.7)
    return {"期次": wave.label, "区划代码": area.code, "打开数": opened, "成功数": answered, "中途退出数": partial}
