"""The tables of the alarm trend: when and where, which changes are real, the areas below."""

from dash import html

from dashboards.components.attributes import Children, attributes
from dashboards.components.data import Column, data_table
from dashboards.components.heat import Cell, heat_map
from dashboards.components.navigation import area_link
from dashboards.components.notices import empty
from dashboards.page import query
from dashboards.pages.alarm_trend._cells import changed, counted, direction_of, verdict_cell
from dashboards.pages.alarm_trend._content import Trend
from dashboards.periods import period_name
from dashboards.serving import Row

_ALL = "all"


def heat_section(trend: Trend) -> html.Section:
    """Parts of the day × kinds of place, as shares of the calls of which both are known."""
    words, heading = trend.setting.words, html.H2(trend.setting.words("alarm.heat"))
    rows = [row for row in trend.when_and_where if row["share"] is not None]
    if not rows:
        key = "alarm.heat_small" if trend.when_and_where else "alarm.heat_none"
        return html.Section([heading, empty(words(key))], className="panel panel-heat")
    found = {(row["place_type"], row["hour_band"]): row for row in rows}
    places = sorted({key[0] for key in found} - {_ALL}, key=lambda name: (-_share(found, (name, _ALL)), name))
    bands = sorted({key[1] for key in found} - {_ALL})
    # The city that records neither has only one of the two.
    across = [*bands, *([_ALL] if any(key[1] == _ALL for key in found) else [])]
    down = [*places, *([_ALL] if any(key[0] == _ALL for key in found) else [])]
    known = next((row for key, row in found.items() if _ALL not in key), rows[0])
    caption = words(
        "alarm.heat_caption", known=words.number(known["known_count"]), total=words.number(known["total_count"])
    )
    cells = {
        key: Cell(row["share"], words("unit.share", value=words.number(row["share"] * 100, 1)), is_total=_ALL in key)
        for key, row in found.items()
    }
    names = {_ALL: words("alarm.everywhere")}
    return html.Section(
        [
            heading,
            heat_map(
                caption,
                words("alarm.place"),
                columns=[(band, words("alarm.all_day") if band == _ALL else band) for band in across],
                rows=[(place, names.get(place) or words.term(place)) for place in down],
                cells=cells,
                absent=words("table.absent"),
            ),
            trend.setting.line("marts.mart_alarm_when_where"),
        ],
        className="panel panel-heat",
    )


def _share(rows: dict[tuple[str, str], Row], key: tuple[str, str]) -> float:
    return float(rows[key]["share"]) if key in rows else 0.0


def changes_section(trend: Trend) -> html.Section:
    """Every group and first-level category against a year before; each leads to its own trend."""
    words, here = trend.setting.words, dict(trend.address.given)
    columns = [
        Column(words("filter.category")),
        Column(words("alarm.verdict")),
        Column(words("alarm.change"), is_number=True),
        Column(period_name(trend.period, words), is_number=True),
        Column(words("alarm.year_ago"), is_number=True),
    ]
    rows: list[list[Children]] = []
    for row in trend.changes:
        link = html.A(
            words.of(row),
            href=query(here | {"category": row["category_id"]}),
            id=f"category-{row['category_id']}",
            className="sub" if row["category_level"] == 2 else None,
            **attributes(data_in_place="yes"),
        )
        rows.append([link, *_changed(row, trend, direction_of(row))])
    return html.Section(
        [
            html.H2(words("alarm.changes")),
            data_table(words("alarm.changes_caption"), columns, rows),
            trend.setting.line("marts.mart_alarm_trend"),
        ],
        className="panel panel-changes",
    )


def _changed(row: Row, trend: Trend, direction: str) -> list[Children]:
    return [
        verdict_cell(row, trend, direction),
        changed(row["year_ago_change"], trend),
        counted(row["alarm_count"], trend),
        counted(row["year_ago_count"], trend),
    ]


def below_section(trend: Trend) -> html.Section | None:
    """The areas below on this category, the surest rise first."""
    if not trend.below:
        return None
    words, here = trend.setting.words, dict(trend.address.given)
    columns = [
        Column(words("filter.area")),
        Column(words("alarm.verdict")),
        Column(words("alarm.change"), is_number=True),
        Column(period_name(trend.period, words), is_number=True),
        Column(words("alarm.year_ago"), is_number=True),
    ]
    rows: list[list[Children]] = []
    for row in trend.below:
        link = area_link(words, row, here)
        rows.append([link, *_changed(row, trend, direction_of(trend.category))])
    return html.Section(
        [
            html.H2(words("alarm.below", category=words.of(trend.category))),
            data_table(words("alarm.below_caption"), columns, rows),
            trend.setting.line("marts.mart_alarm_trend"),
        ],
        className="panel panel-below",
    )
