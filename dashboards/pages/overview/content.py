"""What an overview holds, read from one build: an area on a handful of indicators, those below it, what is overdue."""

from collections.abc import Sequence
from dataclasses import dataclass

from anlan.snapshot import Build
from dashboards.i18n import Words
from dashboards.page import Address
from dashboards.periods import chosen_period
from dashboards.places import Place, place
from dashboards.queries import catalogue
from dashboards.queries import city as city_questions
from dashboards.queries import overview as questions
from dashboards.serving import Reader, Row

NAMES = ("area", "period")
# What a leader looks at first, where the city has it; what else it has fills up the places by its feeds.
_FIRST = ("AL04", "AL17", "AL18", "SV01", "SV02", "RT05", "EV04", "DP01")
_MOST = 8
_MOST_UNITS = 5


@dataclass(frozen=True)
class Overview:
    """The page's whole content."""

    words: Words
    build: Build
    city: Row
    sources: list[Row]
    place: Place
    # None where the city has no complete period of any indicator.
    period: Row | None
    periods: list[Row]
    problems: list[str]
    address: Address
    # One row an indicator, in the order shown.
    values: list[Row]
    # By indicator and area.
    below: dict[tuple[str, str], Row]
    # The level of the areas below.
    level: Row | None
    units: list[Row]
    items: list[Row]


def read_overview(reader: Reader, asked: Address) -> Overview:
    words = Words(asked.language, city_questions.terms(reader))
    problems: list[str] = []
    here = place(reader, asked["area"], words, problems)
    assert here is not None, "the page is shown only for a city with a top area"
    periods = questions.periods(reader)
    period = chosen_period(reader, periods, asked["period"], periods[0], words, problems) if periods else None
    values: list[Row] = []
    below: list[Row] = []
    units: list[Row] = []
    if period is not None:
        values = headline(questions.values(reader, area_id=here.area_id, period=period))
        scope = "city" if here.is_city else here.area_id
        if here.children:
            level_id = here.children[0]["level_id"]
            below = questions.below(reader, scope_id=scope, level_id=level_id, chosen=values)
        units = questions.overdue_units(reader, area_id=here.area_id, until=period["period_end"], most=_MOST_UNITS)
    levels = {row["level_id"]: row for row in catalogue.levels(reader)}
    right = {"area": here.area_id, "lang": words.language}
    if period is not None:
        right["period"] = period["period_id"]
    return Overview(
        words=words,
        build=reader.build,
        city=city_questions.city(reader),
        sources=city_questions.sources(reader),
        place=here,
        period=period,
        periods=periods,
        problems=problems,
        address=asked.put_right(right),
        values=values,
        below={(row["indicator_id"], row["area_id"]): row for row in below},
        level=levels[here.children[0]["level_id"]] if here.children else None,
        units=units,
        items=questions.overdue_items(reader, area_id=here.area_id),
    )


def headline(values: Sequence[Row]) -> list[Row]:
    """The indicators shown: those a leader looks at first, then of each feed the first that tells better from worse."""
    able = [row for row in values if row["direction"] != "context" and row["value"] is not None]
    by_id = {row["indicator_id"]: row for row in able}
    shown = [by_id[code] for code in _FIRST if code in by_id]
    feeds = {row["feed"] for row in shown}
    # Rates and shares before counts, which grow with the place.
    counted = {row["category_id"] for row in shown if row["category_kind"] == "alarm"}
    # Not the count where its rate is shown.
    rest = [row for row in able if row not in shown and row["category_id"] not in counted]
    # Rates and shares before counts, which grow with the place.
    rest.sort(key=lambda row: (row["feed"] in feeds, row["value_kind"] == "count"))
    return (shown + rest)[:_MOST]
