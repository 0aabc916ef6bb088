"""What fills the response's frame: from what `_content` read to components and figures."""

from dash import html

from dashboards.components.attributes import Children, attributes
from dashboards.components.data import Column, behind, data_table, rate_cell
from dashboards.components.filters import Offered, Option, filter_view
from dashboards.components.navigation import area_link
from dashboards.components.notices import empty
from dashboards.components.panel import Drawn, panel_view
from dashboards.components.view import View, hidden
from dashboards.figures.ranked_dots import Dot, height, ranked_dots
from dashboards.figures.trend_lines import Line, Point, trend_lines
from dashboards.i18n import Words
from dashboards.page import query
from dashboards.pages.response._content import LIMITS, Response
from dashboards.periods import offered_periods, period_name
from dashboards.serving import Row
from dashboards.values import number, reason, share, share_interval

_HEIGHT = 320
_MOST_MONTHS = 36
_QUANTILES = ("p50", "p90")


def fill(response: Response) -> View:
    setting, words = response.setting, response.setting.words
    area = filter_view("area", setting.place.offered(words), of="response")
    label = View(attributes={"response-filters": {"aria-label": words("filter.heading")}})
    if response.period is None:
        unasked = filter_view("stage", None, of="response") | filter_view("period", None, of="response")
        undrawn = View({"response-stages": empty(words("response.none"))}, {"response-columns": hidden(True)})
        return setting.opening("response", subtitle=None, as_of=None) | area | label | unasked | undrawn
    stages = [Option(row["stage"], words(f"stage.{row['stage']}")) for row in response.stages]
    return (
        setting.opening("response", subtitle=period_name(response.period, words), as_of=response.stages[0]["as_of"])
        | area
        | label
        | filter_view("stage", Offered(words("response.stage"), stages, response.stage), of="response")
        | filter_view("period", offered_periods(response.periods, response.period, words), of="response")
        | View(
            {"response-stages": _stages(response), "response-categories": _categories(response)},
            {"response-columns": hidden(False)},
        )
        | panel_view("response-areas", _areas(response, response.period))
        | panel_view("response-months", _months(response))
    )


def _minutes(seconds: float, words: Words) -> str:
    return words("response.minutes", minutes=words.number(seconds / 60, 1))


def _quantile(row: Row, name: str, words: Words) -> Children:
    """A quantile with its interval; where it lies in an open band only what it is at least."""
    if row[name] is None:
        if row[f"{name}_at_least"] is not None and row["quantile_status"] == "ok":
            return words("response.at_least", minutes=_minutes(row[f"{name}_at_least"], words))
        return reason(words, row["quantile_status"]) if row["quantile_status"] else words("table.absent")
    if row[f"{name}_lower"] is None or row[f"{name}_upper"] is None:
        return _minutes(row[name], words)
    lower, upper = (words.number(row[f"{name}_{end}"] / 60, 1) for end in ("lower", "upper"))
    return rate_cell(_minutes(row[name], words), words("table.interval", lower=lower, upper=upper))


def _within(row: Row, words: Words) -> Children:
    """The share within the stage's limit; a stage without limit has none."""
    limit = LIMITS[row["stage"]]
    if limit is None:
        return words("response.no_limit")
    if row[f"share_{limit}"] is None:
        return reason(words, row["share_status"]) if row["share_status"] else words("table.absent")
    interval = share_interval(words, row[f"share_{limit}_lower"], row[f"share_{limit}_upper"])
    written = share(words, row[f"share_{limit}"])
    return rate_cell(written, interval) if interval else written


def _limit_name(stage: str, words: Words) -> str:
    limit = LIMITS[stage]
    if limit is None:
        return words("response.no_limit")
    return words("response.limit", minutes=words.number(limit / 60))


def _stages(response: Response) -> html.Section:
    """All stages of the area: how many in time, half and nine tenths of the calls by when."""
    words, here = response.setting.words, dict(response.address.given)
    columns = [
        Column(words("response.stage")),
        Column(words("response.standard")),
        Column(words("response.within"), is_number=True),
        *(Column(words(f"response.{name}"), is_number=True) for name in _QUANTILES),
        *(Column(words(f"response.{name}"), is_number=True) for name in ("timed", "not_recorded")),
    ]
    rows: list[list[Children]] = []
    for row in response.stages:
        link = html.A(
            words(f"stage.{row['stage']}"),
            href=query(here | {"stage": row["stage"]}),
            id=f"stage-{row['stage']}",
            **attributes(data_in_place="yes"),
        )
        rows.append(
            [
                link,
                _limit_name(row["stage"], words),
                _within(row, words),
                *(_quantile(row, name, words) for name in _QUANTILES),
                number(words, row["alarms"]),
                number(words, row["not_recorded"]),
            ]
        )
    return html.Section(
        [
            html.H2(words("response.stages")),
            data_table(words("response.stages_caption"), columns, rows),
            response.setting.line("marts.mart_response"),
        ],
        className="panel panel-stages",
    )


