"""What a view of the alarm trend holds, read from one build: which category and period, and their rows."""

from dataclasses import dataclass, replace

from dashboards.page import Address
from dashboards.periods import chosen_period
from dashboards.places import place
from dashboards.queries import alarm_days, week_hours
from dashboards.queries import alarm_trend as questions
from dashboards.queries.places import has_rows
from dashboards.serving import Reader, Row
from dashboards.setting import Setting, read_setting

NAMES = ("area", "category", "type", "period", "against")
# What a period is compared with, by its name in the address: the first part of its columns in the marts.
COMPARED = {"year": "year_ago", "previous": "previous"}
# Types of periods of which `mart_alarm_when_where` tells.
_TOLD_BY_PLACE = ("Y", "Q", "M")
# To the cut-off before whole years: that is what a leader asks in July.
_TYPES = ("YTD", "Y", "H", "Q", "M", "R28", "R12M", "W")
_FEED = "police_alarms"
_MOST_MONTHS_OF_DAYS = 12


@dataclass(frozen=True)
class WeekHours:
    """The hours of the week in which there were calls, of one period; where there are none, `why_none` says why."""

    period: Row | None
    cells: list[Row]
    why_none: str | None = None


@dataclass(frozen=True)
class Days:
    """The days of the last year; where there are none, `why_none` says why."""

    rows: list[Row]
    why_none: str | None = None


@dataclass(frozen=True)
class Trend:
    """The page's whole content."""

    setting: Setting
    address: Address
    category: Row
    categories: list[Row]
    period: Row
    # Of the period's type, newest first.
    periods: list[Row]
    types: list[str]
    months: list[Row]
    # What is compared in place of the months that Spring Festival moved through.
    festivals: list[Row]
    weeks: list[Row]
    # A key of `COMPARED`.
    against: str
    changes: list[Row]
    contributions: list[Row]
    # Of which parts of the day and places are shown.
    when_period: Row
    # Whether the city records hours and places of any call.
    has_when_and_where: bool
    when_and_where: list[Row]
    hours: WeekHours
    days: Days
    below: list[Row]
    # Months of the areas below, one after the other.
    months_below: list[Row]


def read_trend(reader: Reader, asked: Address) -> Trend:
    setting = read_setting(reader, asked, feeds=(_FEED,))
    categories = questions.categories(reader, setting.place.area_id)
    if not categories:
        setting = _of_the_city(reader, setting)
        categories = questions.categories(reader, setting.place.area_id)
    area_id = setting.place.area_id
    category = _category(setting, categories)
    periods = questions.periods(reader, area_id)
    default = _default_period(setting, periods)
    period = chosen_period(reader, periods, asked["period"], default, setting.words, setting.problems)
    when = place_period(periods, period)
    against = _against(setting)
    category_id = category["category_id"]
    parent_id = category_id if category["category_level"] == 1 else category["parent_category_id"]
    right = {"category": category_id, "type": period["period_type"], "period": period["period_id"]}
    right["against"] = against
    return Trend(
        setting=setting,
        address=setting.put_right(**right),
        category=category,
        categories=categories,
        period=period,
        periods=[row for row in periods if row["period_type"] == period["period_type"]],
        types=[kind for kind in _TYPES if any(row["period_type"] == kind for row in periods)],
        months=questions.months(reader, area_id=area_id, category_id=category_id),
        festivals=questions.festivals(reader, area_id=area_id, category_id=category_id),
        weeks=questions.weeks(reader, area_id=area_id, category_id=category_id),
        against=against,
        changes=questions.changes(reader, area_id=area_id, period=period, parent_id=parent_id),
        contributions=questions.contributions(reader, area_id=area_id, period=period),
        when_period=when,
        has_when_and_where=has_rows(reader, "mart_alarm_when_where"),
        when_and_where=questions.when_and_where(reader, area_id=area_id, category_id=category_id, period=when),
        hours=_hours(reader, setting, category=category, period=period),
        days=_days(reader, area_id=area_id, category_id=category_id),
        below=questions.below(
            reader, parent_id=area_id, category_id=category_id, period=period, compared=COMPARED[against]
        ),
        months_below=questions.months_below(reader, parent_id=area_id, category_id=category_id),
    )


