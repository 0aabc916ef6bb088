"""Periods and days against Python's calendar: names, neighbours, Spring Festival, leap days; weeks of dated calls."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import hand_made_city
import pytest
from model_runs import Warehouse

from orchestration.ingest.periods import period_containing


@pytest.fixture(scope="session")
def leap(tmp_path_factory: pytest.TempPathFactory, target: Path) -> Warehouse:
    """A call a day from 2022-01-01 to 2024-02-29, two on Sundays; February 2024 was cut on a last day with a call."""
    city = hand_made_city.first_build()
    first, last = date(2022, 1, 1), date(2024, 2, 29)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    months = sorted({day.replace(day=1) for day in days})
    city.tables["police_alarms"] = [
        hand_made_city.alarms(day.replace(day=1), hand_made_city.ELM, "theft", 2 if day.isoweekday() == 7 else 1)
        | {"occurred_at": datetime(day.year, day.month, day.day, 20), "time_precision": "minute"}
        for day in days
    ]
    city.tables["coverage"] = [
        {"feed": "police_alarms", "month": month, "is_complete": month != date(2024, 2, 1)} for month in months
    ]
    city.tables["survey_scores"] = []
    city.tables["grid_events"] = []
    for row in city.tables["ledger_files"]:
        if row["file_id"] == "f1":
            row["last_event_date"] = last
    city.touched = {"police_alarms": months}
    warehouse = Warehouse(tmp_path_factory.mktemp("leap") / "city.duckdb", target)
    warehouse.load(city)
    warehouse.dbt("run")
    return warehouse


def period(warehouse: Warehouse, period_id: str) -> dict[str, Any]:
    return warehouse.row(f"from marts.dim_period where period_id = '{period_id}'")


@pytest.mark.parametrize(
    ("period_id", "start", "end", "previous", "year_ago"),
    [
        ("2016", "2016-01-01", "2016-12-31", "2015", "2015"),
        ("2016-H1", "2016-01-01", "2016-06-30", "2015-H2", "2015-H1"),
        ("2016-Q1", "2016-01-01", "2016-03-31", "2015-Q4", "2015-Q1"),
        ("2016-Q4", "2016-10-01", "2016-12-31", "2016-Q3", "2015-Q4"),
        ("2016-01", "2016-01-01", "2016-01-31", "2015-12", "2015-01"),
        ("2016-02", "2016-02-01", "2016-02-29", "2016-01", "2015-02"),
        ("2016-02-R12M", "2015-03-01", "2016-02-29", "2015-02-R12M", "2015-02-R12M"),
        ("2016-W01", "2016-01-04", "2016-01-10", "2015-W53", "2015-W01"),
        # The year before has no week 53.
        ("2015-W53", "2015-12-28", "2016-01-03", "2015-W52", None),
        ("2016-W02-R28", "2015-12-21", "2016-01-17", "2015-W51-R28", "2015-W02-R28"),
        ("2018-YTD", "2018-01-01", "2018-04-09", "2017-YTD", "2017-YTD"),
        ("2017-YTD", "2017-01-01", "2017-04-09", "2016-YTD", "2016-YTD"),
    ],
)
def test_periods_know_their_neighbours(
    first: Warehouse, period_id: str, start: str, end: str, previous: str, year_ago: str | None
) -> None:
    row = period(first, period_id)
    assert (str(row["period_start"]), str(row["period_end"])) == (start, end)
    assert (row["previous_period_id"], row["year_ago_period_id"]) == (previous, year_ago)
    assert row["days"] == (row["period_end"] - row["period_start"]).days + 1


def test_periods_are_those_that_ingestion_reads(first: Warehouse) -> None:
    """Every week, month, quarter, half and year of 2014 to 2018, named as a survey's wave would be."""
    found = {
        (row["period_type"], row["period_id"], row["period_start"], row["period_end"])
        for row in first.rows("from marts.dim_period where period_type in ('W', 'M', 'Q', 'H', 'Y')")
    }
    days = [date(2014, 1, 1) + timedelta(days=number) for number in range(365 * 5 + 1)]
    expected = {period_containing(day, kind) for day in days for kind in "WMQHY"}
    # A week belongs to the year of its Thursday.
    inside = {p for p in expected if p.period_type != "W" or 2014 <= (p.start + timedelta(days=3)).year <= 2018}
    assert found == {(p.period_type, p.period_id, p.start, p.end) for p in inside}


