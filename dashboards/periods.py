"""Which period a page is of: the one its address asks for where the page has it, else one near it and a sentence."""

from collections.abc import Sequence

from dashboards.components.filters import Offered, Option
from dashboards.i18n import Words
from dashboards.queries import catalogue
from dashboards.serving import Reader, Row


def chosen_period(
    reader: Reader, periods: Sequence[Row], asked: str | None, default: Row, words: Words, problems: list[str]
) -> Row:
    """Of `periods`, one of which is the `default`.

    For a period that the calendar knows and the page has not, as one brought along from another page, the newest that
    ends with it or before. What is not shown as asked for is said in `problems`.
    """
    if asked is None:
        return default
    if found := next((row for row in periods if row["period_id"] == asked), None):
        return found
    known = catalogue.period(reader, asked)
    if known is None:
        problems.append(words("problem.unknown_period", value=asked, shown=period_name(default, words)))
        return default
    earlier = [row for row in periods if row["period_end"] <= known["period_end"]]
    near = max(earlier, key=lambda row: row["period_end"], default=default)
    value, shown = period_name(known, words), period_name(near, words)
    problems.append(words("problem.period_not_here", value=value, shown=shown))
    return near


def period_name(row: Row, words: Words) -> str:
    return words.period(row["period_type"], row["period_id"])


def offered_periods(periods: Sequence[Row], chosen: Row, words: Words) -> Offered:
    """The filter of periods; those that are not complete say so."""
    options = []
    for row in periods:
        name = period_name(row, words)
        is_complete = row.get("is_complete", True)
        options.append(Option(row["period_id"], name if is_complete else words("filter.incomplete", period=name)))
    return Offered(words("filter.period"), options, chosen["period_id"])
