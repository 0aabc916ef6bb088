"""What fills the alarm trend's frame: from what `_content` read to components and figures."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.components.attributes import Children, attributes
from dashboards.components.data import Column, behind, data_table
from dashboards.components.filters import Offered, Option, filter_view
from dashboards.components.heat import Cell, heat_map
from dashboards.components.navigation import area_link
from dashboards.components.notices import empty
from dashboards.components.panel import Drawn, panel_view
from dashboards.components.verdict import verdict_mark
from dashboards.components.view import View
from dashboards.figures.trend_lines import Line, Point, trend_lines
from dashboards.figures.waterfall import Step, height, waterfall
from dashboards.page import query
from dashboards.pages.alarm_trend._content import Trend
from dashboards.periods import offered_periods, period_name
from dashboards.serving import Row
from dashboards.values import reason

FILTERS = {"area": (), "category": (), "type": ("period",), "period": ()}
_MONTHS_HEIGHT = 360
# Months drawn: three years, so that the season can be seen.
_MOST_MONTHS = 36
_ALL = "all"
# Fewer calls are better of every category but the whole, which grows as people trust the line.
_DIRECTION = "down_good"


def fill(trend: Trend) -> View:
    setting, words = trend.setting, trend.setting.words
    subtitle = words("alarm.subtitle", category=words.of(trend.category), period=period_name(trend.period, words))
    return (
        setting.opening("alarm_trend", subtitle=subtitle, as_of=trend.months[-1]["as_of"])
        | View(
            {
                "alarm-heat": _heat(trend),
                "alarm-changes": _changes(trend),
                "alarm-below": _below(trend),
            },
            {"alarm_trend-filters": {"aria-label": words("filter.heading")}},
        )
        | _filters(trend)
        | panel_view("alarm-months", _months(trend))
        | panel_view("alarm-mix", _mix(trend))
    )


def _filters(trend: Trend) -> View:
    words, place = trend.setting.words, trend.setting.place
    categories = [Option(row["category_id"], words.of(row)) for row in trend.categories]
    types = [Option(kind, words(f"period_type.{kind}")) for kind in trend.types]
    offered = {
        "area": place.offered(words),
        "category": Offered(words("filter.category"), categories, trend.category["category_id"]),
        "type": Offered(words("filter.period_type"), types, trend.period["period_type"]),
        "period": offered_periods(trend.periods, trend.period, words),
    }
    view = View()
    for name, filter_ in offered.items():
        view |= filter_view(name, filter_, of="alarm_trend")
    return view


def _direction(category: Row) -> str:
    return "context" if category["category_level"] == 0 else _DIRECTION


def _count(value: float | None, trend: Trend) -> str:
    words = trend.setting.words
    return words("table.absent") if value is None else words.number(value)


def _months(trend: Trend) -> Drawn:
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
    tooltip = [f"<b>{month}</b>", words("alarm.point", name=name, count=_count(value, trend))]
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


def _months_table(trend: Trend) -> html.Div:
    words = trend.setting.words
    columns = [
        Column(words("evidence.period")),
        Column(words("alarm.this_year"), is_number=True),
        Column(words("alarm.interval"), is_number=True),
        Column(words("alarm.year_ago"), is_number=True),
        Column(words("alarm.adjusted"), is_number=True),
        Column(words("alarm.change"), is_number=True),
        Column(words("alarm.verdict")),
    ]
    rows: list[list[Children]] = []
    for row in reversed(trend.months):
        rows.append(
            [
                _month_name(row, trend),
                _count(row["alarm_count"], trend),
                _interval(row, trend) or words("table.absent"),
                _count(row["year_ago_count"], trend),
                _count(row["seasonally_adjusted"], trend),
                _percent(row["year_ago_change"], trend),
                _verdict(row, trend, _direction(trend.category)),
            ]
        )
    return data_table(words("alarm.months_label", category=words.of(trend.category)), columns, rows)


def _month_name(row: Row, trend: Trend) -> str:
    words, name = trend.setting.words, period_name(row, trend.setting.words)
    return name if row["is_complete"] else words("filter.incomplete", period=name)


def _percent(change: float | None, trend: Trend) -> str:
    words = trend.setting.words
    if change is None:
        return words("table.absent")
    return words("change.percent", change=words.number(change * 100, 1, signed=True))


def _verdict(row: Row, trend: Trend, direction: str) -> Children:
    words = trend.setting.words
    if row["year_ago_verdict"] is None:
        said = words("verdict.not_said", reason=reason(words, row["year_ago_status"]))
        return html.Span(said, className="verdict none")
    return verdict_mark(words, row["year_ago_verdict"], direction)


def _mix(trend: Trend) -> Drawn:
    """What each first-level category adds to the change of all calls against a year before."""
    words = trend.setting.words
    rows = [row for row in trend.contributions if row["year_ago_contribution"] is not None]
    heading, label = words("alarm.mix"), words("alarm.mix_label", period=period_name(trend.period, words))
    if not rows:
        return Drawn(heading, None, label, 0, notes=[empty(words("alarm.mix_none"))])
    # The largest first, whatever its sign.
    rows = sorted(rows, key=lambda row: -abs(row["year_ago_contribution"]))
    steps = [_step(row, trend) for row in rows]
    whole = sum(step.addition for step in steps)
    total = words("alarm.whole")
    written = words("alarm.points", points=words.number(whole, 2, signed=True))
    columns = [
        Column(words("filter.category")),
        Column(words("alarm.this_year"), is_number=True),
        Column(words("alarm.year_ago"), is_number=True),
        Column(words("alarm.contribution"), is_number=True),
        Column(words("alarm.verdict")),
    ]
    table: list[list[Children]] = [
        [
            words.of(row),
            _count(row["alarm_count"], trend),
            _count(row["year_ago_count"], trend),
            words("alarm.points", points=words.number(row["year_ago_contribution"] * 100, 2, signed=True)),
            _verdict(row, trend, _DIRECTION),
        ]
        for row in rows
    ]
    return Drawn(
        heading,
        waterfall(steps, whole=Step(total, whole, True, [f"<b>{total}</b>", written])),
        label,
        height(len(steps)),
        unit=words("alarm.mix_unit"),
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
    points = row["year_ago_contribution"] * 100
    name, verdict = words.of(row), row["year_ago_verdict"]
    tooltip = [
        f"<b>{name}</b>",
        words("alarm.points", points=words.number(points, 2, signed=True)),
        words("alarm.from_to", before=_count(row["year_ago_count"], trend), now=_count(row["alarm_count"], trend)),
        words(f"verdict.{verdict}") if verdict else words("verdict.none"),
    ]
    return Step(name, points, verdict in ("rise", "fall"), tooltip)


def _heat(trend: Trend) -> html.Section:
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
                rows=[(place, names.get(place, place)) for place in down],
                cells=cells,
                absent=words("table.absent"),
            ),
            trend.setting.line("marts.mart_alarm_when_where"),
        ],
        className="panel panel-heat",
    )


def _share(rows: dict[tuple[str, str], Row], key: tuple[str, str]) -> float:
    return float(rows[key]["share"]) if key in rows else 0.0


def _changes(trend: Trend) -> html.Section:
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
        rows.append([link, *_changed(row, trend, _direction(row))])
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
        _verdict(row, trend, direction),
        _percent(row["year_ago_change"], trend),
        _count(row["alarm_count"], trend),
        _count(row["year_ago_count"], trend),
    ]


def _below(trend: Trend) -> html.Section | None:
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
        rows.append([link, *_changed(row, trend, _direction(trend.category))])
    return html.Section(
        [
            html.H2(words("alarm.below", category=words.of(trend.category))),
            data_table(words("alarm.below_caption"), columns, rows),
            trend.setting.line("marts.mart_alarm_trend"),
        ],
        className="panel panel-below",
    )
