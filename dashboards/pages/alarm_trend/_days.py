"""Day by day: the last year as a calendar, months × days, a heat map that is a table."""

from dash import html

from dashboards.components.attributes import Children
from dashboards.components.data import Column, behind, data_table
from dashboards.components.heat import Cell, heat_map
from dashboards.components.notices import empty
from dashboards.pages.alarm_trend._cells import counted
from dashboards.pages.alarm_trend._content import Trend
from dashboards.serving import Row

_NAME = "alarm-days"
_MONTHS = "M"
# Days around Spring Festival that are named by it, as the forty days of the travel season are.
_NEAR_FESTIVAL = 25


def days_section(trend: Trend) -> html.Section:
    """Calls of each day; days off are marked. No day is judged: single days scatter too much."""
    words, days = trend.setting.words, trend.days
    heading, classes = words("days.heading"), "panel panel-days"
    if not days.rows:
        return html.Section([html.H2(heading), empty(words(f"days.{days.why_none}"))], className=classes)
    months = {
        f"{row['calendar_date']:%Y-%m}": words.period(_MONTHS, f"{row['calendar_date']:%Y-%m}") for row in days.rows
    }
    label = words(
        "days.label",
        category=words.of(trend.category),
        first=words.day(days.rows[0]["calendar_date"]),
        last=words.day(days.rows[-1]["calendar_date"]),
    )
    columns = [
        Column(words("days.day")),
        Column(words("alarm.this_year"), is_number=True),
        Column(words("days.week_mean"), is_number=True),
        Column(words("days.year_ago_week"), is_number=True),
        Column(words("days.year_ago"), is_number=True),
        Column(words("days.year_ago_festival"), is_number=True),
    ]
    return html.Section(
        [
            html.H2([heading, html.Span(words("days.unit"), className="unit")]),
            heat_map(
                words("days.caption", label=label),
                words("days.corner"),
                columns=[(str(day), str(day)) for day in range(1, 32)],
                rows=list(months.items()),
                cells={
                    (f"{row['calendar_date']:%Y-%m}", str(row["calendar_date"].day)): _cell(row, trend)
                    for row in days.rows
                    if row["alarm_count"] is not None
                },
                absent="",
                is_wide=True,
            ),
            html.P(words("days.note"), className="footnote"),
            behind(
                words,
                _NAME,
                table=data_table(label, columns, [_table_row(row, trend) for row in reversed(days.rows)]),
                evidence=trend.setting.evidence(
                    table="marts.mart_alarm_daily",
                    row=days.rows[-1],
                    more=[(words("evidence.numerator"), words("alarm.counted", category=words.of(trend.category)))],
                ),
            ),
        ],
        className=classes,
    )


def _named(row: Row, trend: Trend) -> str:
    """The day, its place in the week, and what makes it no ordinary one."""
    words, day = trend.setting.words, row["calendar_date"]
    said = [words.day(day), words(f"weekday.{day.isoweekday()}")]
    if row["is_working_day"] is False:
        said.append(words("days.off"))
    if row["cny_offset"] is not None and abs(row["cny_offset"]) <= _NEAR_FESTIVAL:
        said.append(words("days.festival", days=words.number(row["cny_offset"], 0, signed=True)))
    if not row["is_complete"]:
        said.append(words("days.incomplete"))
    return words.listed(said)


def _cell(row: Row, trend: Trend) -> Cell:
    words = trend.setting.words
    mean = row["previous_7_day_mean"]
    title = words(
        "days.cell",
        day=_named(row, trend),
        count=words.number(row["alarm_count"]),
        mean=words("table.absent") if mean is None else words.number(mean, 1),
        before=counted(row["year_ago_week_count"], trend),
    )
    return Cell(
        row["alarm_count"],
        words.number(row["alarm_count"]),
        is_total=False,
        title=title,
        is_marked=row["is_working_day"] is False,
    )


def _table_row(row: Row, trend: Trend) -> list[Children]:
    words, mean = trend.setting.words, row["previous_7_day_mean"]
    return [
        _named(row, trend),
        counted(row["alarm_count"], trend),
        words("table.absent") if mean is None else words.number(mean, 1),
        counted(row["year_ago_week_count"], trend),
        counted(row["year_ago_count"], trend),
        counted(row["year_ago_festival_count"], trend),
    ]
