"""When in the week calls come: days of the week × hours, a heat map that is a table."""

from collections.abc import Sequence

from dash import html

from dashboards.components.attributes import Children
from dashboards.components.data import Column, behind, data_table
from dashboards.components.heat import Cell, heat_map
from dashboards.components.notices import empty
from dashboards.pages.alarm_trend._cells import counted
from dashboards.pages.alarm_trend._content import Trend
from dashboards.periods import period_name
from dashboards.serving import Row
from dashboards.values import reason, share

_NAME = "alarm-hours"
_DAYS, _HOURS = range(1, 8), range(24)


def hours_section(trend: Trend) -> html.Section:
    """Calls an hour of each hour of the week. An hour without a row had no calls: that is a zero."""
    words, hours = trend.setting.words, trend.hours
    heading, classes = words("hours.heading"), "panel panel-hours"
    if hours.period is None or not hours.cells:
        period = _period(hours.period, trend) if hours.period else None
        said = words(f"hours.{hours.why_none}", period=period)
        return html.Section([html.H2(heading), empty(said)], className=classes)
    found = {(row["day_of_week"], row["hour_of_day"]): row for row in hours.cells}
    days = {row["day_of_week"]: row["days"] for row in hours.cells}
    decimals = _decimals(hours.cells)
    cells: dict[tuple[str, str], Cell] = {}
    table: list[list[Children]] = []
    for day in _DAYS:
        for hour in _HOURS:
            row = found.get((day, hour))
            if cell := _cell(row, _when(day, hour, trend), days.get(day), decimals, trend):
                cells[str(day), str(hour)] = cell
            table.append(_table_row(row, _when(day, hour, trend), days.get(day), decimals, trend))
    columns = [
        Column(words("hours.when")),
        Column(words("alarm.this_year"), is_number=True),
        Column(words("hours.days"), is_number=True),
        Column(words("hours.rate"), is_number=True),
        Column(words("alarm.interval"), is_number=True),
    ]
    label = words("hours.label", category=words.of(trend.category), period=_period(hours.period, trend))
    return html.Section(
        [
            html.H2([heading, html.Span(words("hours.unit"), className="unit")]),
            heat_map(
                _caption(label, hours.cells[0], trend),
                words("hours.corner"),
                columns=[(str(hour), str(hour)) for hour in _HOURS],
                rows=[(str(day), words(f"weekday.{day}")) for day in _DAYS],
                cells=cells,
                absent=words("table.absent"),
                is_wide=True,
            ),
            *_limits(hours.cells, trend),
            html.P(words("hours.note"), className="footnote"),
            behind(
                words,
                _NAME,
                table=data_table(label, columns, table),
                evidence=trend.setting.evidence(
                    table="marts.mart_alarm_week_hours",
                    row=hours.cells[0],
                    more=[
                        (words("evidence.numerator"), words("hours.numerator", category=words.of(trend.category))),
                        (words("evidence.denominator"), words("hours.denominator")),
                        (words("evidence.interval"), words("hours.interval")),
                        (words("evidence.period"), _period(hours.period, trend)),
                    ],
                ),
            ),
        ],
        className=classes,
    )


def _period(period: Row, trend: Trend) -> str:
    words, name = trend.setting.words, period_name(period, trend.setting.words)
    return name if period["is_complete"] else words("filter.incomplete", period=name)


def _caption(label: str, row: Row, trend: Trend) -> str:
    words = trend.setting.words
    return words(
        "hours.caption",
        label=label,
        known=words.number(row["known_count"]),
        total=words.number(row["total_count"]),
        unknown=words.number(row["total_count"] - row["known_count"]),
    )


def _when(day: int, hour: int, trend: Trend) -> str:
    words = trend.setting.words
    return words("hours.span", day=words(f"weekday.{day}"), start=f"{hour:02}", end=f"{hour + 1:02}")


def _decimals(rows: Sequence[Row]) -> int:
    """The same in all cells, so that they can be compared at a glance, and few enough for 24 columns."""
    most = max((row["calls_per_hour"] for row in rows if row["calls_per_hour"] is not None), default=0.0)
    return 2 if most < 10 else 1 if most < 100 else 0


def _cell(row: Row | None, when: str, days: int | None, decimals: int, trend: Trend) -> Cell | None:
    """None where corrections exceed the count."""
    words = trend.setting.words
    if row is None:
        title = words("hours.cell_none", when=when, days=counted(days, trend))
        return Cell(0.0, words.number(0), is_total=False, title=title)
    if row["calls_per_hour"] is None:
        return None
    title = words(
        "hours.cell",
        when=when,
        rate=words.number(row["calls_per_hour"], decimals),
        interval=_interval(row, decimals, trend),
        count=words.number(row["alarm_count"]),
        days=words.number(row["days"]),
    )
    return Cell(row["calls_per_hour"], words.number(row["calls_per_hour"], decimals), is_total=False, title=title)


def _interval(row: Row, decimals: int, trend: Trend) -> str:
    words = trend.setting.words
    if row["calls_lower"] is None or row["calls_upper"] is None:
        return words("table.absent")
    lower, upper = (words.number(row[f"calls_{end}"], decimals) for end in ("lower", "upper"))
    return words("table.interval", lower=lower, upper=upper)


def _table_row(row: Row | None, when: str, days: int | None, decimals: int, trend: Trend) -> list[Children]:
    words = trend.setting.words
    if row is None:
        return [when, words.number(0), counted(days, trend), words.number(0), words("table.absent")]
    rate = row["calls_per_hour"]
    return [
        when,
        words.number(row["alarm_count"]),
        words.number(row["days"]),
        reason(words, row["hour_status"]) if rate is None else words.number(rate, decimals),
        _interval(row, decimals, trend),
    ]


def _limits(rows: Sequence[Row], trend: Trend) -> list[html.P]:
    """What makes cells too low, and how many have no number."""
    words, known, total = trend.setting.words, rows[0]["known_count"], rows[0]["total_count"]
    said = []
    if known < total:
        said.append(words("hours.too_low", share=share(words, (total - known) / total)))
    if count := sum(row["calls_per_hour"] is None for row in rows):
        said.append(words("hours.negative", count=words.number(count)))
    return [html.P(sentence, className="footnote") for sentence in said]
