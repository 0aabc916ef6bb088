"""What agencies tell without rows: a yearly ledger of figures (统计台账) and the sentences of a bulletin (通报).

The ledger holds what nobody sends row by row, and the places in the survey of the province. Some sentences of the
bulletin are right, some rounded, some wrong, some impossible on their base, and some cannot be tested.
"""

from dataclasses import dataclass
from math import ceil, erf, floor, sqrt

import polars as pl

from orchestration.fictional.areas import CITY_CODE, CITY_NAME
from orchestration.fictional.arrays import Floats
from orchestration.fictional.city import City
from orchestration.fictional.config import Config
from orchestration.fictional.districts import DISTRICTS
from orchestration.fictional.exports import Cell, Exporter
from orchestration.fictional.randomness import stream
from orchestration.fictional.survey import yearly_scores

LEDGER_HEADER = (
    "年度", "单位代码", "单位名称", "指标", "数值", "分子", "分母", "限定", "评比范围", "名次", "参评单位数", "来源",
)  # fmt: skip
SAFETY, ORDER, AWARENESS = "群众安全感", "社会治安满意度", "平安创建知晓率"
SAFE_CELLS, NEAR_SERVICE, BEATS, ADVISERS = "平安细胞覆盖率", "500米服务覆盖率", "警格网格匹配率", "法律顾问覆盖率"
VOLUNTEERS, ROAD_DEATHS, CASES = "平安志愿者人数", "道路交通死亡人数", "每百件评查案件问题数"
HOMICIDES, CALLS = "命案发案数", "有效警情数"
CITY_SCOPE, PROVINCE_SCOPE = "全市", "全省"
PROVINCE_ROSTER = 126
# In the ledger of this year one score was typed with two digits the wrong way round.
MISTYPED = (2023, "鹭汀区", SAFETY)
_LEDGER, _SURVEY_REPORT = "平安建设统计台账", "群众测评结果通报"
# Units of a district that may become safe cells, residents a grid, deaths a year of 100,000 residents.
_CELLS_PER_RESIDENT, _RESIDENTS_PER_GRID, _DEATHS = 1 / 6_000, 550, 4.2
# Scores of the other counties of the province, as the places there are drawn from.
_PROVINCE_MEAN, _PROVINCE_SPREAD = 0.945, 0.012


@dataclass(frozen=True)
class Figure:
    """A line of the ledger: what is empty is None."""

    year: int
    code: str
    name: str
    indicator: str
    value: float | None = None
    numerator: int | None = None
    denominator: int | None = None
    bound: str | None = None
    scope: str | None = None
    rank: int | None = None
    roster: int | None = None
    document: str = _LEDGER


@dataclass(frozen=True)
class Claim:
    """A sentence of the bulletin and the figure in it."""

    sentence: str
    year: int
    code: str
    indicator: str
    kind: str
    claimed: float
    decimals: int = 0
    bound: str | None = None
    base: int | None = None


def ledger(city: City, config: Config, population: dict[int, Floats]) -> list[Figure]:
    """All figures, by year."""
    scores = yearly_scores(city.register, config)
    return [
        figure
        for year in config.years
        for figure in (*_counted(city, config, year, population[year]), *_places(city, scores, year))
    ]


