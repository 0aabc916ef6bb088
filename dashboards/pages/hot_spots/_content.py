"""What a view of the hot spots holds, read from one build: which category and month, and their rows."""

from dataclasses import dataclass

from dashboards.page import Address
from dashboards.periods import chosen_period
from dashboards.queries import catalogue, places
from dashboards.queries import hot_spots as questions
from dashboards.serving import Reader, Row
from dashboards.setting import Setting, read_setting

NAMES = ("area", "category", "period")
# What bulletins call high, where the city can tell it; else all calls.
_DEFAULT_CATEGORY = "criminal_public_order"
_ALL = "all"
_FEEDS = ("police_alarms",)
# Polygons that a map can hold: more are slow to draw and too small to see.
_MOST_DRAWN = 150


@dataclass(frozen=True)
class Spots:
    """The page's whole content."""

    setting: Setting
    address: Address
    category: Row
    categories: list[Row]
    # The month that classes are of; 24 months end with it.
    month: Row
    months: list[Row]
    # The level that is judged: its names and id.
    level: Row
    # Communities by class and status.
    tally: list[Row]
    spots: list[Row]
    # Areas of the map, and the level they are of.
    drawn: list[Row]
    drawn_level: Row | None
    # Whole years, by time; the last is that of the curve.
    concentration: list[Row]
    # The newest whole year by the end of the month; None where there is none.
    year: Row | None
    funnel: list[Row]
    # Of the category, or of all calls where they are not told by groups.
    when_and_where: list[Row]
    when_category: Row


def read_spots(reader: Reader, asked: Address) -> Spots:
    setting = read_setting(reader, asked, feeds=_FEEDS)
    place, area_id = setting.place, setting.place.area_id
    categories = questions.categories(reader)
    category = _category(reader, setting, categories)
    category_id = category["category_id"]
    months = questions.months(reader, category_id=category_id)
    default = next((row for row in months if row["is_complete"]), months[0])
    month = chosen_period(reader, months, asked["period"], default, setting.words, setting.problems)
    level_id, until = month["level_id"], month["period_end"]
    levels = {row["level_id"]: row for row in catalogue.levels(reader)}
    top = places.top(reader)
    assert top is not None, "the setting has an area, so the map has a top"
    of_city = questions.concentration(reader, area_id=top["area_id"], category_id=category_id, until=until)
    year = of_city[-1] if of_city else None
    drawn_level = questions.drawn_level(reader, area=place.area, most=_MOST_DRAWN)
    when_category, when_and_where = _when_and_where(reader, setting, category, categories, year)
    at = {"category_id": category_id, "month": month["period_start"]}
    return Spots(
        setting=setting,
        address=setting.put_right(category=category_id, period=month["period_id"]),
        category=category,
        categories=categories,
        month=month,
        months=months,
        level=levels[level_id],
        tally=questions.tally(reader, area_id=area_id, **at),
        spots=questions.spots(reader, area_id=area_id, **at),
        drawn=questions.hot_shares(reader, area_id=area_id, level_id=drawn_level, **at) if drawn_level else [],
        drawn_level=levels[drawn_level] if drawn_level else None,
        concentration=(
            of_city
            if place.is_city
            else questions.concentration(reader, area_id=area_id, category_id=category_id, until=until)
        ),
        year=year,
        funnel=(
            questions.funnel(reader, area_id=area_id, level_id=level_id, category_id=category_id, year=year)
            if year
            else []
        ),
        when_and_where=when_and_where,
        when_category=when_category,
    )


def _category(reader: Reader, setting: Setting, categories: list[Row]) -> Row:
    by_id, words, asked = {row["category_id"]: row for row in categories}, setting.words, setting.asked["category"]
    default = by_id.get(_DEFAULT_CATEGORY, categories[0])
    if asked is None or asked in by_id:
        return by_id.get(asked or "", default)
    known = questions.category(reader, asked)
    if known is None:
        problem = words("problem.unknown_category", value=asked, shown=words.of(default))
    else:
        problem = words("problem.category_not_judged", value=words.of(known), shown=words.of(default))
    setting.problems.append(problem)
    return default


def _when_and_where(
    reader: Reader, setting: Setting, category: Row, categories: list[Row], year: Row | None
) -> tuple[Row, list[Row]]:
    """Groups of categories are not told by hour and place: then all calls are."""
    whole = next((row for row in categories if row["category_id"] == _ALL), category)
    if year is None:
        return category, []
    area_id = setting.place.area_id
    rows: list[Row] = []
    for chosen in (category, whole):
        rows = questions.when_and_where(reader, area_id=area_id, category_id=chosen["category_id"], year=year)
        if rows:
            return chosen, rows
    return whole, rows
