"""Areas by level, code or name, and day: maps are redrawn and codes come back."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from anlan.errors import InputError
from orchestration.ingest.areas import AreaRegister, build_register
from orchestration.ingest.fields import Reason
from orchestration.ingest.places import place_texts, resolve, skipped
from orchestration.registry.city import City
from orchestration.registry.places import AreaReference

SCHEMA = {
    "area_code": pl.String,
    "level": pl.String,
    "name_zh": pl.String,
    "name_en": pl.String,
    "parent_code": pl.String,
    "valid_from": pl.Date,
    "valid_to": pl.Date,
    "is_residential": pl.Boolean,
}
CITY = City.model_validate(
    {
        "schema_version": 1,
        "city_id": "testville",
        "name": {"zh": "试城", "en": "Testville"},
        "timezone": "Asia/Shanghai",
        "note": {"zh": "", "en": ""},
        "levels": [
            {"level_id": "city", "number": 1, "name": {"zh": "市", "en": "City"}},
            {"level_id": "district", "number": 2, "name": {"zh": "区", "en": "District"}, "parent": "city"},
            {"level_id": "street", "number": 3, "name": {"zh": "街道", "en": "Street"}, "parent": "district"},
            {
                "level_id": "beat",
                "number": 2,
                "name": {"zh": "警区", "en": "Beat"},
                "parent": "city",
                "hierarchy": "police",
            },
        ],
    }
)
REDRAWN = date(2014, 1, 1)
EVE = date(2013, 12, 31)


def area(
    level: str, code: str, name: str, parent: str | None = None, since: date | None = None, until: date | None = None
):
    return (code, level, name, name, parent, since, until, None)


THE_CITY = area("city", "0", "Testville")


def register(*areas: Any) -> AreaRegister:
    return build_register(CITY, pl.DataFrame([THE_CITY, *areas], schema=SCHEMA, orient="row"))


def place(
    frame: pl.DataFrame, reference: AreaReference, areas: AreaRegister, day: pl.Expr | None
) -> tuple[pl.DataFrame, list[Reason]]:
    """Rows with column `place`, and the reasons that refuse some of them."""
    texts = place_texts(frame, reference, "place", ".", "f.csv")
    return resolve(frame.with_columns(*texts), reference, areas, day, "place")


def find(areas: AreaRegister, texts: list[str | None], day: date | None = None, **reference: Any) -> list[str | None]:
    """The area_id each text stands for."""
    declared = AreaReference.model_validate({"level": "district", "column": "x"} | reference)
    frame = pl.DataFrame({"x": texts}, schema={"x": pl.String})
    found, _ = place(frame, declared, areas, None if day is None else pl.lit(day))
    return found["place"].to_list()


def rows_of(areas: AreaRegister, level: str) -> list[dict[str, Any]]:
    return areas.frame.filter((pl.col("level_id") == level) & ~pl.col("is_unknown")).rows(named=True)


def test_a_code_that_came_back_means_the_area_that_was_valid_on_the_day() -> None:
    areas = register(area("district", "1", "Old", until=EVE), area("district", "1", "New", since=REDRAWN))
    assert find(areas, ["1"], EVE) == ["district-1"]
    assert find(areas, ["1"], REDRAWN) == ["district-1-from-2014-01-01"]
    assert find(areas, ["1"]) == ["district-1-from-2014-01-01"]


def test_an_area_is_not_found_after_its_last_day_nor_before_its_first() -> None:
    areas = register(area("district", "1", "A", until=EVE), area("district", "2", "B", since=REDRAWN))
    assert find(areas, ["1", "2"], EVE) == ["district-1", None]
    assert find(areas, ["1", "2"], REDRAWN) == [None, "district-2"]


def test_a_day_between_two_maps_belongs_to_neither() -> None:
    areas = register(area("district", "1", "A", until=EVE), area("district", "1", "B", since=date(2014, 1, 10)))
    assert find(areas, ["1"], date(2014, 1, 5)) == [None]


def test_each_row_is_found_at_its_own_day() -> None:
    areas = register(area("district", "1", "Old", until=EVE), area("district", "1", "New", since=REDRAWN))
    frame = pl.DataFrame({"x": ["1", "1"], "day": [EVE, REDRAWN]})
    reference = AreaReference.model_validate({"level": "district", "column": "x"})
    found, _ = place(frame, reference, areas, pl.col("day"))
    assert found["place"].to_list() == ["district-1", "district-1-from-2014-01-01"]


def test_leading_zeros_count_unless_declared_not_to() -> None:
    areas = register(area("district", "007", "A"), area("district", "0", "B"))
    assert find(areas, ["7", "007", "0"]) == [None, "district-007", "district-0"]
    assert find(areas, ["7", "07", "000"], strip_zeros=True) == ["district-007", "district-007", "district-0"]


def test_names_are_found_in_any_case_and_spacing_and_in_both_languages() -> None:
    bilingual = ("1", "district", "东城区", "East  End", None, None, None, None)
    areas = register(bilingual)
    assert find(areas, ["东城区", "EAST END", " east end ", "East"], by="name") == ["district-1"] * 3 + [None]


def test_an_alias_of_a_name_is_found_in_any_case_too() -> None:
    areas = register(area("district", "1", "East End"))
    assert find(areas, ["The East", "THE EAST"], by="name", aliases={"The East": "East End"}) == ["district-1"] * 2


def test_an_alias_of_a_code_is_taken_exactly() -> None:
    areas = register(area("district", "1", "A"))
    assert find(areas, ["E1", "e1", "1"], aliases={"E1": "1"}) == ["district-1", None, "district-1"]


def test_declared_words_mean_that_the_place_is_not_known_and_others_are_refused() -> None:
    areas = register(area("district", "1", "A"))
    reference = AreaReference.model_validate({"level": "district", "column": "x", "unknown_values": ["", "99"]})
    frame = pl.DataFrame({"x": ["1", "99", None, "2"]})
    found, (reason,) = place(frame, reference, areas, None)
    assert found["place"].to_list() == ["district-1", "unknown-district", "unknown-district", None]
    assert found.select(reason.failed).to_series().to_list() == [False, False, False, True]
    assert (reason.code, reason.field) == ("unknown_area", "district")
    assert find(areas, [None]) == [None]


def test_an_area_of_several_levels_may_be_any_of_them() -> None:
    areas = register(area("district", "1", "A"), area("street", "11", "S", "1"))
    assert find(areas, ["1", "11"], level=["district", "street"]) == ["district-1", "street-11"]


def test_subtotals_are_left_out_before_anything_is_counted() -> None:
    reference = AreaReference.model_validate({"level": "district", "column": "x", "skip_values": ["合计"]})
    frame = pl.DataFrame({"x": ["1", "合计", None]})
    assert skipped(frame, reference, "f.csv")["x"].to_list() == ["1", None]


def test_a_name_that_two_areas_bear_at_once_is_a_clash_that_says_what_to_do() -> None:
    areas = register(area("district", "1", "Same"), area("district", "2", "Same"))
    with pytest.raises(
        InputError, match=r"'same' stands for several areas at once.*Refer to areas by code, name the area around them"
    ):
        find(areas, ["Same"], by="name")
    assert find(areas, ["1", "2"]) == ["district-1", "district-2"]


def test_a_name_that_passed_from_one_area_to_another_is_no_clash() -> None:
    areas = register(area("district", "1", "Same", until=EVE), area("district", "2", "Same", since=REDRAWN))
    assert find(areas, ["Same"], EVE, by="name") == ["district-1"]
    assert find(areas, ["Same"], REDRAWN, by="name") == ["district-2"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (area("district", "1", "A"), area("district", "1", "A")),
        (area("district", "1", "A", until=REDRAWN), area("district", "1", "B", since=REDRAWN)),
        (area("district", "1", "A", since=EVE), area("district", "1", "B", since=REDRAWN)),
    ],
    ids=["twice", "on one day", "open end"],
)
def test_a_code_that_two_areas_have_on_one_day_is_refused_with_the_register(one: Any, other: Any) -> None:
    with pytest.raises(InputError, match=r"District 1 stands for two areas on the same day.*valid_from and valid_to"):
        register(one, other)


def test_a_part_lies_in_the_version_of_its_parent_that_was_valid_with_it() -> None:
    areas = register(
        area("district", "1", "Old", until=EVE),
        area("district", "1", "New", since=REDRAWN),
        area("street", "11", "S", "1", until=EVE),
        area("street", "12", "T", "1"),
    )
    assert {row["area_id"]: row["parent_area_id"] for row in rows_of(areas, "street")} == {
        "street-11": "district-1",
        "street-12": "district-1-from-2014-01-01",
    }


@pytest.mark.parametrize("parent", ["9", None], ids=["unknown", "missing"])
def test_a_part_without_its_parent_is_named(parent: str | None) -> None:
    with pytest.raises(InputError, match=r"Street 11 \(S\) names parent .* 1 such area\(s\)\. Add the parent"):
        register(area("district", "1", "A"), area("street", "11", "S", parent))


@pytest.mark.parametrize("cities", [[], [THE_CITY, area("city", "00", "Twice")]], ids=["none", "two"])
def test_a_register_has_exactly_one_city(cities: list[Any]) -> None:
    with pytest.raises(InputError, match=rf"has {len(cities)} areas of level 'city'; it needs exactly one, the city"):
        build_register(CITY, pl.DataFrame(cities, schema=SCHEMA, orient="row"))


def test_every_level_below_the_city_has_an_unknown_member_under_the_city() -> None:
    unknown = register().frame.filter("is_unknown")
    assert sorted(unknown["area_id"]) == ["unknown-beat", "unknown-district", "unknown-street"]
    assert unknown["parent_area_id"].unique().to_list() == ["city-0"]


def test_the_fingerprint_changes_with_the_areas_and_not_with_their_order() -> None:
    one, other = area("district", "1", "A"), area("district", "2", "B")
    assert register(one, other).fingerprint == register(other, one).fingerprint != register(one).fingerprint