def _counted(city: City, config: Config, year: int, people: Floats) -> list[Figure]:
    rng = stream(config.seed, f"ledger {year}")
    found: list[Figure] = []
    for district, area in enumerate(city.register.districts):
        inside = city.layout.district == district
        residents, communities = float(people[inside].sum()), int(inside.sum())
        # What is built up over five years, faster where services are good.
        pace = 1 - (0.10 + DISTRICTS[district].late_share) * max(0.0, (2025.5 - year) / 4.5)
        cells, grids = round(residents * _CELLS_PER_RESIDENT), round(residents / _RESIDENTS_PER_GRID)
        shares = {
            SAFE_CELLS: (round(cells * min(1.0, pace + 0.08)), cells),
            NEAR_SERVICE: (round(residents * (0.62 + 0.25 * pace)), round(residents)),
            BEATS: (round(grids * min(1.0, pace + 0.05)), grids),
            ADVISERS: (round(communities * min(1.0, pace + 0.10)), communities),
        }
        found += [
            Figure(year, area.code, area.name_zh, indicator, numerator=part, denominator=whole)
            for indicator, (part, whole) in shares.items()
        ]
        cases = int(rng.integers(90, 180))
        counts = {
            VOLUNTEERS: round(residents * rng.uniform(0.08, 0.14)),
            ROAD_DEATHS: int(rng.poisson(residents * _DEATHS / 1e5)),
        }
        found += [Figure(year, area.code, area.name_zh, name, numerator=count) for name, count in counts.items()]
        found.append(
            Figure(year, area.code, area.name_zh, CASES, numerator=int(rng.poisson(cases * 0.16)), denominator=cases)
        )
    return found + _of_the_city(found, year)


