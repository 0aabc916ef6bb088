"""The weeks of the alarm trend: a control chart with the weeks that warn, and what they rest on."""

from dash import html

from dashboards.components.attributes import Children
from dashboards.components.data import Column, behind, data_table
from dashboards.components.notices import empty
from dashboards.components.panel import Drawn
from dashboards.figures.control_chart import LEVELS, Week, control_chart
from dashboards.i18n import Words
from dashboards.pages.alarm_trend._cells import counted
from dashboards.pages.alarm_trend._content import Trend
from dashboards.serving import Row
from dashboards.values import reason

_HEIGHT = 340


def weeks_panel(trend: Trend) -> Drawn:
    """Calls of each of the last weeks against those of the season in years before."""
    words, rows = trend.setting.words, trend.weeks
    heading = words("week.heading")
    label = words("week.label", category=words.of(trend.category))
    if not rows:
        return Drawn(heading, None, label, 0, notes=[empty(words("week.none"))])
    names = {level: words(f"warning.{level}") for level in LEVELS}
    return Drawn(
        heading,
        control_chart(
            [_week(row, words, trend) for row in rows],
            name=words("week.calls"),
            centre_name=words("week.centre"),
            limit_name=words("week.limit"),
            level_names=names,
        ),
        label,
        _HEIGHT,
        unit=words("week.unit"),
        lead=html.P(_newest(rows, words), className="footnote"),
        notes=[
            html.P(words("week.note"), className="footnote"),
            None
            if any(row["history_upper"] is not None for row in rows)
            else html.P(words("week.no_history"), className="footnote"),
            behind(
                words,
                "alarm-weeks",
                table=_table(rows, trend),
                evidence=trend.setting.evidence(
                    table="marts.mart_early_warning",
                    row=rows[-1],
                    more=[
                        (words("evidence.numerator"), words("alarm.counted", category=words.of(trend.category))),
                        (words("week.limit"), words("week.limit_formula")),
                        (words("week.level"), words("week.level_formula")),
                    ],
                ),
            ),
        ],
    )


def _week(row: Row, words: Words, trend: Trend) -> Week:
    level = row["warning_level"]
    tooltip = [
        words.period("W", row["period_id"]),
        words("alarm.point", name=words("week.calls"), count=counted(row["alarm_count"], trend)),
    ]
    if row["history_upper"] is not None:
        tooltip.append(words("week.held", limit=words.number(row["history_upper"], 1)))
    if level in LEVELS:
        tooltip.append(words("week.warned", level=words(f"warning.{level}"), methods=_methods(row, words)))
    return Week(
        start=row["period_start"],
        value=row["alarm_count"],
        centre=row["history_mean"],
        upper=row["history_upper"],
        level=level if level in LEVELS else None,
        is_complete=bool(row["is_complete"]),
        tooltip=tooltip,
    )


def _methods(row: Row, words: Words) -> str:
    return words.listed([words(f"method.{name}") for name in (row["reasons"] or "").split(",") if name])


def _said(row: Row, words: Words) -> str:
    """The level in words, with the methods that sound; why there is none where none could be worked out."""
    level = row["warning_level"]
    if level is None:
        return reason(words, row["warning_status"])
    if level not in LEVELS:
        return words("warning.none")
    return words("week.warned", level=words(f"warning.{level}"), methods=_methods(row, words))


def _newest(rows: list[Row], words: Words) -> str:
    """What the newest complete week says."""
    row = next((row for row in reversed(rows) if row["is_complete"]), rows[-1])
    return words(
        "week.newest",
        week=words.period("W", row["period_id"]),
        count=words.number(row["alarm_count"]),
        said=_said(row, words),
    )


def _table(rows: list[Row], trend: Trend) -> html.Div:
    words = trend.setting.words
    columns = [
        Column(words("evidence.period")),
        Column(words("week.calls"), is_number=True),
        Column(words("week.centre"), is_number=True),
        Column(words("week.limit"), is_number=True),
        Column(words("week.c1"), is_number=True),
        Column(words("week.level")),
    ]
    absent = words("table.absent")
    table: list[list[Children]] = [
        [
            words.period("W", row["period_id"])
            if row["is_complete"]
            else words("filter.incomplete", period=words.period("W", row["period_id"])),
            counted(row["alarm_count"], trend),
            *(
                absent if row[name] is None else words.number(row[name], 1)
                for name in ("history_mean", "history_upper", "c1_limit")
            ),
            _said(row, words),
        ]
        for row in reversed(rows)
    ]
    return data_table(words("week.label", category=words.of(trend.category)), columns, table)
