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
# Days around Spring Festival that are named by it, as the forty days of the travel season are.
_NEAR_FESTIVAL = 25


def days_section(trend: Trend) -> html.Section:
    """Calls of each day; days off are marked. No day is judged: single days scatter too much."""
    words, days = trend.setting.words, trend.days
    heading, classes = words("days.heading"), "panel panel-days"
    if not days.rows:
        return html.Section([html.H2(heading), empty(words(f"days.{days.why_none}"))], className=classes)
    months = {f"{row['calendar_date']:%Y-%m}": words.period("M", f"{row['calendar_date']:%Y-%m}") for row in days.rows}
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
                },
                absent="",
                is_wide=True,
            ),
            *_marks(trend),
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


def _marks(trend: Trend) -> list[html.P]:
    """What the marks of cells say, of those that there are."""
    words, rows = trend.setting.words, trend.days.rows
    said = []
    if any(row["is_working_day"] is False for row in rows):
        said.append(words("days.marked"))
    if not all(row["is_complete"] for row in rows):
        said.append(words("days.dashes"))
    return [html.P(sentence, className="footnote") for sentence in said]


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
    """The calls of a day; of one that was not collected whole the count stands in its tooltip alone."""
    words, mean, is_off = trend.setting.words, row["previous_7_day_mean"], row["is_working_day"] is False
    title = words(
        "days.cell",
        day=_named(row, trend),
        count=words.number(row["alarm_count"]),
        mean=words("table.absent") if mean is None else words.number(mean, 1),
        before=counted(row["year_ago_week_count"], trend),
    )
    if not row["is_complete"]:
        return Cell(None, words("table.absent"), is_total=False, title=title)
    return Cell(row["alarm_count"], words.number(row["alarm_count"]), is_total=False, title=title, is_marked=is_off)


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
