"""Which days a city works: against the notices of China's State Council, and what is not announced is not known."""

import json
import re
import subprocess
import sys
from datetime import date, timedelta

import pytest

from anlan.errors import DeclarationError
from anlan.home import shipped
from orchestration.registry.city import Holidays, OwnDay
from orchestration.registry.documents import Text
from orchestration.registry.pack import load_pack_folder
from orchestration.registry.working_days import Day, calendar_key, check_holidays, working_days

# Weekend days worked by the yearly notices of the State Council.
WORKED_WEEKENDS = {
    2019: "0202 0203 0428 0505 0929 1012",
    2020: "0119 0426 0509 0628 0927 1010",
    2021: "0207 0220 0425 0508 0918 0926 1009",
    2022: "0129 0130 0402 0424 0507 1008 1009",
    2023: "0128 0129 0423 0506 0625 1007 1008",
    2024: "0204 0218 0407 0428 0511 0914 0929 1012",
    2025: "0126 0208 0427 0928 1011",
    2026: "0104 0214 0228 0509 0920 1010",
}
# Spring Festival, days off on weekdays; of 2020 with the days by which the epidemic made it longer (to 2 February).
FESTIVAL_WEEKDAYS_OFF = {
    2019: "0204 0205 0206 0207 0208",
    2020: "0124 0127 0128 0129 0130 0131",
    2024: "0212 0213 0214 0215 0216",
    2025: "0128 0129 0130 0131 0203 0204",
}


def by_day(declared: Holidays, first: int, last: int) -> dict[date, Day]:
    return {day.calendar_date: day for day in working_days(declared, range(first, last + 1))}


def days(year: int, listed: str) -> list[date]:
    return [date(year, int(text[:2]), int(text[2:])) for text in listed.split()]


@pytest.mark.parametrize("year", WORKED_WEEKENDS)
def test_the_working_weekends_of_china_are_those_of_the_notices(year: int) -> None:
    calendar = by_day(Holidays(country="CN"), year, year)
    worked = [day for day, known in calendar.items() if known.is_working_day and day.isoweekday() >= 6]
    assert worked == days(year, WORKED_WEEKENDS[year])
    assert not any(calendar[day].is_holiday for day in worked)


@pytest.mark.parametrize("year", FESTIVAL_WEEKDAYS_OFF)
def test_the_festival_is_off_as_long_as_the_notice_says(year: int) -> None:
    calendar = by_day(Holidays(country="CN"), year, year)
    for day in days(year, FESTIVAL_WEEKDAYS_OFF[year]):
        assert (calendar[day].is_working_day, calendar[day].is_holiday) == (False, True), day
        assert calendar[day].name_zh
        assert calendar[day].name_en


def test_an_ordinary_weekend_is_off_and_no_holiday() -> None:
    saturday = by_day(Holidays(country="CN"), 2024, 2024)[date(2024, 2, 17)]
    assert (saturday.is_working_day, saturday.is_holiday, saturday.name_zh) == (False, False, None)


def test_of_a_year_that_is_not_announced_nothing_is_known_but_the_citys_own_days() -> None:
    """The law has 1 January off; which days are swapped for the festival nobody has said."""
    games = OwnDay(day=date(2098, 9, 23), name=Text(zh="运动会", en="Games"), reason="municipal notice")
    calendar = by_day(Holidays(country="CN", own_days=(games,)), 2098, 2098)
    assert len(calendar) == 365
    own = calendar.pop(games.day)
    assert (own.is_working_day, own.is_holiday, own.name_zh, own.name_en) == (False, True, "运动会", "Games")
    assert {(day.is_working_day, day.is_holiday, day.name_zh, day.name_en) for day in calendar.values()} == {
        (None, None, None, None)
    }


def test_a_year_that_the_city_says_is_announced_is_known() -> None:
    calendar = by_day(Holidays(country="CN", announced_years=(2098,)), 2098, 2098)
    assert calendar[date(2098, 1, 1)].is_holiday
    assert all(day.is_working_day is not None for day in calendar.values())


def test_a_day_of_the_citys_own_goes_before_the_countrys() -> None:
    worked = OwnDay(
        day=date(2024, 10, 1), is_working_day=True, name=Text(zh="抢险", en="Rescue"), reason="municipal notice"
    )
    day = by_day(Holidays(country="CN", own_days=(worked,)), 2024, 2024)[worked.day]
    assert (day.is_working_day, day.is_holiday, day.name_zh, day.name_en) == (True, False, None, None)


@pytest.mark.parametrize(
    ("day", "month", "is_leap"),
    [
        # By the Hong Kong Observatory: eve and first day of three years, and leap months and the day before each.
        (date(2024, 2, 9), 12, False),
        (date(2024, 2, 10), 1, False),
        (date(2025, 1, 28), 12, False),
        (date(2025, 1, 29), 1, False),
        (date(2026, 2, 16), 12, False),
        (date(2026, 2, 17), 1, False),
        (date(2023, 3, 21), 2, False),
        (date(2023, 3, 22), 2, True),
        (date(2025, 7, 24), 6, False),
        (date(2025, 7, 25), 6, True),
        (date(2025, 8, 23), 7, False),
        (date(2033, 12, 21), 11, False),
        (date(2033, 12, 22), 11, True),
    ],
)
def test_a_leap_month_is_told_from_the_month_before_it(day: date, month: int, is_leap: bool) -> None:
    known = by_day(Holidays(country="CN"), day.year, day.year)[day]
    assert (known.lunar_month, known.is_lunar_leap_month) == (month, is_leap)


