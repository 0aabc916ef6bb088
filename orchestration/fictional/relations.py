"""Relations that no tree of areas holds: groups of like districts, successors of what was redrawn, police beats.

Only these tables belong here; the areas themselves are in `areas`.
"""

from collections.abc import Iterable
from datetime import timedelta

import numpy as np
import polars as pl

from orchestration.fictional.areas import REDRAWN_ON
from orchestration.fictional.arrays import Floats
from orchestration.fictional.city import City
from orchestration.fictional.exports import Cell, Exporter
from orchestration.fictional.randomness import CITY_SEED, stream

PEER_GROUPS = {
    "中心城区": ("望澜区", "汐桥区", "鹭汀区"),
    "城市拓展区": ("帆港区", "砚溪区", "禾渡区"),
    "近郊与海岛": ("青岬区", "沧屿区", "霁山区", "云栈区"),
}
_COMMUNITIES_PER_BEAT = 3
# Few communities have no beat yet, and few lie in two.
WITHOUT_BEAT, IN_TWO_BEATS = 0.03, 0.05


def write_relations(city: City, exporter: Exporter) -> None:
    """Write the three tables."""
    exporter.xlsx(
        "区域关系/同类区分组.xlsx",
        "澜湾市同类区分组",
        ("区划代码", "区名称", "分组"),
        sorted([area.code, area.name_zh, _group_of(area.name_zh)] for area in city.register.districts),
    )
    exporter.csv("区域关系/区划变更对照.csv", pl.DataFrame(list(_successors(city))))
    exporter.csv("区域关系/警格社区对应.csv", pl.DataFrame(list(_beats(city))))


def _group_of(district: str) -> str:
    return next(group for group, members in PEER_GROUPS.items() if district in members)


def _successors(city: City) -> Iterable[dict[str, Cell]]:
    """The sub-district that was split, by where its residents live, and its communities, which only changed codes."""
    register, layout = city.register, city.layout
    last_day = (REDRAWN_ON - timedelta(days=1)).isoformat()
    former = register.former_subdistrict
    residents = [float(city.residents[layout.subdistrict == number].sum()) for number in register.split]
    for number, people in zip(register.split, residents, strict=True):
        new = register.subdistricts[number]
        yield _successor(former.code, former.name_zh, last_day, new.code, new.name_zh, people / sum(residents))
    for index in np.flatnonzero(np.isin(layout.subdistrict, register.split)).tolist():
        name = register.names[index]
        yield _successor(str(register.former_codes[index]), name, last_day, str(register.codes[index]), name, 1.0)


def _successor(code: str, name: str, last_day: str, new_code: str, new_name: str, share: float) -> dict[str, Cell]:
    return {
        "原代码": code,
        "原名称": name,
        "停用日期": last_day,
        "新代码": new_code,
        "新名称": new_name,
        "人口比重": round(share, 6),
    }


def _beats(city: City) -> Iterable[dict[str, Cell]]:
    """Beats of a few neighbouring communities of a police station; a community may lie in two, or in none."""
    rng = stream(CITY_SEED, "beats")
    register = city.register
    stations = {area.code: area.name_zh for area in register.areas if area.level == "派出所"}
    for station, name in stations.items():
        members = np.flatnonzero(register.station_codes == station)
        points: Floats = city.layout.points[members]
        # From west to east, so that a beat lies together.
        ordered = members[np.argsort(points[:, 0], kind="stable")]
        beats = max(1, len(ordered) // _COMMUNITIES_PER_BEAT)
        for place, community in enumerate(ordered.tolist()):
            beat, drawn = min(place // _COMMUNITIES_PER_BEAT, beats - 1), rng.random()
            if drawn < WITHOUT_BEAT:
                continue
            is_shared = drawn > 1 - IN_TWO_BEATS and beat + 1 < beats
            for number in (beat, beat + 1) if is_shared else (beat,):
                yield {
                    "社区代码": str(register.codes[community]),
                    "警格编号": f"{station}-{number + 1:02d}",
                    "警格名称": f"{name}第{number + 1}警格",
                    "比重": 0.5 if is_shared else 1.0,
                    "启用日期": REDRAWN_ON.isoformat(),
                }