def test_days_lie_in_their_periods(first: Warehouse) -> None:
    rows = first.rows("from marts.dim_date order by calendar_date")
    assert [row["calendar_date"] for row in rows] == [date(2014, 1, 1) + timedelta(days=n) for n in range(365 * 5 + 1)]
    for row in rows:
        day = row["calendar_date"]
        assert row["iso_week_id"] == period_containing(day, "W").period_id
        assert (row["week_start"], row["day_of_week"]) == (period_containing(day, "W").start, day.isoweekday())
        assert row["ten_days_of_month"] == min((day.day - 1) // 10 + 1, 3)
        assert [row["month_id"], row["quarter_id"], row["half_id"]] == [
            period_containing(day, k).period_id for k in "MQH"
        ]
        assert row["is_leap_day"] == (day.month == 2 and day.day == 29)
    offsets = {str(row["calendar_date"]): row["cny_offset"] for row in rows}
    assert (offsets["2016-02-07"], offsets["2016-02-08"], offsets["2017-12-31"]) == (-1, 0, 337)


@pytest.mark.parametrize(
    ("period_id", "cny_days", "aligned", "leap"),
    [
        # 2016 from 25 January to 7 March; 2015 a week and a half later, from 5 February to 19 March.
        ("2016-01", 7, False, False),
        ("2016-02", 29, False, True),
        ("2016-03", 7, False, False),
        ("2016-04", 0, True, False),
        ("2016-Q1", 43, True, True),
        ("2016", 43, True, True),
        ("2017", 43, True, True),
        ("2018", 43, True, False),
        ("2016-W06", 7, False, False),
        ("2016-W09", 7, False, True),
        ("2016-W20", 0, True, False),
        ("2016-02-R12M", 55, False, True),
    ],
)
def test_comparisons_say_how_far_the_calendar_lets_them(
    first: Warehouse, period_id: str, cny_days: int, aligned: bool, leap: bool
) -> None:
    row = period(first, period_id)
    assert (row["cny_days"], row["year_ago_cny_aligned"], row["year_ago_leap_day_differs"]) == (cny_days, aligned, leap)


def test_a_year_cut_on_a_leap_day_is_compared_per_day(leap: Warehouse) -> None:
    this = leap.row(
        "from marts.mart_alarm_trend where area_id = 'elm' and category_id = 'all' and period_id = '2024-YTD'"
    )
    # 60 days with 8 Sundays against 59 with 9.
    assert (str(this["period_end"]), this["days"], this["is_complete"]) == ("2024-02-29", 60, True)
    assert (this["alarm_count"], this["year_ago_count"], this["year_ago_status"]) == (68, 68, "ok")
    assert this["year_ago_change"] == 0
    assert this["year_ago_change_per_day"] == pytest.approx(59 / 60 - 1)
    assert (this["year_ago_leap_day_differs"], this["year_ago_cny_aligned"]) == (True, False)
    assert str(period(leap, "2023-YTD")["period_end"]) == "2023-02-28"


def test_weeks_over_the_turn_of_a_month_are_whole(leap: Warehouse) -> None:
    rows = leap.rows("""
        select period_type, period_id, alarm_count, is_complete from marts.mart_alarm_trend
        where area_id = 'elm' and category_id = 'property' and period_type in ('W', 'R28') order by period_end
    """)
    weeks = {row["period_id"]: row for row in rows if row["period_type"] == "W"}
    # Of two years to the cut, 29 February 2024, in whose week it lies. That week is not over.
    assert (min(weeks), max(weeks), len(weeks)) == ("2022-W09", "2024-W09", 44 + 52 + 9)
    assert {row["alarm_count"] for key, row in weeks.items() if key != "2024-W09"} == {8}
    assert (weeks["2024-W09"]["alarm_count"], weeks["2024-W09"]["is_complete"]) == (4, False)
    assert weeks["2024-W08"]["is_complete"]
    rolling = {row["period_id"]: row for row in rows if row["period_type"] == "R28"}
    assert rolling["2024-W08-R28"]["alarm_count"] == 32
    assert min(rolling) == "2022-W09-R28"
