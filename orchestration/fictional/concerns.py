"""What people worry about most, and the list of what was done about it (关注问题 → 重点整治清单), by district and year.

The three greatest concerns of a district go on its list of the next year; where an item is done within the year, fewer
name the concern at its end. How the answers of other surveys are made does not belong here.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from orchestration.fictional.areas import Area, Register
from orchestration.fictional.arrays import Booleans, Floats
from orchestration.fictional.config import Config
from orchestration.fictional.dates import next_month
from orchestration.fictional.districts import DISTRICTS
from orchestration.fictional.exports import Cell, Exporter
from orchestration.fictional.randomness import stream

LIST_HEADER = ("清单编号", "区划代码", "区名称", "问题类别", "列入日期", "整改期限", "完成日期", "责任单位")
# Share of those asked who name a concern at the start, and who has to act on it.
CONCERNS = {
    "盗抢骗": (0.28, "公安分局"),
    "电信网络诈骗": (0.42, "公安分局"),
    "黄赌毒": (0.08, "公安分局"),
    "交通安全": (0.34, "交警大队"),
    "消防安全": (0.20, "消防救援大队"),
    "校园及周边": (0.15, "教育局"),
    "噪声与邻里纠纷": (0.30, "城市管理局"),
    "食品药品安全": (0.26, "市场监督管理局"),
    "物业管理": (0.22, "住房建设局"),
    "其他": (0.05, "综治中心"),
}
# Changes in the whole city, as factors on the odds by year.
_COURSES = {
    "电信网络诈骗": {2021: 1.0, 2022: 1.25, 2023: 1.05, 2024: 0.85, 2025: 0.7},
    "盗抢骗": {2021: 1.0, 2022: 0.9, 2023: 0.8, 2024: 0.7, 2025: 0.65},
}
# Where an item was done in the year, this is what is left of the odds, then and later.
EFFECT_OF_DONE = 0.65
_DISTRICT_SPREAD = 0.15
_ON_LIST = 3
_WEIGHT_SPREAD = 0.3


@dataclass(frozen=True)
class Item:
    """One item of the list; `done_on` may lie after the end of the data."""

    number: str
    area: Area
    concern: str
    opened_on: date
    due_on: date
    done_on: date


def write_concerns(register: Register, config: Config, exporter: Exporter) -> None:
    """Write the concerns, a file a year, and the list as known at the end of the data."""
    names = list(CONCERNS)
    base = np.array([share / (1 - share) for share, _ in CONCERNS.values()])
    lasting = stream(config.seed, "concerns").normal(0, _DISTRICT_SPREAD, (len(DISTRICTS), len(names)))
    eased = np.ones((len(DISTRICTS), len(names)))
    items: list[Item] = []
    for year in config.years:
        for item in (item for item in items if item.done_on.year == year):
            eased[register.districts.index(item.area), names.index(item.concern)] *= EFFECT_OF_DONE
        rng = stream(config.seed, f"concerns {year}")
        rows: list[dict[str, Cell]] = []
        for district, area in enumerate(register.districts):
            course = np.array([_COURSES.get(name, {}).get(year, 1.0) for name in names])
            odds = base * course * eased[district] * np.exp(lasting[district])
            weights = rng.lognormal(0, _WEIGHT_SPREAD, int(rng.integers(380, 460)))
            is_named = rng.random((len(names), len(weights))) < (odds / (1 + odds))[:, None]
            rows += [_tally(year, area, name, is_named[number], weights) for number, name in enumerate(names)]
            top = np.argsort(-is_named[:-1].mean(axis=1), kind="stable")[:_ON_LIST].tolist()
            items += [
                _item(year + 1, area, DISTRICTS[district].late_share, place, names[number], rng)
                for place, number in enumerate(top, 1)
            ]
        exporter.csv(f"关注问题/群众关注问题_{year}.csv", pl.DataFrame(rows))
    _write_list(items, next_month(config.last_month), exporter)


def _tally(year: int, area: Area, name: str, is_named: Booleans, weights: Floats) -> dict[str, Cell]:
    return {
        "年度": f"{year}年度",
        "区划代码": area.code,
        "问题类别": name,
        "提及人数": int(is_named.sum()),
        "回答人数": len(weights),
        "加权提及": round(float(weights[is_named].sum()), 4),
        "加权回答": round(float(weights.sum()), 4),
    }


def _item(year: int, area: Area, late_share: float, place: int, concern: str, rng: np.random.Generator) -> Item:
    """An item is late as often as the district's grid events, three times over: these are harder."""
    opened = date(year, 2, 20) + timedelta(days=int(rng.integers(0, 30)))
    due = date(year, 10, 31)
    is_late = rng.random() < min(0.9, 3 * late_share + 0.05)
    done = due + timedelta(days=int(rng.integers(20, 200)) if is_late else -int(rng.integers(5, 120)))
    return Item(f"ZG{year}-{area.code}-{place}", area, concern, opened, due, done)


def _write_list(items: list[Item], end: date, exporter: Exporter) -> None:
    """What is done after the end is not done yet."""
    rows: list[list[Cell]] = [
        [
            item.number,
            item.area.code,
            item.area.name_zh,
            item.concern,
            item.opened_on.isoformat(),
            item.due_on.isoformat(),
            item.done_on.isoformat() if item.done_on < end else "",
            item.area.name_zh.removesuffix("区") + "区" + CONCERNS[item.concern][1],
        ]
        for item in items
        if item.opened_on < end
    ]
    if rows:
        exporter.xlsx("整治清单/重点整治清单.xlsx", "澜湾市重点整治清单", LIST_HEADER, rows)
