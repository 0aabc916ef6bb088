"""The tables of the alarm trend: when and where, which changes are real, the areas below."""

from dash import html

from dashboards.components.attributes import Children, attributes
from dashboards.components.data import Column, data_table
from dashboards.components.navigation import area_link
from dashboards.components.notices import empty
from dashboards.components.when_where import when_where_map
from dashboards.page import query
from dashboards.pages.alarm_trend._cells import (
    changed,
    compared,
    counted,
    direction_of,
    shared_status,
    verdict_cell,
    why_no_verdict,
)
from dashboards.pages.alarm_trend._content import Trend
from dashboards.periods import period_name
from dashboards.serving import Row


def heat_section(trend: Trend) -> html.Section:
    """Parts of the day × kinds of place, as shares of the calls of which both are known."""
    words = trend.setting.words
    rows = [row for row in trend.when_and_where if row["share"] is not None]
    if not rows:
        told = "alarm.heat_none" if trend.has_when_and_where else "hot.when_none"
        key = "alarm.heat_small" if trend.when_and_where else told
        return html.Section([html.H2(words("alarm.heat")), empty(words(key))], className="panel panel-heat")
    named = words("hot.when", category=words.of(trend.category), period=period_name(trend.when_period, words))
    heading = html.H2(words("alarm.heat") if trend.when_period is trend.period else named)
    return html.Section(
        [
            heading,
            when_where_map(words, rows),
            trend.setting.line("marts.mart_alarm_when_where"),
        ],
        className="panel panel-heat",
    )


def changes_section(trend: Trend) -> html.Section:
    """Every group and first-level category against what is compared with; each leads to its own trend."""
    words, here = trend.setting.words, dict(trend.address.given)
    columns = [
        Column(words("filter.category")),
        Column(words("alarm.verdict")),
        Column(words(f"alarm_change.{trend.against}"), is_number=True),
        Column(period_name(trend.period, words), is_number=True),
        Column(words(f"against.{trend.against}"), is_number=True),
    ]
    shared = shared_status(trend.changes, trend)
    rows: list[list[Children]] = []
    for row in trend.changes:
        link = html.A(
            words.of(row),
            href=query(here | {"category": row["category_id"]}),
            id=f"category-{row['category_id']}",
            className="sub" if row["category_level"] == 2 else None,
            **attributes(data_in_place="yes"),
        )
        rows.append([link, *_changed(row, trend, direction_of(row), shared)])
    return html.Section(
        [
            html.H2(words("alarm.changes")),
            why_no_verdict(shared, trend),
            data_table(words(f"alarm_changes.{trend.against}"), columns, rows),
            trend.setting.line("marts.mart_alarm_trend"),
        ],
        className="panel panel-changes",
    )


def _changed(row: Row, trend: Trend, direction: str, shared: str | None) -> list[Children]:
    return [
        verdict_cell(row, trend, direction, shared=shared),
        changed(compared(row, "change", trend), trend),
        counted(row["alarm_count"], trend),
        counted(compared(row, "count", trend), trend),
    ]


def below_section(trend: Trend) -> html.Section | None:
    """The areas below on this category, the surest rise first."""
    if not trend.below:
        return None
    words, here = trend.setting.words, dict(trend.address.given)
    columns = [
        Column(words("filter.area")),
        Column(words("alarm.verdict")),
        Column(words(f"alarm_change.{trend.against}"), is_number=True),
        Column(period_name(trend.period, words), is_number=True),
        Column(words(f"against.{trend.against}"), is_number=True),
    ]
    shared = shared_status(trend.below, trend)
    rows: list[list[Children]] = []
    for row in trend.below:
        link = area_link(words, row, here)
        rows.append([link, *_changed(row, trend, direction_of(trend.category), shared)])
    return html.Section(
        [
            html.H2(words("alarm.below", category=words.of(trend.category))),
            why_no_verdict(shared, trend),
            data_table(words("alarm.below_caption"), columns, rows),
            trend.setting.line("marts.mart_alarm_trend"),
        ],
        className="panel panel-below",
    )