def _value(row: Row) -> tuple[float | None, float | None, float | None]:
    """What is drawn of a row: the share within the limit in per cent, of a stage without one the median in minutes."""
    limit = LIMITS[row["stage"]]
    name, by = (f"share_{limit}", 100.0) if limit is not None else ("p50", 1 / 60)
    found = [row[name], row[f"{name}_lower"], row[f"{name}_upper"]]
    value, lower, upper = (None if number is None else number * by for number in found)
    return value, lower, upper


def _unit(response: Response) -> str:
    return "%" if LIMITS[response.stage] is not None else response.setting.words("response.unit")


def _heading(key: str, response: Response) -> str:
    words = response.setting.words
    return words(key, stage=words(f"stage.{response.stage}"), standard=_limit_name(response.stage, words))


def _areas(response: Response, period: Row) -> Drawn:
    """The areas below, the best first."""
    words, here = response.setting.words, dict(response.address.given)
    heading, label = _heading("response.areas", response), _heading("response.areas_label", response)
    if not response.below:
        return Drawn(heading, None, label, 0, notes=[empty(words("response.no_areas"))])
    has_limit = LIMITS[response.stage] is not None
    measured = [(value, row) for row in response.below if (value := _value(row))[0] is not None]
    measured.sort(key=lambda pair: -(pair[0][0] or 0) if has_limit else (pair[0][0] or 0))
    dots = [
        Dot(
            name=words.of(row),
            value=value or 0.0,
            lower=lower,
            upper=upper,
            series=None,
            tooltip=[
                f"<b>{words.of(row)}</b>",
                _said(row, words),
                words("response.of_calls", count=number(words, row["alarms"])),
            ],
        )
        for (value, lower, upper), row in measured
    ]
    whole = next((row for row in response.stages if row["stage"] == response.stage), None)
    level = _value(whole)[0] if whole is not None else None
    figure = ranked_dots(
        dots,
        whole=level,
        whole_label="" if whole is None else words("dots.whole", value=_said(whole, words)),
    )
    columns = [
        Column(words("filter.area")),
        Column(words("response.within"), is_number=True),
        *(Column(words(f"response.{name}"), is_number=True) for name in _QUANTILES),
        *(Column(words(f"response.{name}"), is_number=True) for name in ("timed", "not_recorded")),
    ]
    drawn = [row for _, row in measured]
    ordered = [row for row in response.below if row not in drawn] + drawn[::-1]
    table: list[list[Children]] = [
        [
            area_link(words, row, here),
            _within(row, words),
            *(_quantile(row, name, words) for name in _QUANTILES),
            number(words, row["alarms"]),
            number(words, row["not_recorded"]),
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
            data_table(words("response.areas_caption", period=period_name(period, words)), columns, table),
            response.setting.line("marts.mart_response"),
        ],
    )


def _said(row: Row, words: Words) -> str:
    """What is drawn of a row, in words."""
    value = _value(row)[0]
    if value is None:
        return words("table.absent")
    has_limit = LIMITS[row["stage"]] is not None
    return words("unit.share", value=words.number(value, 1)) if has_limit else _minutes(value * 60, words)


def _months(response: Response) -> Drawn:
    words, rows = response.setting.words, response.months[-_MOST_MONTHS:]
    heading, label = _heading("response.months", response), _heading("response.months_label", response)
    points = []
    for row in rows:
        value, lower, upper = _value(row)
        tooltip = [f"<b>{period_name(row, words)}</b>", _said(row, words)]
        points.append(Point(row["period_start"], value, lower, upper, bool(row["is_complete"]), False, tooltip))
    if all(point.value is None for point in points):
        return Drawn(heading, None, label, 0, notes=[empty(words("response.no_months"))])
    columns = [
        Column(words("evidence.period")),
        Column(words("response.within"), is_number=True),
        *(Column(words(f"response.{name}"), is_number=True) for name in _QUANTILES),
        Column(words("response.timed"), is_number=True),
    ]
    table: list[list[Children]] = [
        [
            period_name(row, words),
            _within(row, words),
            *(_quantile(row, name, words) for name in _QUANTILES),
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


def _categories(response: Response) -> html.Section | None:
    if not response.categories:
        return None
    words = response.setting.words
    columns = [
        Column(words("filter.category")),
        Column(words("response.within"), is_number=True),
        *(Column(words(f"response.{name}"), is_number=True) for name in _QUANTILES),
        Column(words("response.timed"), is_number=True),
    ]
    rows: list[list[Children]] = [
        [
            words.of(row),
            _within(row, words),
            *(_quantile(row, name, words) for name in _QUANTILES),
            number(words, row["alarms"]),
        ]
        for row in response.categories
    ]
    return html.Section(
        [
            html.H2(_heading("response.categories", response)),
            data_table(words("response.categories_caption"), columns, rows),
            response.setting.line("marts.mart_response"),
        ],
        className="panel panel-categories",
    )
