"""The figures of the response: areas below, and the stage by month."""

from dash import html

from dashboards.components.attributes import Children
from dashboards.components.data import Column, behind, data_table
from dashboards.components.navigation import area_link
from dashboards.components.notices import empty
from dashboards.components.panel import Drawn
from dashboards.components.point import key_of
from dashboards.figures.ranked_dots import Dot, height, ranked_dots
from dashboards.figures.trend_lines import Line, Point, trend_lines
from dashboards.i18n import Words
from dashboards.pages.response._cells import QUANTILES, heading_of, quantile_cell, said_of, value_of, within_cell
from dashboards.pages.response._content import LIMITS, Response
from dashboards.periods import period_name
from dashboards.serving import Row
from dashboards.values import number

_HEIGHT = 320
_MOST_MONTHS = 36


def _unit(response: Response) -> str:
    return "%" if LIMITS[response.stage] is not None else response.setting.words("response.unit")


def areas_panel(response: Response, period: Row) -> Drawn:
    """The areas below, the best first."""
    words, here, points = response.setting.words, dict(response.address.given), response.points
    heading, label = heading_of("response.areas", response), heading_of("response.areas_label", response)
    if not response.below:
        return Drawn(heading, None, label, 0, notes=[empty(words("response.no_areas"))])
    has_limit = LIMITS[response.stage] is not None
    measured = [(value, row) for row in response.below if (value := value_of(row))[0] is not None]
    measured.sort(key=lambda pair: -(pair[0][0] or 0) if has_limit else (pair[0][0] or 0))
    dots = [
        Dot(
            name=words.of(row),
            value=value or 0.0,
            lower=lower,
            upper=upper,
            series=points.series(row["area_id"]),
            href=points.href(row["area_id"]),
            tooltip=[
                words.of(row),
                said_of(row, words),
                words("response.of_calls", count=number(words, row["alarms"])),
            ],
        )
        for (value, lower, upper), row in measured
    ]
    whole = next((row for row in response.stages if row["stage"] == response.stage), None)
    level = value_of(whole)[0] if whole is not None else None
    figure = ranked_dots(
        dots,
        whole=level,
        whole_label="" if whole is None else words("dots.whole", value=said_of(whole, words)),
    )
    columns = [
        Column(words("filter.area")),
        Column(words("response.within"), is_number=True),
        *(Column(words(f"response.{name}"), is_number=True) for name in QUANTILES),
        *(Column(words(f"response.{name}"), is_number=True) for name in ("timed", "not_recorded")),
        Column(words("evidence.heading")),
    ]
    drawn = [row for _, row in measured]
    ordered = [row for row in response.below if row not in drawn] + drawn[::-1]
    table: list[list[Children]] = [
        [
            area_link(words, row, here),
            within_cell(row, words),
            *(quantile_cell(row, name, words) for name in QUANTILES),
            number(words, row["alarms"]),
            number(words, row["not_recorded"]),
            points.opener(row["area_id"], words.of(row)),
        ]
        for row in ordered
    ]
    return Drawn(
        heading,
        figure if dots else None,
        label,
        height(len(dots)),
        unit=_unit(response),
        lead=html.P(words("dots.note"), className="footnote"),
        notes=[
            _point(response, period),
            data_table(words("response.areas_caption", period=period_name(period, words)), columns, table),
            response.setting.line("marts.mart_response"),
        ],
    )


def _point(response: Response, period: Row) -> html.Section | None:
    """What the open point rests on."""
    words, points = response.setting.words, response.points
    row = next((row for row in response.below if points.is_open(row["area_id"])), None)
    if row is None:
        return None
    limit = LIMITS[response.stage]
    found: list[tuple[str, Children]] = [
        (words("evidence.value"), within_cell(row, words) if limit is not None else quantile_cell(row, "p50", words)),
        (words("evidence.numerator"), _counted(row[f"within_{limit}"], "response.numerator", words) if limit else None),
        (words("evidence.denominator"), _counted(row["alarms"], "response.denominator", words)),
        (words("response.not_recorded"), number(words, row["not_recorded"])),
        (words("evidence.interval"), words("response.interval")),
        (words("evidence.scope"), heading_of("response.areas", response)),
        (words("evidence.period"), period_name(period, words)),
        (words("evidence.row"), key_of(row, "area_id", "category_id", "period_type", "period_id", "stage")),
    ]
    evidence = response.setting.evidence(table="marts.mart_response", row=row, more=found, area=row)
    return points.card(words("point.of", area=words.of(row)), evidence)


def _counted(value: float | None, meaning: str, words: Words) -> str:
    return words("evidence.counted", count=number(words, value), meaning=words(meaning))


def months_panel(response: Response) -> Drawn:
    words, rows = response.setting.words, response.months[-_MOST_MONTHS:]
    heading, label = heading_of("response.months", response), heading_of("response.months_label", response)
    points = []
    for row in rows:
        value, lower, upper = value_of(row)
        tooltip = [period_name(row, words), said_of(row, words)]
        points.append(Point(row["period_start"], value, lower, upper, bool(row["is_complete"]), False, tooltip))
    if all(point.value is None for point in points):
        return Drawn(heading, None, label, 0, notes=[empty(words("response.no_months"))])
    columns = [
        Column(words("evidence.period")),
        Column(words("response.within"), is_number=True),
        *(Column(words(f"response.{name}"), is_number=True) for name in QUANTILES),
        Column(words("response.timed"), is_number=True),
    ]
    table: list[list[Children]] = [
        [
            period_name(row, words),
            within_cell(row, words),
            *(quantile_cell(row, name, words) for name in QUANTILES),
            number(words, row["alarms"]),
        ]
        for row in reversed(response.months)
    ]
    evidence = response.setting.evidence(
        table="marts.mart_response",
        row=rows[-1],
        more=[
            (words("evidence.numerator"), words("response.numerator")),
            (words("evidence.denominator"), words("response.denominator")),
            (words("evidence.interval"), words("response.interval")),
        ],
    )
    return Drawn(
        heading,
        trend_lines([Line(words(f"stage.{response.stage}"), 0, points)], from_zero=False),
        label,
        _HEIGHT,
        unit=_unit(response),
        notes=[
            html.P(words("response.months_note"), className="footnote"),
            behind(words, "response-months", table=data_table(label, columns, table), evidence=evidence),
        ],
    )
