"""How counts, changes and verdicts of the alarm trend are written in its tables and figures."""

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboards.components.attributes import Children
from dashboards.components.verdict import verdict_mark
from dashboards.pages.alarm_trend._content import COMPARED, Trend
from dashboards.serving import Row
from dashboards.values import reason

# Fewer calls are better of every category but the whole, which grows as people trust the line.
DIRECTION = "down_good"


def direction_of(category: Row) -> str:
    return "context" if category["category_level"] == 0 else DIRECTION


def compared(row: Row, what: str, trend: Trend) -> Any:
    """Count, change, verdict and so on against what the page compares with."""
    return row[f"{COMPARED[trend.against]}_{what}"]


def counted(value: float | None, trend: Trend) -> str:
    words = trend.setting.words
    return words("table.absent") if value is None else words.number(value)


def changed(change: float | None, trend: Trend) -> str:
    words = trend.setting.words
    if change is None:
        return words("table.absent")
    return words("change.percent", change=words.number(change * 100, 1, signed=True))


def shared_status(rows: Sequence[Row], trend: Trend) -> str | None:
    """Why no row of a table has a verdict, where it is the same for all: said once above, not in each of them."""
    found = {None if compared(row, "verdict", trend) else compared(row, "status", trend) for row in rows}
    return found.pop() if len(found) == 1 and len(rows) > 1 else None


def why_no_verdict(status: str | None, trend: Trend) -> html.P | None:
    """The sentence above a table of rows without verdict that `status` is shared by."""
    if status is None:
        return None
    words = trend.setting.words
    return html.P(words("alarm.no_verdict", reason=reason(words, status)), className="counted caption-reason")


def verdict_cell(row: Row, trend: Trend, direction: str, *, shared: str | None = None) -> Children:
    """The verdict, or why there is none, unless that is said above the table (`shared`)."""
    words = trend.setting.words
    if compared(row, "verdict", trend) is None:
        status = compared(row, "status", trend)
        is_said = status == shared
        said = words("verdict.none") if is_said else words("verdict.not_said", reason=reason(words, status))
        return html.Span(said, className="verdict none")
    return verdict_mark(words, compared(row, "verdict", trend), direction)