def _of_the_city(found: list[Figure], year: int) -> list[Figure]:
    """Sums over districts; of volunteers no more is told than that they are more than so many."""
    sums: list[Figure] = []
    for indicator in dict.fromkeys(figure.indicator for figure in found):
        parts = [figure for figure in found if figure.indicator == indicator]
        total = sum(figure.numerator or 0 for figure in parts)
        whole = sum(figure.denominator or 0 for figure in parts) or None
        if indicator == VOLUNTEERS:
            sums.append(
                Figure(year, CITY_CODE, CITY_NAME[0], indicator, numerator=total // 10_000 * 10_000, bound="余")
            )
        else:
            sums.append(Figure(year, CITY_CODE, CITY_NAME[0], indicator, numerator=total, denominator=whole))
    return sums


def _places(city: City, scores: dict[tuple[int, str, str], float], year: int) -> list[Figure]:
    """Scores of the survey with the places in the city and in the province."""
    found = []
    for item in (SAFETY, ORDER):
        printed = {area.code: round(scores[year, area.code, item], 4) for area in city.register.districts}
        for area in city.register.districts:
            score = printed[area.code]
            rank = 1 + sum(other > score for other in printed.values())
            told = _mistyped(score) if (year, area.name_zh, item) == MISTYPED else score
            above = 0.5 * (1 - erf((score - _PROVINCE_MEAN) / _PROVINCE_SPREAD / sqrt(2)))
            in_province = 1 + round(above * (PROVINCE_ROSTER - 1))
            for scope, place, roster in (
                (CITY_SCOPE, rank, len(printed)),
                (PROVINCE_SCOPE, in_province, PROVINCE_ROSTER),
            ):
                found.append(
                    Figure(
                        year,
                        area.code,
                        area.name_zh,
                        item,
                        value=told,
                        scope=scope,
                        rank=place,
                        roster=roster,
                        document=_SURVEY_REPORT,
                    )
                )
    return found


def _mistyped(score: float) -> float:
    """0.9536 as 0.9356."""
    digits = f"{score:.4f}"
    return float(digits[:3] + digits[4] + digits[3] + digits[5])


def claims(city: City, config: Config, figures: list[Figure]) -> list[Claim]:
    """Sentences of the bulletin of the last year, with those of each kind that a check has to tell apart."""
    year = config.years[-1]
    scores = yearly_scores(city.register, config)
    codes = {area.name_zh: area.code for area in city.register.districts}
    share = {name: 100 * scores[year, code, SAFETY] for name, code in codes.items()}
    counted = {(figure.year, figure.code, figure.indicator): figure.numerator or 0 for figure in figures}
    # The one that loses most when what follows the tenth is cut off.
    cut = max(share, key=lambda name: share[name] * 10 % 1)
    ranks = {
        name: 1 + sum(round(other, 1) > round(value, 1) for other in share.values()) for name, value in share.items()
    }
    third = max((name for name in ranks if ranks[name] <= 3), key=ranks.__getitem__)
    last = max(ranks, key=ranks.__getitem__)
    volunteers = counted[year, codes["望澜区"], VOLUNTEERS]
    deaths = counted[year, CITY_CODE, ROAD_DEATHS]
    best, truncated, wrong = round(share["望澜区"], 2), floor(share[cut] * 10) / 10, ceil(share["禾渡区"]) + 2.5
    myriads = volunteers // 10_000

    def of(district: str, indicator: str) -> tuple[int, str, str]:
        return year, codes[district], indicator

    found = [
        Claim(f"望澜区群众安全感达到{best:.2f}%", *of("望澜区", SAFETY), "数值", best, 2),
        Claim(f"{cut}群众安全感为{truncated:.1f}%", *of(cut, SAFETY), "数值", truncated, 1),
        Claim(f"禾渡区群众安全感为{wrong:.1f}%", *of("禾渡区", SAFETY), "数值", wrong, 1),
        Claim("云栈区抽样150人，平安创建知晓率91.98%", *of("云栈区", AWARENESS), "数值", 91.98, 2, base=150),
        Claim("沧屿区平安细胞覆盖率达到99.87%", *of("沧屿区", SAFE_CELLS), "数值", 99.87, 2),
        Claim(f"{third}群众安全感位列全市前三", *of(third, SAFETY), "名次", 3, bound="以内"),
        Claim(f"{last}群众安全感全市第一", *of(last, SAFETY), "名次", 1),
        Claim(f"望澜区平安志愿者{myriads}万余人", *of("望澜区", VOLUNTEERS), "数值", myriads * 10_000, bound="余"),
        Claim(
            f"望澜区平安志愿者约{round(volunteers, -3)}人",
            *of("望澜区", VOLUNTEERS),
            "数值",
            round(volunteers, -3),
            bound="约",
        ),
        Claim(f"全市道路交通死亡{deaths}人", year, CITY_CODE, ROAD_DEATHS, "数值", deaths),
        Claim("全市有效警情突破100万件", year, CITY_CODE, CALLS, "数值", 1_000_000, bound="余"),
        Claim("全年命案发案数为零", year, CITY_CODE, HOMICIDES, "数值", 0),
    ]
    before = counted.get((year - 1, CITY_CODE, ROAD_DEATHS))
    if before:
        change = round(100 * (deaths / before - 1), 1)
        word = "下降" if change < 0 else "上升"
        found.append(
            Claim(f"道路交通死亡人数同比{word}{abs(change)}%", year, CITY_CODE, ROAD_DEATHS, "同比", change, 1)
        )
    return found


def write_reports(city: City, config: Config, population: dict[int, Floats], exporter: Exporter) -> None:
    """Write the ledger, a workbook a year, and the sentences of the bulletin."""
    figures = ledger(city, config, population)
    for year in config.years:
        exporter.xlsx(
            f"统计台账/平安建设统计台账_{year}.xlsx",
            f"澜湾市{year}年平安建设统计台账",
            LEDGER_HEADER,
            [_line(figure) for figure in figures if figure.year == year],
        )
    rows = [
        {
            "表述": claim.sentence,
            "年度": f"{claim.year}年度",
            "单位代码": claim.code,
            "指标": claim.indicator,
            "类型": claim.kind,
            "数值": f"{claim.claimed:.{claim.decimals}f}",
            "小数位": claim.decimals,
            "限定": claim.bound,
            "基数": claim.base,
            "来源": f"{claim.year}年平安建设通报",
        }
        for claim in claims(city, config, figures)
    ]
    exporter.csv("通报/平安建设通报表述.csv", pl.DataFrame(rows, infer_schema_length=None))


def _line(figure: Figure) -> list[Cell]:
    cells = (
        f"{figure.year}年度", figure.code, figure.name, figure.indicator, figure.value, figure.numerator,
        figure.denominator, figure.bound, figure.scope, figure.rank, figure.roster, figure.document,
    )  # fmt: skip
    return ["" if cell is None else cell for cell in cells]
