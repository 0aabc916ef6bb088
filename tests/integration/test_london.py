"""London, from the published files to the snapshot, against sums computed straight from the files."""

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from anlan.home import Home
from orchestration.run import run
from tests.fixtures.cities import BuiltCity

pytestmark = pytest.mark.real_data
CRIME = "recorded_crime_by_borough/*.csv"


@pytest.fixture(scope="module")
def london(built: Callable[[str], BuiltCity]) -> BuiltCity:
    return built("london")


@pytest.fixture(scope="module")
def files() -> duckdb.DuckDBPyConnection:
    """A database of its own for reading the files without any of our code."""
    return duckdb.connect()


def counts_in_the_files(files: duckdb.DuckDBPyConnection, inbox: Path) -> str:
    """Borough, offence, month and count, from both wide files, as a table."""
    files.execute(
        f"""
        create or replace temp table counted as
        with wide as (
            from read_csv('{inbox}/{CRIME}', header = true, all_varchar = true, union_by_name = true)
        )
        unpivot wide on columns('^[0-9]{{6}}$') into name month value offences
        """
    )
    return "counted"


def test_every_row_read_is_accounted_for(london: BuiltCity) -> None:
    for file in london.report.files:
        assert file.rows_read == file.rows_accepted + file.rows_quarantined + file.rows_duplicate, file.file_name
    assert london.report.total("rows_read") == 9_312 + 9_312 + 291 + 1_725 * 136 + 1_575 * 24 + 34 + 32 + 1_716
    assert london.report.quarantined == {}


def test_the_city_counts_what_the_files_count(london: BuiltCity, files: duckdb.DuckDBPyConnection) -> None:
    counted = counts_in_the_files(files, london.inbox)
    expected = dict(
        files.execute(
            f"select strptime(month, '%Y%m')::date, sum(offences::int)::bigint from {counted} group by 1"
        ).fetchall()
    )
    found = dict(
        london.connect()
        .execute(
            "select period_start, alarm_count from marts.mart_alarm_trend"
            " join marts.dim_area using (area_id)"
            " where level_id = 'city' and category_id = 'all' and period_type = 'M'"
        )
        .fetchall()
    )
    assert len(expected) == 136 + 24
    assert found == expected


def test_boroughs_count_by_offence_what_the_files_count(london: BuiltCity, files: duckdb.DuckDBPyConnection) -> None:
    """The pack writes out offences that the files cut short, so the counts are compared without the names."""
    counted = counts_in_the_files(files, london.inbox)
    expected = files.execute(
        "select lookup_boroughname, strptime(month, '%Y%m')::date, sum(offences::int)::bigint as n"
        f" from {counted} group by lookup_boroughname, minortext, month having n <> 0"
    ).fetchall()
    found = (
        london.connect()
        .execute(
            "select area.name_en, period_start, alarm_count"
            " from marts.mart_alarm_trend trend"
            " join marts.dim_area area using (area_id)"
            " join marts.dim_category category on category.category_id = trend.category_id"
            "  and category.category_kind = 'alarm'"
            " where area.level_id = 'borough' and category.category_level = 2 and not is_group and alarm_count <> 0"
            " and period_type = 'M'"
        )
        .fetchall()
    )
    assert len(expected) > 150_000
    assert Counter(found) == Counter(expected)


def test_survey_has_every_borough_wave_and_measure_once(london: BuiltCity) -> None:
    row = (
        london.connect()
        .execute(
            "select count(distinct area_id), count(distinct wave_id), count(distinct measure_id), count(*),"
            " count(distinct (area_id, wave_id, measure_id)), count(lower), count(change_verdict),"
            " count(*) filter (interval_status <> 'sample_size_not_published')"
            " from marts.mart_survey_score join marts.dim_area using (area_id) where level_id = 'borough'"
        )
        .fetchone()
    )
    # No sample size is published: no interval, no verdict, and a column that says so.
    assert row == (32, 37, 8, 9_312, 9_312, 0, 0, 0)


def test_the_force_wide_score_is_the_published_one_not_a_mean_of_boroughs(
    london: BuiltCity, files: duckdb.DuckDBPyConnection
) -> None:
    published = files.execute(
        "select count(*), sum(replace(proportion, ',', '.')::double) from"
        f" read_csv('{london.inbox}/public_attitude_survey/PAS_Total.csv',"
        " delim = ';', header = true, all_varchar = true)"
    ).fetchone()
    found = (
        london.connect()
        .execute(
            "select count(*), sum(score) from marts.mart_survey_score"
            " join marts.dim_area using (area_id) where level_id = 'city'"
        )
        .fetchone()
    )
    assert published is not None
    assert found is not None
    assert found[0] == published[0]
    assert found[1] == pytest.approx(published[1], abs=1e-9)


@pytest.mark.parametrize(
    "dialect", ["PAS_Dashboard_Borough.csv", pytest.param("PAS_buroughs.csv", marks=pytest.mark.exhaustive)]
)
def test_either_dialect_of_the_survey_gives_the_same_mart(
    dialect: str, london: BuiltCity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANLAN_HOME", str(tmp_path / "home"))
    inbox = tmp_path / "inbox"
    (inbox / "public_attitude_survey").mkdir(parents=True)
    shutil.copy(london.inbox / "public_attitude_survey" / dialect, inbox / "public_attitude_survey")
    report = run("london", inbox)
    alone = BuiltCity(Home.of("london"), inbox, report)
    query = (
        "select area_id, wave_id, measure_id, score, change, change_status, interval_status"
        " from marts.mart_survey_score join marts.dim_area using (area_id) where level_id = 'borough' order by all"
    )
    assert alone.connect().execute(query).fetchall() == london.connect().execute(query).fetchall()


def test_running_again_does_nothing(london: BuiltCity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANLAN_HOME", str(london.home.root))
    again = run("london", london.inbox)
    assert (again.status, again.build_id, again.files) == ("nothing_new", london.report.build_id, [])


def test_the_cut_off_of_a_number_is_that_of_its_feed(london: BuiltCity) -> None:
    """Recorded crime ends five months before the survey; its numbers must not borrow the later date."""
    cut_offs = dict(
        london.connect()
        .execute(
            "select feed, max(as_of)::varchar from marts.fct_indicator_values"
            " join marts.dim_indicator using (indicator_id) group by feed"
        )
        .fetchall()
    )
    assert cut_offs == {"police_alarms": "2023-07-31", "survey_scores": "2023-12-31"}
