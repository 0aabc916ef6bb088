"""Dates and times in the formats, calendars and zones that agencies write them in."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from orchestration.ingest.dates import Zones, times
from orchestration.registry.values import Value

DAYS = st.dates(date(1950, 1, 1), date(2199, 12, 31))
MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC))
TORONTO, SHANGHAI = "America/Toronto", "Asia/Shanghai"


def read(
    text: str, formats: str | list[str], written: str | None = None, city: str = SHANGHAI, **options: Any
) -> datetime | None:
    value = Value.model_validate({"column": "x", "formats": formats} | options)
    frame = pl.DataFrame({"x": [text]})
    found: datetime | None = times(frame, pl.col("x"), value, Zones(written, city)).item()
    return found


@pytest.mark.parametrize(
    ("text", "formats", "expected"),
    [
        ("2022年11月8日 8时3分", "%Y年%m月%d日 %H时%M分", datetime(2022, 11, 8, 8, 3)),
        ("2022年11月8日 8时", "%Y年%m月%d日 %H时", datetime(2022, 11, 8, 8)),
        ("２０２２／１１／０８　０８：０３", "%Y/%m/%d %H:%M", datetime(2022, 11, 8, 8, 3)),
        ("2022/11/8 下午 03:05:06", "%Y/%m/%d %p %I:%M:%S", datetime(2022, 11, 8, 15, 5, 6)),
        ("2022-11-08 12:30 a.m.", "%Y-%m-%d %I:%M %p", datetime(2022, 11, 8, 0, 30)),
        ("8 Nov 2022", "%d %b %Y", datetime(2022, 11, 8)),
        ("2022-11", "%Y-%m", datetime(2022, 11, 1)),
        ("2022", "%Y", datetime(2022, 1, 1)),
        ("2022110808", "%Y%m%d%H", datetime(2022, 11, 8, 8)),
        ("44873.3354166667", "excel", datetime(2022, 11, 8, 8, 3)),
        ("44873", ["%Y-%m-%d", "excel"], datetime(2022, 11, 8)),
        ("43411", "excel-1904", datetime(2022, 11, 8)),
        ("1667894580", "unix", datetime(2022, 11, 8, 16, 3)),
        ("1667894580000", "unix-ms", datetime(2022, 11, 8, 16, 3)),
        ("2022-11-08T08:03:00Z", "%Y-%m-%dT%H:%M:%S%z", datetime(2022, 11, 8, 16, 3)),
        ("2022-11-08 08:03:00.5+08:00", "%Y-%m-%d %H:%M:%S%.f%z", datetime(2022, 11, 8, 8, 3, 0, 500000)),
        ("2022-11-08 08:03:00+09", "%Y-%m-%d %H:%M:%S%z", datetime(2022, 11, 8, 7, 3)),
    ],
)
def test_times_as_they_are_written(text: str, formats: str | list[str], expected: datetime) -> None:
    assert read(text, formats) == expected


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("1110305", "%Y%m%d", datetime(2022, 3, 5)),
        ("990305", "%Y%m%d", datetime(2010, 3, 5)),
        ("111/03/05", "%Y/%m/%d", datetime(2022, 3, 5)),
        ("110 0105", "%Y %m%d", datetime(2021, 1, 5)),
        ("民國111年3月5日 8時3分", "民國%Y年%m月%d日 %H時%M分", datetime(2022, 3, 5, 8, 3)),
        ("111.3.5 下午 2:30", "%Y.%m.%d %p %I:%M", datetime(2022, 3, 5, 14, 30)),
        ("1090229", "%Y%m%d", datetime(2020, 2, 29)),
    ],
)
def test_years_of_the_republic_count_from_1912(text: str, form: str, expected: datetime) -> None:
    assert read(text, form, calendar="roc") == expected


@pytest.mark.parametrize("text", ["1100229", "20220305", "1110", "abc0305", "11-0305"])
def test_what_is_no_day_of_the_republic_is_none(text: str) -> None:
    assert read(text, "%Y%m%d", calendar="roc") is None


@given(day=DAYS, form=st.sampled_from(["%Y%m%d", "%Y/%m/%d", "民國%Y年%m月%d日"]))
def test_a_day_written_in_years_of_the_republic_is_read_back(day: date, form: str) -> None:
    text = form.replace("%Y", str(day.year - 1911)).replace("%m", f"{day.month:02}").replace("%d", f"{day.day:02}")
    assert read(text, form, calendar="roc") == datetime(day.year, day.month, day.day)


@pytest.mark.parametrize(("text", "year"), [("49-12-31", 2049), ("50-12-31", 1950), ("00-12-31", 2000)])
def test_the_pivot_parts_the_centuries_of_two_digit_years(text: str, year: int) -> None:
    assert read(text, "%y-%m-%d", pivot=50) == datetime(year, 12, 31)


@given(day=st.dates(date(1960, 1, 1), date(2059, 12, 31)), form=st.sampled_from(["%d/%m/%y", "%y%m%d", "%y年%m月"]))
def test_a_two_digit_year_is_read_back_within_the_century_of_its_pivot(day: date, form: str) -> None:
    expected = datetime(day.year, day.month, day.day if "%d" in form else 1)
    assert read(day.strftime(form), form, pivot=60) == expected


@given(serial=st.integers(20_000, 100_000), minutes=st.integers(0, 1439))
def test_a_serial_of_excel_is_days_since_the_end_of_1899(serial: int, minutes: int) -> None:
    expected = datetime(1899, 12, 30) + timedelta(days=serial, minutes=minutes)
    assert read(repr(serial + minutes / 1440), "excel") == expected


@given(text=st.text(max_size=14) | st.floats().map(repr) | st.integers().map(str))
@pytest.mark.parametrize("form", ["excel", "excel-1904", "unix", "unix-ms"])
def test_whatever_stands_for_a_serial_it_is_a_time_or_nothing(form: str, text: str) -> None:
    found = read(text, form)
    assert found is None or isinstance(found, datetime)


@given(text=st.text("0123456789年月日时分民國/-: 上下午APMZ+", max_size=20))
def test_whatever_is_written_it_is_a_time_or_nothing(text: str) -> None:
    formats = ["民國%Y年%m月%d日", "%Y/%m/%d %p %I:%M", "%Y%m%d", "%Y-%m-%d %H:%M%z"]
    for calendar in ("gregorian", "roc"):
        found = read(text, formats, calendar=calendar)
        assert found is None or isinstance(found, datetime)


@given(moment=MOMENTS, city=st.sampled_from([TORONTO, SHANGHAI, "Europe/London", "Asia/Kathmandu", "UTC"]))
def test_a_moment_with_its_offset_is_stored_by_the_clock_of_the_city(moment: datetime, city: str) -> None:
    moment = moment.replace(microsecond=0)
    expected = moment.astimezone(ZoneInfo(city)).replace(tzinfo=None)
    assert read(moment.strftime("%Y-%m-%d %H:%M:%S+00:00"), "%Y-%m-%d %H:%M:%S%z", city=city) == expected
    assert read(moment.strftime("%Y-%m-%d %H:%M:%S"), "%Y-%m-%d %H:%M:%S", written="UTC", city=city) == expected
    assert read(str(int(moment.timestamp())), "unix", city=city) == expected


def test_a_declared_zone_corrects_a_wrong_offset() -> None:
    form = "%Y-%m-%d %H:%M:%S%z"
    assert read("2018-02-25 14:13:39+00:00", form, city=TORONTO) == datetime(2018, 2, 25, 9, 13, 39)
    assert read("2018-02-25 14:13:39+00:00", form, written=TORONTO, city=TORONTO) == datetime(2018, 2, 25, 14, 13, 39)


def test_a_day_without_a_clock_is_that_day_in_every_zone() -> None:
    assert read("2018-02-25", "%Y-%m-%d", written="UTC", city=TORONTO) == datetime(2018, 2, 25)


def test_the_hour_that_comes_twice_is_the_first_and_the_one_left_out_is_read_by_the_clock_before() -> None:
    form = "%Y-%m-%d %H:%M"
    assert read("2018-11-04 01:30", form, written=TORONTO, city="UTC") == datetime(2018, 11, 4, 5, 30)
    assert read("2018-03-11 02:30", form, written=TORONTO, city="UTC") == datetime(2018, 3, 11, 7, 30)
    # A day that one island left out.
    assert read("2011-12-30 12:00", form, written="Pacific/Apia", city="UTC") == datetime(2011, 12, 30, 22, 0)


def test_times_of_the_city_are_kept_as_written_even_where_the_clock_knows_no_such_hour() -> None:
    assert read("2018-03-11 02:30", "%Y-%m-%d %H:%M", city=TORONTO) == datetime(2018, 3, 11, 2, 30)


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ({"formats": "%y-%m-%d"}, "pivot: missing"),
        ({"formats": "%d/%m", "calendar": "roc"}, "with calendar roc each needs %Y"),
        ({"formats": "%Y-%m-%Q"}, "'%Q' stands for no part of a date"),
        ({"formats": "exel"}, "is no format of dates"),
        ({"formats": "%Y", "timezone": "China"}, "no time zone is called 'China'"),
    ],
)
def test_a_declaration_that_would_have_to_guess_is_refused(declared: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Value.model_validate({"column": "x"} | declared)
