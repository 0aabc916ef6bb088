"""St. Louis, from the published files to the snapshot, against sums computed straight from the files.

The independent reading knows of the files only what their publisher says: three spellings of the headers,
signed counts, occurrence dates in American order.
"""

import csv
import gzip
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime

import pytest

from tests.fixtures.cities import BuiltCity

pytestmark = pytest.mark.real_data
Row = tuple[date, str, str, str, int]


@pytest.fixture(scope="module")
def st_louis(built: Callable[[str], BuiltCity]) -> BuiltCity:
    return built("st-louis")


@pytest.fixture(scope="module")
def offences(st_louis: BuiltCity) -> list[Row]:
    """Month of occurrence, police district, neighbourhood, offence code, signed count: every row of the 48
    files.
    """
    rows = []
    for path in sorted((st_louis.inbox / "police_crime_monthly").glob("*.csv.gz")):
        lines = gzip.decompress(path.read_bytes()).decode("latin-1").lstrip("ï»¿").splitlines()
        reader = csv.DictReader(lines)
        for row in reader:
            plain = {key.replace(" ", "").replace("-", ""): value.strip() for key, value in row.items() if key}
            text = plain.get("DateOccur") or plain["DateOccured"]
            day = datetime.strptime(text, "%m/%d/%Y %H:%M").date().replace(day=1)
            rows.append((day, plain["District"], plain["Neighborhood"], plain["Crime"].zfill(6), int(plain["Count"])))
    return rows


def mart(city: BuiltCity, level: str, category: str = "category_id = 'all'") -> Counter[tuple[date, str]]:
    """Counts by month and area code of a level."""
    found = (
        city.connect()
        .execute(
            "select period_start, coalesce(area_code, '0'), sum(alarm_count)::bigint from marts.mart_alarm_trend"
            f" join marts.dim_area using (area_id) where level_id = ? and {category} and period_type = 'M'"
            " group by all",
            [level],
        )
        .fetchall()
    )
    return Counter({(month, code): count for month, code, count in found if count})


def test_every_row_read_is_accounted_for(st_louis: BuiltCity, offences: list[Row]) -> None:
    for file in st_louis.report.files:
        assert file.rows_read == file.rows_accepted + file.rows_quarantined + file.rows_duplicate, file.file_name
    crime = [file for file in st_louis.report.files if file.source_id == "police_crime"]
    assert len(crime) == 48
    assert sum(file.rows_read for file in crime) == len(offences) == 202_105


def test_the_city_counts_the_signed_sum_by_month_of_occurrence(st_louis: BuiltCity, offences: list[Row]) -> None:
    expected: Counter[date] = Counter()
    for month, _, _, _, count in offences:
        # Two rows of 1900 are placeholders for an unknown date; they are in quarantine.
        if month.year > 1900:
            expected[month] += count
    found = Counter({month: count for (month, _), count in mart(st_louis, "city").items()})
    assert found == Counter({month: count for month, count in expected.items() if count})


def test_neighbourhoods_count_what_the_files_count(st_louis: BuiltCity, offences: list[Row]) -> None:
    expected: Counter[tuple[date, str]] = Counter()
    for month, _, neighbourhood, _, count in offences:
        if month.year > 1900:
            expected[month, neighbourhood] += count
    found = mart(st_louis, "neighbourhood")
    assert found == Counter({key: count for key, count in expected.items() if count})


@pytest.mark.parametrize("year", [2010, 2017, 2018])
def test_districts_count_what_the_files_count(year: int, st_louis: BuiltCity, offences: list[Row]) -> None:
    expected: Counter[tuple[date, str]] = Counter()
    for month, district, _, _, count in offences:
        if month.year == year:
            expected[month, district] += count
    found = Counter({key: n for key, n in mart(st_louis, "district").items() if key[0].year == year})
    assert found == Counter({key: count for key, count in expected.items() if count})


def test_robberies_are_the_sum_of_the_codes_that_open_with_03(st_louis: BuiltCity, offences: list[Row]) -> None:
    expected: Counter[tuple[date, str]] = Counter()
    for month, district, _, code, count in offences:
        if code.startswith("03") and month.year == 2018:
            expected[month, district] += count
    robbery = "category_id = (select category_id from marts.dim_category where name_en = 'Robbery')"
    found = Counter({key: n for key, n in mart(st_louis, "district", robbery).items() if key[0].year == 2018})
    assert sum(expected.values()) > 1_000
    assert found == Counter({key: count for key, count in expected.items() if count})


def test_months_nobody_sent_are_not_compared_with(st_louis: BuiltCity) -> None:
    """The files hold 2010, 2013, 2017 and 2018; late reports of other years are no basis for a comparison."""
    rows = (
        st_louis.connect()
        .execute(
            "select year(period_start), year_ago_status, bool_or(is_complete), count(year_ago_change),"
            " count(year_ago_verdict)"
            " from marts.mart_alarm_trend join marts.dim_area using (area_id)"
            " where level_id = 'city' and category_id = 'all' and period_type = 'M'"
            " and year(period_start) in (2013, 2016, 2017, 2018)"
            " group by all order by all"
        )
        .fetchall()
    )
    by_year = {year: (status, complete, changes, verdicts) for year, status, complete, changes, verdicts in rows}
    assert by_year[2018] == ("ok", True, 12, 12)
    assert by_year[2017][2:] == (0, 0)
    assert by_year[2013][2:] == (0, 0)
    assert by_year[2016][1] is False


def test_no_comparison_runs_across_the_redrawing_of_2014(st_louis: BuiltCity) -> None:
    naked = (
        st_louis.connect()
        .execute(
            "select count(*) from marts.mart_alarm_trend join marts.dim_area using (area_id)"
            " where level_id = 'district' and period_start >= '2014-01-01' and period_start < '2015-01-01'"
            " and (year_ago_change is not null or year_ago_verdict is not null)"
        )
        .fetchone()
    )
    marked = (
        st_louis.connect()
        .execute(
            "select count(*) from marts.mart_alarm_trend join marts.dim_area using (area_id)"
            " where level_id = 'district' and period_type = 'M'"
            " and year(period_start) = 2014 and year_ago_status = 'area_redrawn'"
        )
        .fetchone()
    )
    versions = (
        st_louis.connect()
        .execute(
            "select count(*), count(distinct area_code) from marts.dim_area"
            " where level_id = 'district' and not is_unknown"
        )
        .fetchone()
    )
    assert naked == (0,)
    assert marked is not None
    assert marked[0] > 0
    assert versions == (9 + 6, 9)


def test_requests_count_once_and_add_up(st_louis: BuiltCity) -> None:
    """Independent: distinct request ids, without those closed before they were opened."""
    ids: dict[str, tuple[str, str]] = {}
    for name in ("2008", "2009", "2010", "2011", "2012", "january_2018"):
        path = st_louis.inbox / "service_requests_311" / f"{name}.csv"
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
            plain = {key.lower(): value.strip() for key, value in row.items() if key}
            opened, closed = plain["datetimeinit"], plain["datetimeclosed"].removesuffix("NA")
            if not closed or closed[:19] >= opened[:19]:
                ids[plain["requestid"]] = (opened[:7], closed[:7])
    expected = Counter(opened for opened, _ in ids.values())
    found = Counter(
        dict(
            st_louis.connect()
            .execute(
                "select period_id, reported from marts.mart_event_closure join marts.dim_area using (area_id)"
                " where level_id = 'city' and category_id = 'all' and reported > 0"
            )
            .fetchall()
        )
    )
    assert found == expected
