"""Which days a city works: its country's public holidays and swapped working days, days of its own, and where public
life follows it the month of the Chinese calendar.

What a city declares is in `city`. A day of a year that is not announced yet is not known: nothing is inferred from what
the law leaves to the announcement. The library takes a quarter of a second to import, so it is imported on use.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib.metadata import version
from typing import TYPE_CHECKING

from anlan.errors import DeclarationError
from orchestration.registry.city import Holidays
from orchestration.registry.lunar_months import keeps_lunar_calendar, lunar_key, lunar_month

if TYPE_CHECKING:
    from holidays import HolidayBase

# A country that swaps days is told by its swaps in years that are past.
_FIRST_YEAR_LOOKED_AT = 2001


@dataclass(frozen=True)
class Day:
    """What is known of a day; `is_working_day` and `is_holiday` are null in a year that is not announced yet, the lunar
    month where public life does not follow it.
    """

    calendar_date: date
    is_working_day: bool | None
    is_holiday: bool | None
    name_zh: str | None
    name_en: str | None
    lunar_month: int | None = None
    is_lunar_leap_month: bool | None = None


def calendar_key(declared: Holidays, years: range) -> str:
    """What `working_days` of them depends on: the same key, the same days. It imports no calendar."""
    libraries = f"holidays {version('holidays')}, {lunar_key(declared.country)}"
    return f"{libraries} of {years.start} to {years.stop - 1}: {declared.model_dump_json()}"


def working_days(declared: Holidays, years: range) -> list[Day]:
    """Every day of the years, in their order.

    Raises:
        DeclarationError: the country or its subdivision is not in the library.
    """
    if not years:
        check_holidays(declared)
        return []
    looked_at = range(min(years.start, _FIRST_YEAR_LOOKED_AT), years.stop)
    calendar = _calendar(declared, looked_at)
    zh, en = (_named(declared, looked_at, language) for language in ("zh", "en"))
    known = _known_years(calendar, looked_at, en) | set(declared.announced_years)
    own = {item.day: item for item in declared.own_days}
    is_lunar = keeps_lunar_calendar(declared.country)
    days = []
    for calendar_date in _days_of(years):
        day = Day(calendar_date, None, None, None, None)
        if calendar_date in own:
            item = own[calendar_date]
            day = replace(day, is_working_day=item.is_working_day, is_holiday=not item.is_working_day)
            if not item.is_working_day:
                day = replace(day, name_zh=item.name.zh, name_en=item.name.en)
        elif calendar_date.year in known:
            day = Day(
                calendar_date,
                is_working_day=calendar.is_working_day(calendar_date),
                is_holiday=calendar_date in calendar,
                name_zh=zh.get(calendar_date) if zh is not None else _translated(en, calendar_date, declared.names_zh),
                name_en=en.get(calendar_date) if en is not None else None,
            )
        if is_lunar and (found := lunar_month(calendar_date)):
            day = replace(day, lunar_month=found[0], is_lunar_leap_month=found[1])
        days.append(day)
    return days


def check_holidays(declared: Holidays) -> None:
    """Raise what is wrong with the declaration.

    Raises:
        DeclarationError: the country or its subdivision is not in the library.
    """
    _calendar(declared, ())


def _calendar(declared: Holidays, years: Iterable[int], language: str | None = None) -> "HolidayBase":
    import holidays

    countries = holidays.list_supported_countries()
    if declared.country not in countries:
        raise DeclarationError(
            f"city.yml: holidays.country: no holidays of {declared.country!r} are known; give an ISO 3166-1 code such "
            "as CN, or leave holidays out: which days were worked is then not known."
        )
    if declared.subdivision is not None and declared.subdivision not in countries[declared.country]:
        known = ", ".join(countries[declared.country]) or "none"
        raise DeclarationError(
            f"city.yml: holidays.subdivision: {declared.country} has no {declared.subdivision!r}; expected one of "
            f"{known}."
        )
    return holidays.country_holidays(declared.country, declared.subdivision, years=years, language=language)


def _named(declared: Holidays, years: Iterable[int], language: str) -> "HolidayBase | None":
    """The calendar with names in a language; None where the library has no such names."""
    calendar = _calendar(declared, ())
    known = [name for name in calendar.supported_languages if name.partition("_")[0] == language]
    if not known:
        # A calendar that was never translated names its days in English.
        return _calendar(declared, years) if language == "en" and calendar.default_language is None else None
    preferred = "zh_CN" if "zh_CN" in known else "en_US" if "en_US" in known else known[0]
    return _calendar(declared, years, preferred)


def _translated(english: "HolidayBase | None", day: date, names_zh: dict[str, str]) -> str | None:
    """None unless every name of the day has one in Chinese."""
    if english is None or day not in english:
        return None
    names = [name.partition(" (observed)") for name in english.get_list(day)]
    translated = [names_zh[name] + ("（补休）" if observed else "") for name, observed, _ in names if name in names_zh]
    return "；".join(translated) if len(translated) == len(names) else None


def _known_years(calendar: "HolidayBase", years: range, english: "HolidayBase | None") -> set[int]:
    """Years whose days off are all announced.

    Where days are swapped the government says each year which: known are the years from the first swap to the last.
    Elsewhere the law says it, but for days that follow the sight of the moon.
    """
    swapped = {day.year for day in calendar.weekend_workdays}
    known = set(range(min(swapped), max(swapped) + 1)) if swapped else set(years)
    known &= set(range(calendar.start_year, calendar.end_year + 1))
    names = english if english is not None else {}
    return known - {day.year for day, name in names.items() if "estimated" in name}


def _days_of(years: range) -> Iterable[date]:
    first = date(years.start, 1, 1)
    return (first + timedelta(days=number) for number in range((date(years.stop, 1, 1) - first).days))
