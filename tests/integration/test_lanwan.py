"""The fictional city, from the generator's files to the snapshot, against counts taken straight from the files."""

import duckdb
import pytest

from orchestration.run import run
from tests.fixtures.cities import BuiltCity


def test_every_row_read_is_accounted_for(lanwan: BuiltCity) -> None:
    for file in lanwan.report.files:
        assert file.rows_read == file.rows_accepted + file.rows_quarantined + file.rows_duplicate, file.file_name
    assert set(lanwan.report.quarantined) == {
        "unknown_area",
        "unknown_category",
        "invalid_date",
        "closed_before_reported",
    }


def test_the_file_that_comes_twice_changes_nothing(lanwan: BuiltCity) -> None:
    names = {name for pair in lanwan.report.repeated for name in pair}
    assert "警情/警情_202406_副本.csv" in names
    assert (
        len([file for file in lanwan.report.files if "202406" in file.file_name and file.feed == "police_alarms"]) == 1
    )


def test_valid_calls_of_the_city_are_those_in_the_files(lanwan: BuiltCity, alarms: duckdb.DuckDBPyConnection) -> None:
    known = (
        "called_at is not null and 是否有效 = '是'"
        " and 警情类型代码 <> '1999' and coalesce(社区代码, '') <> '989999001001'"
    )
    expected = dict(
        alarms.execute(
            f"select date_trunc('month', called_at)::date, count(*) from alarm where {known} group by 1"
        ).fetchall()
    )
    found = dict(
        lanwan.connect()
        .execute(
            "select period_start, alarm_count from marts.mart_alarm_trend join marts.dim_area using (area_id)"
            " where level_id = 'city' and category_id = 'all' and period_type = 'M'"
        )
        .fetchall()
    )
    assert len(expected) == 60
    assert found == expected


def test_districts_add_up_to_the_city(lanwan: BuiltCity) -> None:
    """Calls whose place is not known are in the city's total and in no district."""
    row = (
        lanwan.connect()
        .execute(
            "select sum(alarm_count) filter (level_id = 'city'), sum(alarm_count) filter (level_id = 'district'),"
            " sum(alarm_count) filter (is_unknown and hierarchy = 'main')"
            " from marts.mart_alarm_trend join marts.dim_area using (area_id)"
            " where category_id = 'all' and period_type = 'M'"
        )
        .fetchone()
    )
    assert row is not None
    city, districts, unknown = row
    assert unknown > 0
    assert city == districts + unknown


def test_the_trends_drawn_into_the_city_are_found_and_no_others_by_eye(lanwan: BuiltCity) -> None:
    """The generator's README names two districts that fall and two that rise; a verdict must not turn one round."""
    verdicts = dict(
        lanwan.connect()
        .execute(
            "select area.name_zh, verdict from marts.mart_rankings ranking join marts.dim_area area using (area_id)"
            " where indicator_id = 'AL04' and scope_id = 'city' and ranking.level_id = 'district'"
            " and period_type = 'Y' and period_id = '2025'"
        )
        .fetchall()
    )
    assert len(verdicts) == 10
    assert verdicts["砚溪区"] == "fall"
    assert verdicts["禾渡区"] == "rise"
    assert verdicts["望澜区"] in {"fall", "no_significant_change"}


def test_a_split_sub_district_is_not_compared_across_the_split(lanwan: BuiltCity) -> None:
    rows = (
        lanwan.connect()
        .execute(
            "select distinct year_ago_status from marts.mart_alarm_trend where category_id = 'all'"
            " and area_id in ('subdistrict-980108007', 'subdistrict-980108008') and period_type = 'M'"
            " and year(period_start) = 2024"
        )
        .fetchall()
    )
    assert rows == [("area_redrawn",)]


def test_running_again_does_nothing(lanwan: BuiltCity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANLAN_HOME", str(lanwan.home.root))
    again = run("lanwan", lanwan.inbox)
    assert (again.status, again.build_id) == ("nothing_new", lanwan.report.build_id)


def test_every_area_of_today_has_its_shape(lanwan: BuiltCity) -> None:
    rows = (
        lanwan.connect()
        .execute(
            "select level_id, count(*), count(geometry) from marts.dim_area"
            " left join marts.dim_area_geometry using (area_id) where is_current and not is_unknown"
            " and level_id in ('district', 'subdistrict', 'community') group by all order by all"
        )
        .fetchall()
    )
    assert rows == [("community", 650, 650), ("district", 10, 10), ("subdistrict", 74, 74)]
