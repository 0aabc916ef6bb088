"""Periods and days against Python's calendar: names, neighbours, Spring Festival, leap days; weeks of dated calls."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import hand_made_city
import pytest
from model_runs import Warehouse

from orchestration.ingest.periods import period_containing

FESTIVE = "Asia/Shanghai"


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
    # A day on which grid events were collected: its year is beyond the table of festivals.
    city.tables["coverage"].append({"feed": "grid_events", "month": date(2036, 1, 1), "is_complete": True})
    city.tables["survey_scores"] = []
    city.tables["grid_events"] = []
    city.tables["city"][0]["timezone"] = FESTIVE
    for row in city.tables["ledger_files"]:
        if row["file_id"] == "f1":
            row["last_event_date"] = last
    city.touched = {"police_alarms": months}
    warehouse = Warehouse(tmp_path_factory.mktemp("leap") / "city.duckdb", target)
    warehouse.load(city)
    warehouse.dbt("run")
    return warehouse


@pytest.fixture(scope="session")
def festive(tmp_path_factory: pytest.TempPathFactory, target: Path, first: Warehouse) -> Warehouse:
    """The calendar of the hand-made city, had it kept Spring Festival."""
    warehouse = Warehouse(tmp_path_factory.mktemp("festive") / "city.duckdb", target)
    warehouse.path.write_bytes(first.path.read_bytes())
    with duckdb.connect(str(warehouse.path)) as connection:
        connection.execute("update raw.city set timezone = ?", [FESTIVE])
    warehouse.dbt("run", "--select", "int_calendar_periods", "int_periods", "dim_period")
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
        ("2016-02-28", "2016-02-28", "2016-02-28", "2016-02-27", "2015-02-28"),
        # The year before has no 29 February.
        ("2016-02-29", "2016-02-29", "2016-02-29", "2016-02-28", None),
        ("2016-03-01", "2016-03-01", "2016-03-01", "2016-02-29", "2015-03-01"),
        ("2014-01-01", "2014-01-01", "2014-01-01", "2013-12-31", "2013-01-01"),
        ("2016-01-T1", "2016-01-01", "2016-01-10", "2015-12-T3", "2015-01-T1"),
        ("2016-02-T2", "2016-02-11", "2016-02-20", "2016-02-T1", "2015-02-T2"),
        ("2016-02-T3", "2016-02-21", "2016-02-29", "2016-02-T2", "2015-02-T3"),
        ("2015-12-T3", "2015-12-21", "2015-12-31", "2015-12-T2", "2014-12-T3"),
        # From 14 days before 8 February to 25 after.
        ("2016-CNY40", "2016-01-25", "2016-03-04", "2015-CNY40", "2015-CNY40"),
        ("2015-CNY40", "2015-02-05", "2015-03-16", "2014-CNY40", "2014-CNY40"),
        ("2016-JF", "2016-01-01", "2016-02-29", "2015-JF", "2015-JF"),
    ],
)
def test_periods_know_their_neighbours(
    festive: Warehouse, period_id: str, start: str, end: str, previous: str, year_ago: str | None
) -> None:
    row = period(festive, period_id)
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


def test_the_calendars_own_periods_are_none_of_the_indicators(festive: Warehouse) -> None:
    of = {
        table: {row["period_type"] for row in festive.rows(f"select distinct period_type from {table}")}
        for table in ("marts.dim_period", "intermediate.int_periods")
    }
    assert of["marts.dim_period"] - of["intermediate.int_periods"] == {"D", "T", "CNY40", "JF"}
    rows = festive.rows("from marts.dim_period where period_type in ('D', 'T') order by period_type, period_start")
    for kind, count in (("D", 365 * 5 + 1), ("T", 36 * 5)):
        own = [row for row in rows if row["period_type"] == kind]
        assert len(own) == count
        ends = [row["period_end"] + timedelta(days=1) for row in own]
        assert ends[:-1] == [row["period_start"] for row in own[1:]]
        assert [row["period_id"] for row in own[:-1]] == [row["previous_period_id"] for row in own[1:]]


def test_a_year_beyond_the_table_of_festivals_has_none(leap: Warehouse) -> None:
    found = leap.rows("from marts.dim_period where period_type in ('CNY40', 'JF') order by period_id")
    assert [row["period_id"] for row in found if row["period_id"] >= "2035"] == ["2035-CNY40", "2035-JF"]
    day = leap.row("from marts.dim_date where calendar_date = '2036-01-28'")
    assert (day["cny_offset"], day["is_working_day"], day["working_day_status"]) == (None, None, "not_declared")


def test_days_add_up_to_their_months(leap: Warehouse) -> None:
    """Areas and categories that both marts have; months that lie in the days shown."""
    rows = leap.rows("""
        with months as (
            select area_id, category_id, strftime(calendar_date, '%Y-%m') as period_id, sum(alarm_count) as by_day
            from marts.mart_alarm_daily
            group by all
        )
        select months.by_day, trend.alarm_count
        from months inner join marts.mart_alarm_trend as trend using (area_id, category_id, period_id)
        where months.period_id > '2023-02' and trend.period_type = 'M'
    """)
    assert len(rows) > 100
    assert all(row["by_day"] == row["alarm_count"] for row in rows)
    assert any(row["by_day"] > 0 for row in rows)


def test_a_leap_day_and_the_forty_days_that_are_not_over(leap: Warehouse) -> None:
    """One call a day, two on Sundays."""
    city = leap.row("from marts.dim_area where level_number = 1")["area_id"]
    day = leap.row(
        f"from marts.mart_alarm_daily where area_id = '{city}' and category_id = 'all' and calendar_date = '2024-02-29'"
    )
    assert (day["alarm_count"], day["is_complete"], day["cny_offset"]) == (1, True, 19)
    assert (day["previous_7_day_mean"], day["year_ago_count"]) == (pytest.approx(8 / 7), None)
    # Thursday of week 9, and the 19th day after 22 January 2023.
    assert (day["year_ago_week_count"], day["year_ago_festival_count"]) == (1, 1)
    rows = leap.rows(f"from marts.mart_alarm_calendar where area_id = '{city}' and category_id = 'all'")
    periods = {row["period_id"]: row for row in rows}
    assert [periods[f"{year}-CNY40"]["year_ago_status"] for year in (2022, 2023)] == ["not_collected", "ok"]
    assert (periods["2024-CNY40"]["is_complete"], periods["2024-CNY40"]["year_ago_status"]) == (False, "incomplete")
    assert (periods["2023-JF"]["alarm_count"], periods["2023-JF"]["year_ago_verdict"]) == (68, "no_significant_change")
    # Cut on its last day: the ten-day period is over, as far as calls tell; the month is not said to be.
    assert (periods["2024-02-T3"]["is_complete"], periods["2024-JF"]["is_complete"]) == (True, False)
    assert (periods["2024-02-T3"]["days"], periods["2024-02-T3"]["alarm_count"]) == (9, 10)
    # The window of 2023 was over on 19 February, that of 2024 was not.
    assert (periods["2024-02-T3"]["year_ago_count"], periods["2024-02-T3"]["year_ago_change_per_day"]) == (9, None)
    assert periods["2024-02-T3"]["year_ago_status"] == "festival_moved"


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
        ("2016-02-T1", 10, False, False),
        # 40 days of the same festival, though the leap day lies in them.
        ("2016-CNY40", 40, True, True),
        # In 2015 the end of the window lies in March.
        ("2016-JF", 36, False, True),
        ("2018-JF", 27, False, False),
    ],
)
def test_comparisons_say_how_far_the_calendar_lets_them(
    festive: Warehouse, period_id: str, cny_days: int, aligned: bool, leap: bool
) -> None:
    row = period(festive, period_id)
    assert (row["cny_days"], row["year_ago_cny_aligned"], row["year_ago_leap_day_differs"]) == (cny_days, aligned, leap)


def test_where_the_festival_is_not_kept_no_comparison_is_out_of_line(first: Warehouse) -> None:
    kept = "count_if(year_ago_cny_aligned is not null or cny_days is not null or period_type in ('CNY40', 'JF'))"
    assert first.row(f"select {kept} as kept from marts.dim_period")["kept"] == 0


def test_a_year_cut_on_a_leap_day_is_compared_per_day(leap: Warehouse) -> None:
    this = leap.row(
        "from marts.mart_alarm_trend where area_id = 'elm' and category_id = 'all' and period_id = '2024-YTD'"
    )
    # 60 days with 8 Sundays against 59 with 9.
    assert (str(this["period_end"]), this["days"], this["is_complete"]) == ("2024-02-29", 60, True)
    assert (this["alarm_count"], this["year_ago_count"], this["year_ago_status"]) == (68, 68, "festival_moved")
    assert (this["year_ago_z"], this["year_ago_verdict"]) == (None, None)
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
    # Of the year of the cut, 29 February 2024, in whose week it lies, and two before. That week is not over.
    assert (min(weeks), max(weeks), len(weeks)) == ("2022-W01", "2024-W09", 52 + 52 + 9)
    assert {row["alarm_count"] for key, row in weeks.items() if key != "2024-W09"} == {8}
    assert (weeks["2024-W09"]["alarm_count"], weeks["2024-W09"]["is_complete"]) == (4, False)
    assert weeks["2024-W08"]["is_complete"]
    rolling = {row["period_id"]: row for row in rows if row["period_type"] == "R28"}
    assert rolling["2024-W08-R28"]["alarm_count"] == 32
    assert min(rolling) == "2022-W01-R28"
