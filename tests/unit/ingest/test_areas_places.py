"""Areas within areas, names in variant characters, places in addresses and at points, and places not known."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from anlan.errors import DeclarationError, InputError
from orchestration.ingest.areas import AreaRegister, build_register
from orchestration.ingest.characters import name_key
from orchestration.ingest.fields import Reason
from orchestration.ingest.places import place_texts, resolve
from orchestration.ingest.polygons import areas_at
from orchestration.registry.city import City
from orchestration.registry.feeds import Feed
from orchestration.registry.pack import load_pack_folder
from orchestration.registry.places import AreaReference

CITY = City.model_validate(
    {
        "schema_version": 1,
        "city_id": "testville",
        "name": {"zh": "试城", "en": "Testville"},
        "timezone": "Asia/Taipei",
        "note": {"zh": "", "en": ""},
        "levels": [
            {"level_id": "city", "number": 1, "name": {"zh": "市", "en": "City"}},
            {"level_id": "county", "number": 2, "name": {"zh": "县", "en": "County"}, "parent": "city"},
            {"level_id": "town", "number": 3, "name": {"zh": "镇", "en": "Town"}, "parent": "county"},
            {"level_id": "village", "number": 4, "name": {"zh": "村", "en": "Village"}, "parent": "town"},
        ],
    }
)
AREAS = [
    ("0", "city", "试城", "Testville", None),
    ("A", "county", "臺北縣", "Taipei", "0"),
    ("B", "county", "苗栗縣", "Miaoli", "0"),
    ("A1", "town", "東區", "East", "A"),
    ("B1", "town", "東區", "East", "B"),
    ("B2", "town", "南庄鄉", "Nanzhuang", "B"),
    ("A11", "village", "里仁村", "Liren", "A1"),
    ("B11", "village", "里仁村", "Liren", "B1"),
    ("B21", "village", "西村", "West", "B2"),
]
WITHIN = {("town", "county"), ("village", "town"), ("village", "county")}
IN_COUNTY = {"level": "county", "column": "county", "by": "name", "unknown_values": ["", "外國"]}
TOWN = {"level": "town", "column": "town", "by": "name", "unknown_values": "", "within": IN_COUNTY}


@pytest.fixture(scope="module")
def register() -> AreaRegister:
    schema = dict.fromkeys(("area_code", "level", "name_zh", "name_en", "parent_code"), pl.String)
    dates = {"valid_from": pl.Date, "valid_to": pl.Date, "is_residential": pl.Boolean}
    declared = pl.DataFrame([(*area, None, None, None) for area in AREAS], schema=schema | dates, orient="row")
    return build_register(CITY, declared, WITHIN)


def place(
    register: AreaRegister, declared: dict[str, Any], day: date | None = None, **cells: list[str | None]
) -> tuple[list[str | None], list[tuple[str, str, list[str | None]]]]:
    """The area of each row; and of each reason its code, its level and the texts of the rows it refuses."""
    reference = AreaReference.model_validate(declared)
    frame = pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String))
    rows = frame.select(*place_texts(frame, reference, "place", ".", "f.csv"))
    rows, reasons = resolve(rows, reference, register, None if day is None else pl.lit(day), "place")
    return rows["place"].to_list(), [(r.code, r.field, told(rows, r)) for r in reasons if told(rows, r)]


def told(rows: pl.DataFrame, reason: Reason) -> list[str | None]:
    return rows.with_columns(told=reason.text).filter(reason.failed.fill_null(False))["told"].to_list()


def test_a_name_that_repeats_is_found_within_its_parent(register: AreaRegister) -> None:
    found, reasons = place(register, TOWN, county=["台北縣", "苗栗縣", "Miaoli"], town=["東區", "東區", "EAST"])
    assert (found, reasons) == (["town-A1", "town-B1", "town-B1"], [])


def test_without_a_parent_a_repeated_name_says_what_to_do(register: AreaRegister) -> None:
    with pytest.raises(InputError, match=r"stands for several areas at once.*name the area around them \(`within`\)"):
        place(register, {"level": "town", "column": "town", "by": "name"}, town=["東區"])


def test_a_town_not_known_counts_in_its_county_and_one_without_county_in_the_city(register: AreaRegister) -> None:
    found, reasons = place(register, TOWN, county=["苗栗縣", "外國", None], town=[None, None, "東區"])
    assert found == ["unknown-town-in-county-B", "unknown-town", "unknown-town"]
    assert reasons == []
    parents = dict(register.frame.select("area_id", "parent_area_id").rows())
    assert parents["unknown-town-in-county-B"] == "county-B"
    assert parents["unknown-town"] == "city-0"


def test_the_reason_is_the_level_that_is_not_in_the_register(register: AreaRegister) -> None:
    found, reasons = place(register, TOWN, county=["新竹縣", "苗栗縣"], town=["東區", "北區"])
    assert found == [None, None]
    assert reasons == [("unknown_area", "county", ["新竹縣"]), ("unknown_area", "town", ["北區"])]


def test_what_is_not_in_the_register_may_be_declared_to_be_unknown(register: AreaRegister) -> None:
    found, reasons = place(register, TOWN | {"unmatched": "unknown"}, county=["苗栗縣"], town=["北區"])
    assert (found, reasons) == (["unknown-town-in-county-B"], [])


def test_a_name_may_need_two_areas_around_it_or_one_further_above(register: AreaRegister) -> None:
    chained = {"level": "village", "column": "village", "by": "name", "unknown_values": "", "within": TOWN}
    cells: dict[str, list[str | None]] = {
        "county": ["苗栗縣", "苗栗縣", "苗栗縣", None],
        "town": ["東區", "東區", None, None],
        "village": ["里仁村", None, "西村", None],
    }
    found, reasons = place(register, chained, **cells)
    members = ["unknown-village-in-town-B1", "unknown-village-in-unknown-town-in-county-B", "unknown-village"]
    assert (found, reasons) == (["village-B11", *members], [])
    assert set(members) <= set(register.frame["area_id"])
    skipping = {"level": "village", "column": "village", "by": "name", "within": IN_COUNTY}
    assert place(register, skipping, county=["苗栗縣"], village=["里仁村"])[0] == ["village-B11"]


def test_every_unknown_member_has_a_parent_up_to_the_city(register: AreaRegister) -> None:
    parents = dict(register.frame.select("area_id", "parent_area_id").rows())
    for area_id in register.frame.filter("is_unknown")["area_id"]:
        climbed = area_id
        for _ in range(5):
            climbed = parents[climbed] or climbed
        assert climbed == "city-0", area_id


@pytest.mark.parametrize(
    "text", ["南庄鄉", "南莊鄉", "南庄乡", " 南 庄 鄉 ", "南庄鄉　", "ＮＡＮＺＨＵＡＮＧ", "nanzhuang"]
)
def test_names_are_found_in_variant_characters_width_and_spacing(register: AreaRegister, text: str) -> None:
    assert place(register, {"level": "town", "column": "x", "by": "name", "within": IN_COUNTY}, x=[text], county=["B"])[
        0
    ] == [None]
    assert place(register, TOWN, county=["苗栗县"], town=[text])[0] == ["town-B2"]


@given(name=st.text(st.characters(codec="utf-8"), max_size=8))
def test_a_name_is_compared_as_itself_however_often_it_is_folded(name: str) -> None:
    once, twice = pl.select(once=name_key(pl.lit(name)), twice=name_key(name_key(pl.lit(name)))).row(0)
    assert once == twice


@given(name=st.text("臺台北縣县區区里裏ＡｂＣ１ 　", max_size=8), blanks=st.integers(0, 3))
def test_blanks_around_a_name_and_its_width_do_not_matter(name: str, blanks: int) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name)
    plain, spaced = pl.select(a=name_key(pl.lit(name)), b=name_key(pl.lit(" " * blanks + wide + "　"))).row(0)
    assert plain == spaced


def test_an_address_gives_its_area_and_nothing_else(register: AreaRegister) -> None:
    declared = {
        "level": "town",
        "column": "address",
        "by": "name",
        "extract": "縣(.+?[區鄉鎮])",
        "unknown_values": ["不詳"],
        "within": {"level": "county", "column": "address", "by": "name", "extract": "^(.+?縣)", "unmatched": "unknown"},
    }
    addresses: list[str | None] = ["苗栗縣南庄鄉中山路一號", "臺北縣東區和平路二號", "苗栗縣西區三路三號", "不詳", None]
    found, reasons = place(register, declared, address=addresses)
    assert found == ["town-B2", "town-A1", None, "unknown-town", "unknown-town"]
    assert reasons == [("unknown_area", "town", ["西區"])]


def test_codes_are_found_without_zeros_and_in_full_width(register: AreaRegister) -> None:
    schema = {"area_code": pl.String, "level": pl.String, "name_zh": pl.String, "name_en": pl.String}
    dates = {"parent_code": pl.String, "valid_from": pl.Date, "valid_to": pl.Date, "is_residential": pl.Boolean}
    rows = [("0", "city", "c", "c"), ("007", "county", "x", "x"), ("10", "county", "y", "y")]
    codes = build_register(CITY, pl.DataFrame([(*r, *[None] * 4) for r in rows], schema=schema | dates, orient="row"))
    declared = {"level": "county", "column": "code", "strip_zeros": True}
    assert place(codes, declared, code=["7", "０7", "0010", "1"])[0] == ["county-007"] * 2 + ["county-10", None]


def square(west: float, south: float, size: float = 1) -> str:
    return shapely.to_geojson(shapely.box(west, south, west + size, south + size))


@pytest.fixture(scope="module")
def mapped(register: AreaRegister) -> AreaRegister:
    shapes = {"county-A": square(120, 23), "county-B": square(121, 23), "town-A1": square(120, 23)}
    return AreaRegister(register.frame, pl.DataFrame({"area_id": list(shapes), "geometry": list(shapes.values())}))


POINT = {"level": "county", "by": "point", "longitude": {"column": "x"}, "latitude": {"column": "y"}}


def test_a_point_lies_in_the_area_whose_shape_holds_it(mapped: AreaRegister) -> None:
    found, reasons = place(mapped, POINT, x=["120.5", "121.5", "121"], y=["23.5", "23.5", "23.5"])
    # On a border the first by id, so that it is the same each time.
    assert (found, reasons) == (["county-A", "county-B", "county-A"], [])


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ("0", "0"),
        ("181", "23"),
        ("120", "-91"),
        ("nan", "23"),
        ("inf", "23"),
        ("east", "23"),
        ("120.5", None),
        ("23.5", "120.5"),
    ],
)
def test_impossible_coordinates_are_refused_and_not_told(mapped: AreaRegister, x: str, y: str | None) -> None:
    for unmatched in ("quarantine", "unknown"):
        found, reasons = place(mapped, POINT | {"unmatched": unmatched}, x=[x], y=[y])
        assert found == [None]
        assert reasons[0] == ("impossible_coordinates", "county", [None])


def test_a_point_in_no_area_is_refused_without_telling_it_or_unknown_as_declared(mapped: AreaRegister) -> None:
    cells: dict[str, list[str | None]] = {"x": ["100", None], "y": ["50", None]}
    assert place(mapped, POINT, **cells) == ([None, None], [("unknown_area", "county", [None, None])])
    assert place(mapped, POINT | {"unmatched": "unknown"}, **cells) == (["unknown-county"] * 2, [])
    assert place(mapped, POINT | {"unknown_values": [""]}, **cells)[0] == [None, "unknown-county"]
    assert place(mapped, POINT | {"unknown_values": ["0"]}, x=["0"], y=["0"]) == (["unknown-county"], [])


def test_both_coordinates_may_stand_in_one_cell(mapped: AreaRegister) -> None:
    longitude = {"column": "at", "extract": r"POINT \(([-\d.]+) "}
    latitude = {"column": "at", "extract": r"POINT \([-\d.]+ ([-\d.]+)\)"}
    declared = POINT | {"longitude": longitude, "latitude": latitude}
    assert place(mapped, declared, at=["POINT (120.5 23.5)"])[0] == ["county-A"]


def test_a_point_may_lie_outside_all_shapes_of_a_known_area(mapped: AreaRegister) -> None:
    declared = POINT | {"level": "town", "unmatched": "unknown", "within": IN_COUNTY}
    assert place(mapped, declared, x=["121.5"], y=["23.5"], county=["苗栗縣"])[0] == ["unknown-town-in-county-B"]


def test_points_without_shapes_say_what_is_missing(register: AreaRegister) -> None:
    with pytest.raises(InputError, match="There are no shapes of level county to find points in"):
        place(register, POINT, x=["120"], y=["23"])


@given(
    points=st.lists(st.tuples(st.floats(-1, 4), st.floats(-1, 4)), min_size=1, max_size=30),
    corners=st.lists(st.tuples(st.integers(-1, 3), st.integers(-1, 3)), min_size=1, max_size=5, unique=True),
)
def test_points_are_in_the_shapes_that_geometry_says(
    points: list[tuple[float, float]], corners: list[tuple[int, int]]
) -> None:
    shapes = pl.DataFrame(
        {"area_id": [f"s{i}" for i in range(len(corners))], "geometry": [square(*corner) for corner in corners]}
    )
    x, y = zip(*points, strict=True)
    found = areas_at(shapes, pl.Series(x, dtype=pl.Float64), pl.Series(y, dtype=pl.Float64))
    expected = {
        (number, f"s{i}")
        for number, point in enumerate(points)
        for i, (west, south) in enumerate(corners)
        if west <= point[0] <= west + 1 and south <= point[1] <= south + 1
    }
    assert set(found.rows()) == expected


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ({"level": "town", "by": "point", "longitude": {"column": "x"}}, "by point goes with longitude and latitude"),
        ({"level": "town", "by": "point", "column": "x"}, "by point goes with longitude and latitude"),
        (POINT | {"aliases": {"a": "b"}}, "by point takes no extract, aliases"),
        (TOWN | {"level": ["town", "county"]}, "within goes with one level"),
        (TOWN | {"within": IN_COUNTY | {"skip_values": "合计"}}, "within takes one level, no skip_values"),
        ({"level": "town", "column": "x", "extract": "x+"}, "the pattern needs exactly one group"),
    ],
)
def test_references_that_contradict_themselves_are_refused(declared: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        AreaReference.model_validate(declared)


FIRES = """
schema_version: 1
source_id: fires
feed: police_alarms
title: {zh: 火灾, en: fires}
files: "fires*.csv"
format: {type: csv}
timezone: UTC
columns:
  occurred_at: {column: time, formats: "%Y-%m-%d %H:%M"}
  arrived_at: {column: arrived, formats: "%Y-%m-%d %H:%M"}
  category: {column: kind, values: {fire: "4002"}, unmapped: keep}
