"""Register and borders: numbers of areas, codes, names, the redrawing, geometry."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import shapely

from orchestration.fictional.areas import POLICE_STATIONS, REDRAWN_ON
from orchestration.fictional.city import City

ReadCsv = Callable[[str], pl.DataFrame]

LAST_DAY_BEFORE = date(2023, 12, 31)


@pytest.fixture(scope="module")
def polygons(inbox: Path) -> dict[str, dict[str, shapely.Geometry]]:
    """Level → code → polygon."""
    found = {}
    for level in ("区", "街道", "社区"):
        collection = json.loads((inbox / f"行政区划/边界_{level}.geojson").read_text(encoding="utf-8"))
        found[level] = {
            feature["properties"]["区划代码"]: shapely.geometry.shape(feature["geometry"])
            for feature in collection["features"]
        }
    return found


def _in_force(register: pl.DataFrame, level: str, day: date) -> list[str]:
    text = day.isoformat()
    return register.filter(
        pl.col("级别") == level,
        pl.col("启用日期") <= text,
        pl.col("停用日期").is_null() | (pl.col("停用日期") >= text),
    )["区划代码"].to_list()


def test_areas_are_counted_before_and_after_the_redrawing(read_csv: ReadCsv) -> None:
    register = read_csv("行政区划/行政区划.csv")
    assert register["区划代码"].is_unique().all()
    for day, subdistricts in ((LAST_DAY_BEFORE, 73), (REDRAWN_ON, 74)):
        counts = {level: len(_in_force(register, level, day)) for level in ("市", "区", "街道", "社区", "派出所")}
        assert counts == {"市": 1, "区": 10, "街道": subdistricts, "社区": 650, "派出所": POLICE_STATIONS}


def test_codes_nest_and_follow_the_number_ranges(read_csv: ReadCsv) -> None:
    register = read_csv("行政区划/行政区划.csv")
    codes = set(register["区划代码"])
    for code, name, level, parent in register.select("区划代码", "名称", "级别", "上级代码").iter_rows():
        if level in ("街道", "社区"):
            serial = int(code[-3:])
            assert code[:-3] == parent
            assert parent in codes
            assert code.startswith("98")
        if level == "街道":
            assert (1 <= serial <= 99) == name.endswith("街道")
            assert (100 <= serial <= 199) == name.endswith("镇")
        if level == "社区":
            assert (1 <= serial <= 199) == name.endswith("社区")
            assert (200 <= serial <= 399) == name.endswith("村")


def test_names_repeat_between_districts_and_never_within_a_parent(read_csv: ReadCsv) -> None:
    register = read_csv("行政区划/行政区划.csv")
    current = register.filter(pl.col("停用日期").is_null())
    assert current.select("名称", "上级代码").is_unique().all()
    assert current.select("英文名称", "上级代码").is_unique().all()
    communities = current.filter(pl.col("级别") == "社区").with_columns(district=pl.col("区划代码").str.head(6))
    repeated = communities.group_by("名称").agg(pl.len(), pl.col("district").n_unique()).filter(pl.col("len") > 1)
    assert repeated.height == 3
    assert (repeated["district"] == repeated["len"]).all()


def test_the_split_subdistrict_passes_all_its_communities_on(read_csv: ReadCsv) -> None:
    register = read_csv("行政区划/行政区划.csv")
    ended = register.filter(pl.col("停用日期").is_not_null())
    began = register.filter(pl.col("启用日期") == REDRAWN_ON.isoformat())
    assert set(ended["停用日期"]) == {LAST_DAY_BEFORE.isoformat()}
    assert Counter(ended["级别"]) == {"街道": 1, "社区": 17}
    assert Counter(began["级别"]) == {"街道": 2, "社区": 17}
    names = [sorted(table.filter(pl.col("级别") == "社区")["名称"]) for table in (ended, began)]
    assert names[0] == names[1]
    assert not set(ended["区划代码"]) & set(began["区划代码"])


def test_some_police_stations_cover_two_subdistricts(city: City) -> None:
    covered = Counter(
        station
        for station, _ in {
            (station, subdistrict)
            for station, subdistrict in zip(city.register.station_codes, city.layout.subdistrict, strict=True)
        }
    )
    assert len(covered) == POLICE_STATIONS
    assert Counter(covered.values()) == {1: 46, 2: 14}


def test_polygons_are_valid_and_small(inbox: Path, polygons: dict[str, dict[str, shapely.Geometry]]) -> None:
    for level in polygons.values():
        assert all(shape.is_valid and not shape.is_empty for shape in level.values())
    assert sum(path.stat().st_size for path in inbox.glob("行政区划/*.geojson")) < 2_000_000


def test_every_area_of_the_register_has_its_polygon(
    read_csv: ReadCsv, polygons: dict[str, dict[str, shapely.Geometry]]
) -> None:
    register = read_csv("行政区划/行政区划.csv")
    for level, shapes in polygons.items():
        assert set(shapes) == set(register.filter(pl.col("级别") == level)["区划代码"])


@pytest.mark.parametrize("day", [LAST_DAY_BEFORE, REDRAWN_ON])
def test_areas_share_their_borders_and_fill_their_parents(
    day: date, read_csv: ReadCsv, polygons: dict[str, dict[str, shapely.Geometry]]
) -> None:
    register = read_csv("行政区划/行政区划.csv")
    areas = {
        level: {code: shapes[code] for code in _in_force(register, level, day)} for level, shapes in polygons.items()
    }
    for level in areas.values():
        assert shapely.coverage_is_valid(np.array(list(level.values()), dtype=object))
    for child, parent in (("社区", "街道"), ("街道", "区")):
        for code, shape in areas[parent].items():
            children = [polygon for child_code, polygon in areas[child].items() if child_code.startswith(code)]
            assert shapely.union_all(children).symmetric_difference(shape).area < 1e-12


def test_the_city_lies_in_open_sea_and_has_a_coast_with_islands(
    polygons: dict[str, dict[str, shapely.Geometry]],
) -> None:
    land = shapely.union_all(list(polygons["区"].values()))
    west, south, east, north = land.bounds
    assert 132.9 < west < east < 133.6
    assert 22.4 < south < north < 23.0
    assert len(land.geoms) == 4
