"""Rules a row must pass: which reason a refused row gets, and how little of it the quarantine tells."""

import json
from datetime import date
from typing import Any

import polars as pl
import pytest

from anlan.errors import InputError
from orchestration.ingest.areas import build_register
from orchestration.ingest.reading import ROW, Table
from orchestration.ingest.rules import Sorted, sort_rows
from orchestration.registry.feeds import Feed
from orchestration.registry.pack import CityPack, load_pack_folder
from orchestration.registry.source import Source

RECEIVED = date(2024, 5, 2)
TIME = "%Y-%m-%d %H:%M"
FIELDS: dict[Feed, dict[str, Any]] = {
    Feed.POLICE_ALARMS: {
        "occurred_at": {"column": "time", "formats": TIME},
        "category": {"column": "category"},
        "alarm_count": {"column": "count"},
    },
    Feed.GRID_EVENTS: {
        "reported_at": {"column": "time", "formats": TIME},
        "category": {"column": "category"},
        "closed_at": {"column": "closed", "formats": TIME},
    },
    Feed.SURVEY_SCORES: {
        "wave": {"column": "wave"},
        "measure": {"column": "measure"},
        "score": {"column": "score"},
        "numerator": {"column": "numerator"},
        "denominator": {"column": "denominator"},
    },
    Feed.POPULATION: {"year": {"column": "year"}, "persons": {"column": "persons"}},
    Feed.AREA_REGISTER: {name: {"column": name} for name in ("area_code", "level", "name_zh", "name_en")},
}
GOOD: dict[Feed, dict[str, str | None]] = {
    Feed.POLICE_ALARMS: {"time": "2024-05-01 10:00", "category": "1004", "count": "1"},
    Feed.GRID_EVENTS: {"time": "2024-05-01 10:00", "category": "0101", "closed": "2024-05-01 11:00"},
    Feed.SURVEY_SCORES: {"wave": "2023", "measure": "safe", "score": "0.9", "numerator": None, "denominator": None},
    Feed.POPULATION: {"year": "2023", "persons": "1000"},
    Feed.AREA_REGISTER: {"area_code": "1", "level": "district", "name_zh": "东", "name_en": "East"},
}


@pytest.fixture
def pack(city: Any) -> CityPack:
    return load_pack_folder(city.folder)


def source(feed: Feed, **options: Any) -> Source:
    declared: dict[str, Any] = {
        "schema_version": 1,
        "source_id": "s",
        "feed": feed,
        "title": {"zh": "源", "en": "source"},
        "files": "*.csv",
        "format": {"type": "csv"},
        "columns": FIELDS[feed],
    }
    if feed in (Feed.POLICE_ALARMS, Feed.GRID_EVENTS):
        declared["coverage"] = {"by": "events"}
    if feed != Feed.AREA_REGISTER:
        declared["areas"] = [{"level": "district", "column": "district"}]
    return Source.model_validate(declared | options)


def sort(pack: CityPack, feed: Feed, *rows: dict[str, str | None], header_lines: int = 1, **options: Any) -> Sorted:
    """Rows that differ from a good one as given."""
    complete = [GOOD[feed] | {"district": "1", "name": "张三"} | row for row in rows]
    frame = pl.DataFrame(complete, schema=dict.fromkeys(complete[0], pl.String)).with_row_index(ROW, offset=1)
    table = Table(frame.cast({ROW: pl.Int64}), "utf-8", header_lines)
    schema = dict.fromkeys(("area_code", "level", "name_zh", "name_en", "parent_code"), pl.String)
    areas = pl.DataFrame(
        [("0", "city", "c", "c", None), ("1", "district", "d", "d", None)], schema=schema, orient="row"
    )
    areas = areas.with_columns(
        valid_from=pl.lit(None, pl.Date), valid_to=pl.lit(None, pl.Date), is_residential=pl.lit(None, pl.Boolean)
    )
    register = None if feed == Feed.AREA_REGISTER else build_register(pack.city, areas)
    return sort_rows(table, source(feed, **options), pack, register, "f.csv", RECEIVED)


def refusals(result: Sorted) -> list[tuple[str, str, str | None]]:
    return result.refused.select("reason_code", "field", "value").rows()


@pytest.mark.parametrize("feed", list(FIELDS))
def test_a_good_row_is_accepted(pack: CityPack, feed: Feed) -> None:
    result = sort(pack, feed, {})
    assert (result.accepted.height, refusals(result), result.rows_read) == (1, [], 1)