areas:
  - {level: district, by: point, longitude: {column: lon}, latitude: {column: lat}}
coverage: {by: events}
"""
POLYGONS = """
schema_version: 1
source_id: polygons
feed: area_polygons
title: {zh: 边界, en: borders}
files: "*.geojson"
format: {type: geojson}
areas:
  - {level: district, column: code}
"""


def borders(code: str, west: float) -> str:
    feature = {"type": "Feature", "properties": {"code": code}, "geometry": json.loads(square(west, 0))}
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


def test_a_file_of_points_is_read_with_the_shapes_and_again_when_they_change(make_city: Callable[[], Any]) -> None:
    city = make_city()
    city.declare("fires", FIRES)
    city.declare("polygons", POLYGONS)
    city.put("a.geojson", borders("1", 10))
    city.put(
        "fires.csv",
        "time,arrived,kind,lon,lat\n2020-01-01 20:00,2020-01-01 20:05,fire,10.5,0.5\n"
        "2020-01-01 20:00,,flood,10.2,0.5\n",
    )
    city.load(Feed.AREA_POLYGONS, Feed.POLICE_ALARMS)
    rows = city.rows(Feed.POLICE_ALARMS)
    assert rows["place_key"].to_list() == ["district-1", "district-1"]
    assert rows["category_id"].to_list() == ["4002", "unmapped"]
    assert [str(time) for time in rows["occurred_at"]] == ["2020-01-02 04:00:00"] * 2
    assert not {"lon", "lat", "longitude", "latitude"} & set(rows.columns)
    city.put("a.geojson", borders("1", 50))
    _, file = city.load(Feed.AREA_POLYGONS, Feed.POLICE_ALARMS)[-2:]
    assert file.status == "failed"
    assert "10.5" not in str(file.message)


def test_points_need_a_source_of_shapes(city: Any) -> None:
    city.declare("fires", FIRES)
    with pytest.raises(DeclarationError, match=r"areas\.by: point needs a source of feed area_polygons"):
        load_pack_folder(city.folder)


def test_a_pack_that_keeps_what_is_unmapped_has_a_category_for_it(city: Any) -> None:
    city.declare("fires", FIRES)
    city.declare("polygons", POLYGONS)
    categories = load_pack_folder(city.folder).categories
    assert categories["alarm"]["unmapped"].level == 2
    assert "unmapped" not in categories["event"]