def _hours(reader: Reader, setting: Setting, *, category: Row, period: Row) -> WeekHours:
    area_id, category_id = setting.place.area_id, category["category_id"]
    periods = week_hours.periods(reader, area_id=area_id)
    shown = hours_period(periods, period) if periods else None
    cells = week_hours.cells(reader, area_id=area_id, category_id=category_id, period=shown) if shown else []
    why = None if cells else week_hours.why_none(reader, area=setting.place.area, category=category)
    return WeekHours(shown, cells, why)


def _days(reader: Reader, *, area_id: str, category_id: str) -> Days:
    rows = alarm_days.days(reader, area_id=area_id, category_id=category_id)
    # A month of which only the end is kept is no row of a calendar.
    months = sorted({_month(row) for row in rows})[-_MOST_MONTHS_OF_DAYS:]
    return Days(
        [row for row in rows if _month(row) in months],
        None if rows else alarm_days.why_none(reader, area_id=area_id),
    )


def _month(row: Row) -> tuple[int, int]:
    return row["calendar_date"].year, row["calendar_date"].month


def hours_period(periods: list[Row], period: Row) -> Row:
    """The period itself, else its year once that is over, else the newest that is complete: the last 12 months."""
    same = (row for row in periods if row["period_id"] == period["period_id"])
    of_year = (
        row
        for row in periods
        if row["period_type"] == "Y"
        and row["period_start"] <= period["period_end"] <= row["period_end"] <= row["as_of"]
    )
    newest = max(periods, key=lambda row: (row["is_complete"], row["period_end"]))
    return next(same, None) or next(of_year, newest)


def place_period(periods: list[Row], period: Row) -> Row:
    """The period itself where parts of the day and places are told of it, else the newest whole year that began by its
    end.
    """
    if period["period_type"] in _TOLD_BY_PLACE:
        return period
    years = [
        row
        for row in periods
        if row["period_type"] == "Y" and row["is_complete"] and row["period_start"] <= period["period_end"]
    ]
    return max(years, key=lambda row: row["period_end"], default=period)


def _of_the_city(reader: Reader, setting: Setting) -> Setting:
    """In place of an area of which no call is counted."""
    words = setting.words
    whole = place(reader, None, words, setting.problems)
    assert whole is not None, "the setting has an area, so the map has a top"
    area, shown = words.of(setting.place.area), words.of(whole.area)
    setting.problems.append(words("problem.area_without_calls", value=area, shown=shown))
    return replace(setting, place=whole)


def _category(setting: Setting, categories: list[Row]) -> Row:
    asked, words = setting.asked["category"], setting.words
    found = next((row for row in categories if row["category_id"] == asked), None)
    if found is None and asked is not None:
        setting.problems.append(words("problem.unknown_category", value=asked, shown=words.of(categories[0])))
    return found or categories[0]


def _against(setting: Setting) -> str:
    """A year before, unless the period before is asked for: months differ by their season."""
    asked, words = setting.asked["against"], setting.words
    if asked in COMPARED:
        return asked
    first = next(iter(COMPARED))
    if asked is not None:
        setting.problems.append(words("problem.unknown_against", value=asked, shown=words(f"against.{first}")))
    return first


def _default_period(setting: Setting, periods: list[Row]) -> Row:
    """The newest complete of the type asked for, or of the first type that reaches furthest."""
    words, kind = setting.words, setting.asked["type"]
    able = [row for row in periods if row["is_complete"]] or periods
    of_type = [row for row in able if row["period_type"] == kind]
    shown = max(of_type or able, key=lambda row: (row["period_end"], -_TYPES.index(row["period_type"])))
    if kind is not None and not of_type and setting.asked["period"] is None:
        name = words(f"period_type.{shown['period_type']}")
        setting.problems.append(words("problem.unknown_type", value=kind, shown=name))
    return shown