@pytest.mark.parametrize(
    ("feed", "row", "refusal"),
    [
        (Feed.POLICE_ALARMS, {"time": None}, ("missing_value", "occurred_at", None)),
        (Feed.POLICE_ALARMS, {"time": "May"}, ("invalid_date", "occurred_at", "May")),
        (Feed.POLICE_ALARMS, {"category": "9999"}, ("unknown_category", "category", "9999")),
        (Feed.POLICE_ALARMS, {"count": "many"}, ("invalid_number", "alarm_count", "many")),
        (Feed.POLICE_ALARMS, {"count": "NaN"}, ("invalid_number", "alarm_count", "NaN")),
        (Feed.POLICE_ALARMS, {"count": "-1"}, ("negative_count", "alarm_count", "-1")),
        (Feed.POLICE_ALARMS, {"district": "9"}, ("unknown_area", "district", "9")),
        (
            Feed.POLICE_ALARMS,
            {"time": "1900-01-01 00:00"},
            ("implausible_date", "occurred_at", "1900-01-01 00:00:00.000000"),
        ),
        (
            Feed.POLICE_ALARMS,
            {"time": "1949-09-30 23:59"},
            ("implausible_date", "occurred_at", "1949-09-30 23:59:00.000000"),
        ),
        (
            Feed.POLICE_ALARMS,
            {"time": "2024-05-03 00:00"},
            ("future_date", "occurred_at", "2024-05-03 00:00:00.000000"),
        ),
        (
            Feed.GRID_EVENTS,
            {"closed": "2024-05-01 09:59"},
            ("closed_before_reported", "closed_at", "2024-05-01 09:59:00.000000"),
        ),
        (Feed.SURVEY_SCORES, {"wave": "spring"}, ("invalid_period", "wave", "spring")),
        (Feed.SURVEY_SCORES, {"measure": "mood"}, ("unknown_measure", "measure", "mood")),
        (Feed.SURVEY_SCORES, {"score": None}, ("missing_value", "score", None)),
        (Feed.SURVEY_SCORES, {"score": "93"}, ("share_out_of_range", "score", "93.0")),
        (
            Feed.SURVEY_SCORES,
            {"numerator": "3", "denominator": "2"},
            ("numerator_exceeds_denominator", "numerator", "3.0"),
        ),
        (Feed.SURVEY_SCORES, {"numerator": "0", "denominator": "0"}, ("no_answers", "denominator", "0.0")),
        (Feed.POPULATION, {"persons": "-5"}, ("negative_count", "persons", "-5.0")),
        (Feed.POPULATION, {"year": "20230"}, ("implausible_date", "year", "20230")),
        (Feed.POPULATION, {"year": "10000000"}, ("implausible_date", "year", "10000000")),
        (Feed.POPULATION, {"year": "99999999999"}, ("implausible_date", "year", "99#######99")),
        (Feed.POPULATION, {"year": "0"}, ("implausible_date", "year", "0")),
        (Feed.AREA_REGISTER, {"level": "parish"}, ("unknown_level", "level", "parish")),
        (Feed.AREA_REGISTER, {"area_code": None}, ("missing_value", "area_code", None)),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_bad_row_is_refused_with_its_reason(
    pack: CityPack, feed: Feed, row: dict[str, str | None], refusal: tuple[str, str, str | None]
) -> None:
    result = sort(pack, feed, {}, row)
    assert refusals(result) == [refusal]
    assert (result.accepted.height, result.rows_read) == (1, 2)


@pytest.mark.parametrize(
    ("feed", "row"),
    [
        (Feed.POLICE_ALARMS, {"time": "1949-10-01 00:00"}),
        (Feed.POLICE_ALARMS, {"time": "2024-05-02 23:59"}),
        (Feed.POLICE_ALARMS, {"count": "0"}),
        (Feed.GRID_EVENTS, {"closed": "2024-05-01 10:00"}),
        (Feed.GRID_EVENTS, {"closed": None}),
        (Feed.SURVEY_SCORES, {"score": "0"}),
        (Feed.SURVEY_SCORES, {"score": "1"}),
        (Feed.SURVEY_SCORES, {"score": None, "numerator": "2", "denominator": "2"}),
        (Feed.POPULATION, {"persons": "0"}),
        (Feed.POPULATION, {"year": "2050"}),
    ],
    ids=str,
)
def test_a_row_at_the_edge_of_a_rule_is_accepted(pack: CityPack, feed: Feed, row: dict[str, str | None]) -> None:
    assert refusals(sort(pack, feed, row)) == []


def test_a_row_with_several_faults_gets_the_first_in_the_order_of_rules(pack: CityPack) -> None:
    everything = {"time": "1900-01-01 00:00", "category": "x", "count": "-1", "district": "9"}
    faults = []
    for cure in ({}, {"category": "1004"}, {"district": "1"}, {"time": "2024-05-01 10:00"}, {"count": "1"}):
        everything |= cure
        faults += refusals(sort(pack, Feed.POLICE_ALARMS, everything)) or [("accepted", "", None)]
    # First the fields, then the place, then what fields say of each other and of the day of arrival.
    assert [code for code, _, _ in faults] == [
        "unknown_category",
        "unknown_area",
        "implausible_date",
        "negative_count",
        "accepted",
    ]


def test_a_refused_row_carries_the_failing_value_and_nothing_else_of_the_row(pack: CityPack) -> None:
    result = sort(pack, Feed.POLICE_ALARMS, {}, {"category": "9999"}, {"district": "9"})
    assert result.refused.columns == [ROW, "line_number", "reason_code", "field", "value"]
    assert "张三" not in json.dumps(result.refused.rows(), ensure_ascii=False)


def test_a_refused_row_is_found_by_its_line(pack: CityPack) -> None:
    result = sort(pack, Feed.POLICE_ALARMS, {}, {}, {"category": "9999"}, header_lines=3)
    assert result.refused.select(ROW, "line_number").rows() == [(3, 6)]


def test_columns_that_no_field_takes_leave_no_trace(pack: CityPack) -> None:
    accepted = sort(pack, Feed.POLICE_ALARMS, {}).accepted
    assert "张三" not in json.dumps(accepted.rows(), ensure_ascii=False, default=str)


def test_negative_counts_are_corrections_where_declared(pack: CityPack) -> None:
    result = sort(pack, Feed.POLICE_ALARMS, {"count": "-1"}, signed_counts=True)
    assert result.accepted["alarm_count"].to_list() == [-1]


def test_subtotals_are_not_read_at_all(pack: CityPack) -> None:
    areas = [{"level": "district", "column": "district", "skip_values": ["合计"]}]
    result = sort(pack, Feed.POPULATION, {}, {"district": "合计", "persons": "x"}, areas=areas)
    assert (result.rows_read, refusals(result)) == (1, [])


def test_a_missing_area_column_is_named(pack: CityPack) -> None:
    areas = [{"level": "district", "column": ["borough", "ward"]}]
    with pytest.raises(
        InputError, match=r"column 'borough' or 'ward' is missing \(needed for the area\)\. The file has: year"
    ):
        sort(pack, Feed.POPULATION, {}, areas=areas)


def test_a_line_with_too_many_cells_is_refused_without_its_content(city: Any) -> None:
    city.declare("population", "\n".join(json_lines(source(Feed.POPULATION, files="population.csv"))))
    good = "".join(f"{year},1,{year}\n" for year in range(2000, 2010))
    city.put("population.csv", "year,district,persons\n" + good + "2010,1,5,张三,1\n2011,1,5,,\n")
    (file,) = city.load(Feed.POPULATION)
    assert (file.rows_read, file.rows_accepted, city.reasons()) == (12, 11, {"too_many_cells": 1})
    quarantined = pl.read_parquet(list(city.home.quarantine.rglob("*.parquet"))).row(0, named=True)
    assert (quarantined["line_number"], quarantined["value"], quarantined["file_name"]) == (
        12,
        "5 cells, 3 headers",
        "population.csv",
    )


def json_lines(declared: Source) -> list[str]:
    """A declaration as YAML; JSON is YAML."""
    content = declared.model_dump(mode="json", exclude_unset=True)
    return [json.dumps(content, ensure_ascii=False)]


def test_shapes_come_from_the_geometry_of_a_feature(city: Any) -> None:
    city.declare(
        "shapes",
        json.dumps(
            {
                "schema_version": 1,
                "source_id": "shapes",
                "feed": "area_polygons",
                "title": {"zh": "边界", "en": "borders"},
                "files": "*.geojson",
                "format": {"type": "geojson"},
                "areas": [{"level": "district", "column": "code"}],
            }
        ),
    )
    square = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]}
    shapes = [{"type": "Feature", "properties": {"code": "1"}, "geometry": square}] * 9
    shapes.append({"type": "Feature", "properties": {"code": "2"}, "geometry": None})
    city.put("shapes.geojson", json.dumps({"type": "FeatureCollection", "features": shapes}))
    city.load(Feed.AREA_POLYGONS)
    assert {json.dumps(json.loads(text)) for text in city.rows(Feed.AREA_POLYGONS)["geometry"]} == {json.dumps(square)}
    assert city.reasons() == {"missing_value": 1}
