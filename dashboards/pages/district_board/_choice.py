"""Which view is shown: what was asked for where it exists, else a default and a sentence that says so.

Here belongs choosing only. What the chosen view holds is read in `_board`.
"""

from dataclasses import dataclass, replace
from typing import Any

from dashboards.i18n import Words
from dashboards.pages.district_board._address import Address
from dashboards.queries import catalogue, places
from dashboards.serving import Reader, Row

# Longest first: the counts of a month seldom tell areas apart.
PERIOD_TYPES = ("Y", "YTD", "R12M", "H", "Q", "M", "R28", "W")
CITY = "city"


@dataclass(frozen=True)
class View:
    """One board: a level, a period and a scope that have rows, and what else could be chosen."""

    level: Row
    period: Row
    scope: Row
    levels: list[Row]
    # Of the chosen type, newest first.
    periods: list[Row]
    period_types: list[str]
    scopes: list[Row]


@dataclass(frozen=True)
class Choice:
    """The indicator, its board where it has one, and sentences about what was asked for and is not shown."""

    indicator: Row
    indicators: list[Row]
    view: View | None
    problems: list[str]
    # The address with every value that was asked for and could not be shown put right.
    address: Address


def choose(reader: Reader, asked: Address, words: Words) -> Choice:
    """Resolve an address against the snapshot."""
    problems: list[str] = []
    if asked.lang is not None and asked.lang != asked.language:
        problems.append(words("problem.unknown_language", value=asked.lang))
    indicators = catalogue.indicators(reader)
    by_id = {row["indicator_id"]: row for row in indicators}
    default = max(indicators, key=_suits_a_ranking)
    indicator = by_id.get(asked.indicator or "", default)
    if asked.indicator is not None and asked.indicator not in by_id:
        problems.append(words("problem.unknown_indicator", value=asked.indicator, shown=words.of(indicator)))
    view = _view(reader, asked, indicator, words, problems) if indicator["has_rows"] else None
    return Choice(indicator, indicators, view, problems, _put_right(asked, indicator, view))


def _suits_a_ranking(indicator: Row) -> tuple[bool, bool, bool]:
    """Has ranks, has a better direction, and is no bare count, which ranks areas by their size."""
    return indicator["has_rows"], indicator["direction"] != "context", indicator["value_kind"] != "count"


def _within_area(reader: Reader, asked: Address, indicator: Row) -> Address:
    """The address with the scope that its area means, and the level that is ranked in its scope where it names none.
    The whole city is no scope of its own.
    """
    if asked.level is not None:
        return asked
    scope = asked.scope
    if scope is None and asked.area is not None:
        top = places.top(reader)
        scope = None if top is not None and top["area_id"] == asked.area else asked.area
    if scope in (None, CITY):
        return asked
    levels = catalogue.levels_within(reader, indicator["indicator_id"], str(scope))
    return replace(asked, scope=scope, level=levels[0] if levels else None)


def _view(reader: Reader, asked: Address, indicator: Row, words: Words, problems: list[str]) -> View:
    asked = _within_area(reader, asked, indicator)
    level, levels = _level(reader, asked, indicator, words, problems)
    period, periods, types = _period(reader, asked, indicator, level, words, problems)
    scope, scopes = _scope(reader, asked, indicator, level, words, problems)
    return View(level, period, scope, levels, periods, types, scopes)


def _level(reader: Reader, asked: Address, indicator: Row, words: Words, problems: list[str]) -> tuple[Row, list[Row]]:
    known = {row["level_id"]: row for row in catalogue.levels(reader)}
    ranked = set(catalogue.ranked_levels(reader, indicator["indicator_id"]))
    levels = [row for level_id, row in known.items() if level_id in ranked]
    level = next((row for row in levels if row["level_id"] == asked.level), levels[0])
    if asked.level is not None and asked.level != level["level_id"]:
        if asked.level in known:
            value = words.of(known[asked.level])
            sentence = words(
                "problem.level_without_rows",
                indicator=words.of(indicator),
                value=value,
                shown=words.of(level),
            )
        else:
            sentence = words("problem.unknown_level", value=asked.level, shown=words.of(level))
        problems.append(sentence)
    return level, levels


def _period(
    reader: Reader, asked: Address, indicator: Row, level: Row, words: Words, problems: list[str]
) -> tuple[Row, list[Row], list[str]]:
    periods = catalogue.periods(reader, indicator["indicator_id"], level["level_id"])
    types = [kind for kind in PERIOD_TYPES if any(row["period_type"] == kind for row in periods)]
    exact = next((row for row in periods if row["period_id"] == asked.period), None)
    # A period says its type; a type beside it that differs is only a leftover.
    kind = exact["period_type"] if exact else asked.type if asked.type in types else types[0]
    of_type = [row for row in periods if row["period_type"] == kind]
    period = exact or next((row for row in of_type if row["is_complete"]), of_type[0])
    shown = words.period(period["period_type"], period["period_id"])
    if asked.period is not None and exact is None:
        known = catalogue.period(reader, asked.period)
        if known is None:
            problems.append(words("problem.unknown_period", value=asked.period, shown=shown))
        else:
            value = words.period(known["period_type"], asked.period)
            problems.append(
                words("problem.period_without_rows", indicator=words.of(indicator), value=value, shown=shown)
            )
    elif asked.type is not None and asked.type not in PERIOD_TYPES:
        problems.append(words("problem.unknown_type", value=asked.type, shown=words(f"period_type.{kind}")))
    return period, of_type, types


def _scope(
    reader: Reader, asked: Address, indicator: Row, level: Row, words: Words, problems: list[str]
) -> tuple[Row, list[Row]]:
    scopes = catalogue.scopes(reader, indicator["indicator_id"], level["level_id"])
    scope = next((row for row in scopes if row["scope_id"] == asked.scope), scopes[0])
    if asked.scope is not None and asked.scope != scope["scope_id"]:
        shown = scope_name(scope, words)
        area = catalogue.area(reader, asked.scope)
        if asked.scope != CITY and area is None:
            problems.append(words("problem.unknown_scope", value=asked.scope, shown=shown))
        else:
            value = scope_name({"scope_id": asked.scope, **(area or {})}, words)
            problems.append(
                words("problem.scope_without_rows", indicator=words.of(indicator), value=value, shown=shown)
            )
    return scope, scopes


def scope_name(scope: Row, words: Words) -> str:
    if scope["scope_id"] == CITY:
        return words("filter.scope_city")
    return words("filter.scope_within", area=words.of(scope))


def _put_right(asked: Address, indicator: Row, view: View | None) -> Address:
    right: dict[str, Any] = {"indicator": indicator["indicator_id"]}
    if view is not None:
        right |= {
            "level": view.level["level_id"],
            "type": view.period["period_type"],
            "period": view.period["period_id"],
            "scope": view.scope["scope_id"],
        }
    right["lang"] = asked.language
    if view is not None and view.scope["scope_id"] != asked.area:
        # Its sentence has been said; what is shown is of no area, or of the one that the filters name.
        asked = replace(asked, area=None)
    return replace(asked, **{name: value for name, value in right.items() if getattr(asked, name) is not None})
