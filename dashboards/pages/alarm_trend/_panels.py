"""The figures of the alarm trend: its months, and what its change is made of."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.components.attributes import Children
from dashboards.components.data import Column, behind, data_table
from dashboards.components.notices import empty
from dashboards.components.panel import Drawn
from dashboards.figures.trend_lines import Line, Point, trend_lines
from dashboards.figures.waterfall import Step, height, waterfall
from dashboards.pages.alarm_trend._cells import DIRECTION, changed, compared, counted, direction_of, verdict_cell
from dashboards.pages.alarm_trend._content import Trend
from dashboards.periods import period_name
from dashboards.serving import Row

_MONTHS_HEIGHT = 360
# Months drawn: three years, so that the season can be seen.
_MOST_MONTHS = 36


def months_panel(trend: Trend) -> Drawn:
    """The months of the category, those of a year before, and the seasonally adjusted ones."""
    words, rows = trend.setting.words, trend.months[-_MOST_MONTHS:]
    label = words("alarm.months_label", category=words.of(trend.category))
    kinds = ((words("alarm.this_year"), "alarm_count"), (words("alarm.year_ago"), "year_ago_count"))
    lines = [
        Line(name, place, [_point(row, row[column], name, trend, with_band=place == 0) for row in rows])
        for place, (name, column) in enumerate(kinds)
    ]
    has_season = any(row["seasonally_adjusted"] is not None for row in rows)
    if has_season:
        name = words("alarm.adjusted")
        lines.append(
            Line(name, 2, [_point(row, row["seasonally_adjusted"], name, trend, with_band=False) for row in rows])
        )
    sure = [row for row in rows if row["year_ago_verdict"] in ("rise", "fall")]
    notes: list[Component | None] = [
        html.P(words("alarm.months_note"), className="footnote"),
        None if has_season else html.P(words("alarm.no_season"), className="footnote"),
        html.P(_sure_months(sure, trend), className="footnote"),
        _festival_note(rows, trend),
        behind(
            words,
            "alarm-months",
            table=_months_table(trend),
            evidence=trend.setting.evidence(
                table="marts.mart_alarm_trend",
                row=rows[-1],
                more=[
                    (words("evidence.numerator"), words("alarm.counted", category=words.of(trend.category))),
                    (words("evidence.interval"), words("alarm.interval_note")),
                    (words("evidence.test"), words("alarm.test_note")),
                ],
            ),
        ),
    ]
    return Drawn(
        words("alarm.months"),
        trend_lines(lines, from_zero=True),
        label,
        _MONTHS_HEIGHT,
        unit=words("alarm.unit"),
        notes=notes,
    )


def _point(row: Row, value: float | None, name: str, trend: Trend, *, with_band: bool) -> Point:
    words = trend.setting.words
    month = period_name(row, words)
    tooltip = [month, words("alarm.point", name=name, count=counted(value, trend))]
    if with_band and (interval := _interval(row, trend)):
        tooltip.append(words("tooltip.interval", interval=interval))
    if with_band and row["year_ago_verdict"]:
        tooltip.append(words(f"verdict.{row['year_ago_verdict']}"))
    return Point(
        start=row["period_start"],
        value=value,
        lower=row["count_lower"] if with_band else None,
        upper=row["count_upper"] if with_band else None,
        is_complete=bool(row["is_complete"]),
        # A break of the series stands in the diamond of new bounds: what comes after is not what was before.
        is_redrawn=bool(row["is_break"]) and with_band,
        tooltip=tooltip,
    )


def _interval(row: Row, trend: Trend) -> str | None:
    if row["count_lower"] is None:
        return None
    lower, upper = (trend.setting.words.number(row[f"count_{end}"], 1) for end in ("lower", "upper"))
    return trend.setting.words("table.interval", lower=lower, upper=upper)


def _sure_months(rows: Sequence[Row], trend: Trend) -> str:
    words = trend.setting.words
    if not rows:
        return words("alarm.no_sure_month")
    named = [
        words("alarm.sure_month", month=period_name(row, words), verdict=words(f"verdict.{row['year_ago_verdict']}"))
        for row in rows
    ]
    return words("alarm.sure_months", months=words.listed(named))


def _festival_note(rows: Sequence[Row], trend: Trend) -> html.P | None:
    """Where to read what became of the months that Spring Festival moved through."""
    if all(row["year_ago_status"] != "festival_moved" for row in rows):
        return None
    words = trend.setting.words
    said = [
        words(
            f"festival.{row['period_type']}",
            year=row["period_id"].partition("-")[0],
            count=counted(row["alarm_count"], trend),
            before=counted(row["year_ago_count"], trend),
            change=changed(row["year_ago_change_per_day"], trend),
            verdict=words(f"verdict.{row['year_ago_verdict'] or 'none'}"),
        )
        for row in trend.festivals
    ]
    note = (
        words("alarm.festivals", compared=words("list.sentences").join(said))
        if said
        else words("alarm.festivals_not_here")
    )
    return html.P(note, className="footnote")


def _months_table(trend: Trend) -> html.Div:
    words = trend.setting.words
    columns = [
        Column(words("evidence.period")),
        Column(words("alarm.this_year"), is_number=True),
        Column(words("alarm.interval"), is_number=True),
        Column(words("alarm.year_ago"), is_number=True),
        Column(words("alarm.adjusted"), is_number=True),
        Column(words("alarm_change.year"), is_number=True),
        Column(words("alarm.verdict")),
    ]
    rows: list[list[Children]] = []
    for row in reversed(trend.months):
        rows.append(
            [
                _month_name(row, trend),
                counted(row["alarm_count"], trend),
                _interval(row, trend) or words("table.absent"),
                counted(row["year_ago_count"], trend),
                counted(row["seasonally_adjusted"], trend),
                changed(row["year_ago_change"], trend),
                verdict_cell(row, trend, direction_of(trend.category)),
            ]
        )
    return data_table(words("alarm.months_label", category=words.of(trend.category)), columns, rows)


def _month_name(row: Row, trend: Trend) -> str:
    words, name = trend.setting.words, period_name(row, trend.setting.words)
    return name if row["is_complete"] else words("filter.incomplete", period=name)


def mix_panel(trend: Trend) -> Drawn:
    """What each first-level category adds to the change of all calls against what is compared with."""
    words = trend.setting.words
    rows = [row for row in trend.contributions if compared(row, "contribution", trend) is not None]
    heading, label = (
        words("alarm.mix"),
        words("alarm.mix_label", period=period_name(trend.period, words), against=words(f"against.{trend.against}")),
    )
    if not rows:
        return Drawn(heading, None, label, 0, notes=[empty(words("alarm.mix_none"))])
    # The largest first, whatever its sign.
    rows = sorted(rows, key=lambda row: -abs(compared(row, "contribution", trend)))
    steps = [_step(row, trend) for row in rows]
    whole = sum(step.addition for step in steps)
    total = words("alarm.whole")
    written = words("alarm.points", points=words.number(whole, 2, signed=True))
    columns = [
        Column(words("filter.category")),
        Column(words("alarm.this_year"), is_number=True),
        Column(words(f"against.{trend.against}"), is_number=True),
        Column(words("alarm.contribution"), is_number=True),
        Column(words("alarm.verdict")),
    ]
    table: list[list[Children]] = [
        [
            words.of(row),
            counted(row["alarm_count"], trend),
            counted(compared(row, "count", trend), trend),
            words("alarm.points", points=words.number(compared(row, "contribution", trend) * 100, 2, signed=True)),
            verdict_cell(row, trend, DIRECTION),
        ]
        for row in rows
    ]
    return Drawn(
        heading,
        waterfall(steps, whole=Step(total, whole, True, [total, written])),
        label,
        height(len(steps)),
        unit=words("alarm.mix_unit", against=words(f"against.{trend.against}")),
        notes=[
            html.P(words("alarm.mix_note"), className="footnote"),
            behind(
                words,
                "alarm-mix",
                table=data_table(label, columns, table),
                evidence=trend.setting.evidence(
                    table="marts.mart_alarm_mix",
                    row=rows[0],
                    more=[(words("evidence.formula"), words("alarm.mix_formula"))],
                ),
            ),
        ],
    )


def _step(row: Row, trend: Trend) -> Step:
    words = trend.setting.words
    points = compared(row, "contribution", trend) * 100
    name, verdict = words.of(row), compared(row, "verdict", trend)
    tooltip = [
        name,
        words("alarm.points", points=words.number(points, 2, signed=True)),
        words(
            "alarm.from_to",
            against=words(f"against.{trend.against}"),
            before=counted(compared(row, "count", trend), trend),
            now=counted(row["alarm_count"], trend),
        ),
        words(f"verdict.{verdict}") if verdict else words("verdict.none"),
    ]
    return Step(name, points, verdict in ("rise", "fall"), tooltip)
