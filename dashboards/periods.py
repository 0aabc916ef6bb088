"""Which period a page is of: the one its address asks for where it exists, else the newest and a sentence."""

from collections.abc import Sequence

from dashboards.components.filters import Offered, Option
from dashboards.i18n import Words
from dashboards.serving import Row


def chosen_period(periods: Sequence[Row], asked: str | None, words: Words, problems: list[str]) -> Row | None:
    """Of `periods`, the first of which is shown unless another is asked for; None where there are none."""
    if not periods:
        return None
    found = next((row for row in periods if row["period_id"] == asked), None)
    if found is None and asked is not None:
        shown = period_name(periods[0], words)
        problems.append(words("problem.unknown_period", value=asked, shown=shown))
    return found or periods[0]


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
