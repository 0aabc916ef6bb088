"""The administrative register: city, districts, sub-districts, communities, police stations, all versions.

Codes follow GB/T 2260 and GB/T 10114 in form (6, 9 and 12 digits) under a province number that does not
exist. One sub-district was split in two on 2024-01-01: it ended with its communities' codes, and two
sub-districts with new community codes began. Borders do not belong here.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from orchestration.fictional.arrays import Integers, Texts
from orchestration.fictional.districts import DISTRICTS
from orchestration.fictional.layout import Layout
from orchestration.fictional.names import COMMON_COMMUNITY_NAMES, invented_names

CITY_CODE = "980100"
CITY_NAME = ("澜湾市", "Lanwan")
FOUNDED = date(2010, 1, 1)
REDRAWN_ON = date(2024, 1, 1)
REDRAWN_DISTRICT = "砚溪区"
POLICE_STATIONS = 60

_FIRST_DISTRICT_NUMBER = 2
_FIRST_TOWN_NUMBER = 100
_FIRST_VILLAGE_NUMBER = 200
_VILLAGE_SHARE = 0.6


@dataclass(frozen=True)
class Area:
    """One version of an area; `valid_to` is its last day, None while it is in force."""

    code: str
    name_zh: str
    name_en: str
    level: str
    parent_code: str
    valid_from: date = FOUNDED
    valid_to: date | None = None


@dataclass(frozen=True)
class Register:
    """All area versions and what other modules need of them; arrays are parallel to the layout's communities.

    Attributes:
        areas: every version, from the city down, then the police stations.
        subdistricts: today's sub-districts, in the layout's order.
        former_subdistrict: the one that was split.
        split: layout numbers of the two that it became.
        codes, former_codes: community codes since the redrawing and before it.
        station_codes: the police station of each community.
    """

    areas: tuple[Area, ...]
    subdistricts: tuple[Area, ...]
    former_subdistrict: Area
    split: tuple[int, int]
    codes: Texts
    former_codes: Texts
    names: tuple[str, ...]
    station_codes: Texts

    def codes_on(self, day: date) -> Texts:
        """Community codes in force on a day."""
        return self.codes if day >= REDRAWN_ON else self.former_codes

    def subdistrict_of(self, layout: Layout, day: date) -> list[Area]:
        """The sub-district of each community on a day."""
        is_former = day < REDRAWN_ON
        return [
            self.former_subdistrict if is_former and number in self.split else self.subdistricts[number]
            for number in layout.subdistrict
        ]

    @cached_property
    def districts(self) -> tuple[Area, ...]:
        return tuple(area for area in self.areas if area.level == "区")


def make_register(layout: Layout, rng: np.random.Generator) -> Register:
    """Name and number every area of a layout."""
    names = invented_names(rng)
    districts = [
        Area(f"{CITY_CODE[:4]}{number:02d}", profile.name_zh, f"{profile.name_en} District", "区", CITY_CODE)
        for number, profile in enumerate(DISTRICTS, _FIRST_DISTRICT_NUMBER)
    ]
    split = _pair_to_split(layout)
    subdistricts, former = _name_subdistricts(
        layout, districts, split, [next(names) for _ in layout.subdistrict_centers()]
    )
    community_names = _name_communities(layout, subdistricts, [next(names) for _ in layout.points], rng)
    codes = _number_communities(layout.subdistrict, [area.code for area in subdistricts], community_names)
    former_codes = codes.copy()
    affected = np.flatnonzero(np.isin(layout.subdistrict, split))
    former_codes[affected] = [f"{former.code}{number:03d}" for number in range(1, len(affected) + 1)]
    stations, station_of_subdistrict = _police_stations(layout, subdistricts, former, split)

    last_day = REDRAWN_ON - timedelta(days=1)
    communities = []
    for index, (zh, en) in enumerate(community_names):
        parent = subdistricts[layout.subdistrict[index]]
        if former_codes[index] != codes[index]:
            communities.append(Area(str(former_codes[index]), zh, en, "社区", former.code, FOUNDED, last_day))
        communities.append(Area(str(codes[index]), zh, en, "社区", parent.code, parent.valid_from))
    middle = sorted([*subdistricts, former], key=lambda area: area.code)
    city = Area(CITY_CODE, *CITY_NAME, "市", "")
    return Register(
        areas=(city, *districts, *middle, *sorted(communities, key=lambda area: area.code), *stations),
        subdistricts=tuple(subdistricts),
        former_subdistrict=former,
        split=split,
        codes=codes,
        former_codes=former_codes,
        names=tuple(zh for zh, _ in community_names),
        station_codes=np.array(station_of_subdistrict)[layout.subdistrict],
    )


def _district_of(layout: Layout) -> Integers:
    """District of each sub-district."""
    return layout.district[np.unique(layout.subdistrict, return_index=True)[1]]


def _closest_pairs(layout: Layout) -> list[tuple[int, int]]:
    """Pairs of sub-districts of the same district, the closest first."""
    centers, district = layout.subdistrict_centers(), _district_of(layout)
    pairs = [(a, b) for a in range(len(centers)) for b in range(a + 1, len(centers)) if district[a] == district[b]]
    return sorted(pairs, key=lambda pair: float(np.hypot(*(centers[pair[0]] - centers[pair[1]]))))


def _pair_to_split(layout: Layout) -> tuple[int, int]:
    wanted = next(number for number, profile in enumerate(DISTRICTS) if profile.name_zh == REDRAWN_DISTRICT)
    streets = np.flatnonzero(_district_of(layout) == wanted)[: -DISTRICTS[wanted].towns]
    return next(pair for pair in _closest_pairs(layout) if set(pair) <= set(streets.tolist()))


def _name_subdistricts(
    layout: Layout, districts: list[Area], split: tuple[int, int], names: list[tuple[str, str]]
) -> tuple[list[Area], Area]:
    """Today's sub-districts in layout order, and the one split; one of its successors keeps its name."""
    district_of = _district_of(layout)
    found: dict[int, Area] = {}
    former: Area | None = None
    for district, (area, profile) in enumerate(zip(districts, DISTRICTS, strict=True)):
        members = np.flatnonzero(district_of == district).tolist()
        streets, towns = members[: len(members) - profile.towns], members[len(members) - profile.towns :]
        # Numbers are given in the order of founding: the successors come after the one they replace.
        streets = [number for number in streets if number not in split]
        codes = [f"{area.code}{serial:03d}" for serial in range(1, profile.subdistricts + 2)]
        for number, code in zip(streets, codes, strict=False):
            zh, en = names[number]
            found[number] = Area(code, f"{zh}街道", f"{en} Subdistrict", "街道", area.code)
        for serial, number in enumerate(towns, _FIRST_TOWN_NUMBER):
            zh, en = names[number]
            found[number] = Area(f"{area.code}{serial:03d}", f"{zh}镇", f"{en} Town", "街道", area.code)
        if profile.name_zh == REDRAWN_DISTRICT:
            zh, en = names[split[0]]
            label = (f"{zh}街道", f"{en} Subdistrict", "街道", area.code)
            former = Area(codes[len(streets)], *label, FOUNDED, REDRAWN_ON - timedelta(days=1))
            for number, code in zip(split, codes[len(streets) + 1 :], strict=False):
                zh, en = names[number]
                found[number] = Area(code, f"{zh}街道", f"{en} Subdistrict", "街道", area.code, REDRAWN_ON)
    assert former is not None
    return [found[number] for number in range(len(district_of))], former