def test_the_first_of_the_first_month_is_spring_festival_as_the_models_have_it() -> None:
    macro = (shipped("dbt_project") / "macros/portable/festivals.sql").read_text(encoding="utf-8")
    festivals = [date.fromisoformat(day) for day in re.findall(r"'(20\d\d-\d\d-\d\d)'", macro)]
    assert len(festivals) == 36
    calendar = by_day(Holidays(country="CN"), festivals[0].year, festivals[-1].year)
    for day in festivals:
        months = [calendar[day - timedelta(days=1)].lunar_month, calendar[day].lunar_month]
        assert months == [12, 1], day


@pytest.mark.parametrize(("country", "keeps"), [("CN", True), ("TW", True), ("HK", True), ("GB", False), ("KR", False)])
def test_months_of_the_moon_are_given_where_public_life_follows_them(country: str, keeps: bool) -> None:
    days = working_days(Holidays(country=country), range(2024, 2025))
    assert {day.lunar_month is not None for day in days} == {keeps}


def test_no_lunar_month_is_made_up_beyond_the_table_of_the_library() -> None:
    days = by_day(Holidays(country="CN"), 2101, 2101)
    assert days[date(2101, 1, 28)].lunar_month == 12
    assert days[date(2101, 1, 29)].lunar_month is None


def test_where_no_day_is_swapped_the_law_says_it_for_every_year() -> None:
    calendar = by_day(Holidays(country="GB", subdivision="ENG"), 2022, 2022)
    assert calendar[date(2022, 9, 19)].name_en == "State Funeral of Queen Elizabeth II"
    assert sum(bool(day.is_working_day) for day in calendar.values()) == 250


def test_a_name_is_in_chinese_only_where_all_of_it_is() -> None:
    names_zh = {"Christmas Day": "圣诞节"}
    calendar = by_day(Holidays(country="CA", subdivision="ON", names_zh=names_zh), 2022, 2022)
    day = calendar[date(2022, 12, 26)]
    assert (day.name_zh, day.name_en) == (None, "Boxing Day; Christmas Day (observed)")
    both = by_day(Holidays(country="CA", subdivision="ON", names_zh=names_zh | {"Boxing Day": "节礼日"}), 2022, 2022)
    assert both[day.calendar_date].name_zh == "节礼日；圣诞节（补休）"


@pytest.mark.parametrize("city", ["lanwan", "london", "st-louis", "taiwan", "toronto"])
def test_the_packs_name_every_holiday_in_both_languages(city: str) -> None:
    declared = load_pack_folder(shipped("data/cities") / city).city.holidays
    assert declared is not None
    named = [day for day in by_day(declared, 2008, 2025).values() if day.is_holiday]
    assert len(named) > 100
    assert [day for day in named if not (day.name_zh and day.name_en)] == []


def test_days_that_follow_the_moon_are_not_known_before_it_is_seen() -> None:
    calendar = by_day(Holidays(country="SG"), 2020, 2098)
    assert calendar[date(2020, 1, 1)].is_working_day is False
    assert calendar[date(2098, 1, 1)].is_working_day is None


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        (Holidays(country="XX"), "holidays.country: no holidays of 'XX' are known"),
        (Holidays(country="GB", subdivision="LON"), "GB has no 'LON'; expected one of ENG, NIR, SCT, WLS"),
        (Holidays(country="CN", subdivision="GD"), "CN has no 'GD'; expected one of none"),
    ],
)
def test_an_unknown_country_says_what_to_write(declared: Holidays, expected: str) -> None:
    with pytest.raises(DeclarationError, match=r"city\.yml") as caught:
        check_holidays(declared)
    assert expected in str(caught.value)


def test_the_key_says_all_that_the_days_depend_on() -> None:
    years = range(2020, 2022)
    keys = {
        calendar_key(Holidays(country="CN"), years),
        calendar_key(Holidays(country="TW"), years),
        calendar_key(Holidays(country="CN", announced_years=(2098,)), years),
        calendar_key(Holidays(country="CN"), range(2020, 2023)),
    }
    assert len(keys) == 4


def test_asking_for_the_key_imports_no_calendar() -> None:
    """Its import would cost every run a quarter of a second."""
    code = (
        "import json, sys\n"
        "import orchestration.transform.inputs\n"
        "from orchestration.registry.city import Holidays\n"
        "from orchestration.registry.working_days import calendar_key\n"
        "calendar_key(Holidays(country='CN'), range(2020, 2022))\n"
        "print(json.dumps('holidays' in sys.modules or 'borax' in sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) is False
