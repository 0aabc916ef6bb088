"""The areas below of the alarm trend, month by month: one small trend each."""

from itertools import groupby

from dashboards.components.attributes import Children
from dashboards.components.data import Column, behind, data_table
from dashboards.components.panel import Drawn, panel_view
from dashboards.components.view import View, hidden
from dashboards.figures.small_multiples import Small, height, small_multiples
from dashboards.pages.alarm_trend._content import Trend
from dashboards.periods import period_name
from dashboards.serving import Row

_NAME = "alarm-areas"
# More small trends than this are no longer seen at a glance; the table below has them all.
_MOST = 16


def areas_view(trend: Trend) -> View:
    """The panel, hidden where there are no areas below or too many."""
    areas = [list(rows) for _, rows in groupby(trend.months_below, key=lambda row: row["area_id"])]
    if not 1 < len(areas) <= _MOST:
        return View(attributes={f"{_NAME}-panel": hidden(True)})
    return View(attributes={f"{_NAME}-panel": hidden(False)}) | panel_view(_NAME, _panel(areas, trend))


def _panel(areas: list[list[Row]], trend: Trend) -> Drawn:
    """Rates where every area has residents, so that large and small can be compared; else counts."""
    words = trend.setting.words
    is_rate = all(row["rate_per_10k"] is not None or row["alarm_count"] is None for rows in areas for row in rows)
    column, decimals = ("rate_per_10k", 2) if is_rate else ("alarm_count", 0)
    starts = {row["period_start"] for rows in areas for row in rows}
    label = words("alarm.areas_label", category=words.of(trend.category))
    # A sum of counts is no level to hold its parts against.
    whole = [(row["period_start"], row[column]) for row in trend.months if is_rate and row["period_start"] in starts]
    parts = [
        Small(
            words.of(rows[0]),
            [(row["period_start"], row[column]) for row in rows],
            [bool(row["is_complete"]) for row in rows],
            [[words.of(row), period_name(row, words), _written(row, column, decimals, trend)] for row in rows],
        )
        for rows in areas
    ]
    months = {row["period_id"]: row for rows in areas for row in rows}
    newest = sorted(months.values(), key=lambda row: row["period_start"], reverse=True)
    by_month = [{row["period_id"]: row for row in rows} for rows in areas]
    columns = [Column(words("evidence.period")), *(Column(words.of(rows[0]), is_number=True) for rows in areas)]
    table: list[list[Children]] = [
        [
            period_name(month, words)
            if month["is_complete"]
            else words("filter.incomplete", period=period_name(month, words)),
            *(_written(found.get(month["period_id"]), column, decimals, trend) for found in by_month),
        ]
        for month in newest
    ]
    unit = words("alarm.areas_rate" if is_rate else "alarm.unit")
    evidence = trend.setting.evidence(
        table="marts.mart_alarm_trend",
        row=newest[0],
        more=[
            (words("evidence.numerator"), words("alarm.counted", category=words.of(trend.category))),
            (words("evidence.denominator"), words("alarm.areas_denominator") if is_rate else None),
        ],
    )
    return Drawn(
        words("alarm.areas"),
        small_multiples(parts, whole=whole),
        label,
        height(len(parts)),
        unit=unit,
        notes=[behind(words, _NAME, table=data_table(label, columns, table), evidence=evidence)],
    )


def _written(row: Row | None, column: str, decimals: int, trend: Trend) -> str:
    words = trend.setting.words
    return words("table.absent") if row is None or row[column] is None else words.number(row[column], decimals)