def _name_communities(
    layout: Layout, subdistricts: list[Area], names: list[tuple[str, str]], rng: np.random.Generator
) -> list[tuple[str, str]]:
    is_town = np.array([area.name_zh.endswith("镇") for area in subdistricts])[layout.subdistrict]
    is_village = is_town & (rng.random(len(is_town)) < _VILLAGE_SHARE)
    stems = list(names)
    urban = np.flatnonzero(~is_town)
    districts = np.unique(layout.district[urban])
    for stem in COMMON_COMMUNITY_NAMES:
        for district in rng.choice(districts, 3, replace=False):
            free = [i for i in urban if layout.district[i] == district and stems[i] not in COMMON_COMMUNITY_NAMES]
            stems[rng.choice(free)] = stem
    return [
        (f"{zh}村", f"{en} Village") if village else (f"{zh}社区", f"{en} Community")
        for (zh, en), village in zip(stems, is_village, strict=True)
    ]


def _number_communities(subdistrict: Integers, subdistrict_codes: list[str], names: list[tuple[str, str]]) -> Texts:
    """12-digit codes: residents' committees from 001, villagers' committees from 200."""
    used: dict[tuple[int, bool], int] = {}
    codes = []
    for number, (zh, _) in zip(subdistrict.tolist(), names, strict=True):
        is_village = zh.endswith("村")
        serial = used.get((number, is_village), _FIRST_VILLAGE_NUMBER if is_village else 1)
        used[number, is_village] = serial + 1
        codes.append(f"{subdistrict_codes[number]}{serial:03d}")
    return np.array(codes)


def _police_stations(
    layout: Layout, subdistricts: list[Area], former: Area, split: tuple[int, int]
) -> tuple[list[Area], list[str]]:
    """Stations, and the code of the one each sub-district has; the closest neighbours share one."""
    shared: dict[int, int] = {split[1]: split[0]}
    taken = set(split)
    for a, b in _closest_pairs(layout):
        if len(subdistricts) - len(shared) == POLICE_STATIONS:
            break
        if not taken & {a, b}:
            shared[b] = a
            taken |= {a, b}
    stations: list[Area] = []
    code_of: dict[int, str] = {}
    for number, area in enumerate(subdistricts):
        if number in shared:
            continue
        code_of[number] = f"PCS{len(stations) + 1:03d}"
        name = former if number == split[0] else area
        zh, en = name.name_zh.removesuffix("街道").removesuffix("镇"), name.name_en.rsplit(" ", 1)[0]
        stations.append(Area(code_of[number], f"{zh}派出所", f"{en} Police Station", "派出所", ""))
    return stations, [code_of[shared.get(number, number)] for number in range(len(subdistricts))]
