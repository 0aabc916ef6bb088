"""How counts, changes and verdicts of the alarm trend are written in its tables and figures."""

from dash import html

from dashboards.components.attributes import Children
from dashboards.components.verdict import verdict_mark
from dashboards.pages.alarm_trend._content import Trend
from dashboards.serving import Row
from dashboards.values import reason

# Fewer calls are better of every category but the whole, which grows as people trust the line.
DIRECTION = "down_good"


def direction_of(category: Row) -> str:
    return "context" if category["category_level"] == 0 else DIRECTION


def counted(value: float | None, trend: Trend) -> str:
    words = trend.setting.words
    return words("table.absent") if value is None else words.number(value)


def changed(change: float | None, trend: Trend) -> str:
    words = trend.setting.words
    if change is None:
        return words("table.absent")
    return words("change.percent", change=words.number(change * 100, 1, signed=True))


def verdict_cell(row: Row, trend: Trend, direction: str) -> Children:
    words = trend.setting.words
    if row["year_ago_verdict"] is None:
        said = words("verdict.not_said", reason=reason(words, row["year_ago_status"]))
        return html.Span(said, className="verdict none")
    return verdict_mark(words, row["year_ago_verdict"], direction)
