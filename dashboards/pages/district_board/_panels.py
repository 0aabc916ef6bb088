"""The board's three figures, from its rows to panels."""

from dataclasses import replace

from dash import html

from dashboards.components.area_map import MapArea, area_map, classes
from dashboards.components.attributes import Children
from dashboards.components.data import Column, data_table, opens, rate_cell
from dashboards.components.legend import map_legend
from dashboards.components.notices import empty
from dashboards.components.outline import outlines
from dashboards.components.panel import Drawn
from dashboards.figures.ranked_dots import Dot, height, ranked_dots
from dashboards.figures.trend_lines import Line, Point, trend_lines
from dashboards.pages.district_board._address import MOST_AREAS, Address
from dashboards.pages.district_board._board import Content
from dashboards.pages.district_board._choice import View
from dashboards.serving import Row
from dashboards.values import Written

_MAP_HEIGHT = 380
_TREND_HEIGHT = 340


def _tooltip(row: Row, name: str, written: Written) -> list[str]:
    """What is told of a number on a plot, line by line."""
    return [name, *_stands_on(row, written)]


def _stands_on(row: Row, written: Written) -> list[str]:
    words, lines = written.words, []
    if row["value"] is None:
        lines.append(words("table.suppressed" if row["is_suppressed"] else "table.absent"))
    else:
        lines.append(written.value(row["value"]) + ("" if written.is_share else f" {written.unit}"))
    if interval := written.interval(row):
        lines.append(words("tooltip.interval", interval=interval))
    if (base := written.base(row)) and row["denominator"] is not None:
        lines.append(words("tooltip.base", base=base))
    return lines


def _ranked_tooltip(row: Row, written: Written) -> list[str]:
    return [written.words.of(row, "area_name"), *_is_ranked_by(row, written)]


def _is_ranked_by(row: Row, written: Written) -> list[str]:
    lines = _stands_on(row, written)
    if row["rank"] is not None:
        lines.append(written.words("tooltip.rank", rank=written.rank(row)))
    elif reason := row["unranked_reason"] or row["suppression_reason"]:
        lines.append(written.words("table.unranked_reason", reason=written.reason(reason)))
    return lines


def _within(area_id: str, address: Address) -> str:
    """The board of an area's parts."""
    return replace(address, area=area_id, level=None, scope=None, areas=None).search()


def map_panel(content: Content, view: View, written: Written, address: Address) -> Drawn:
    words = written.words
    heading = words("map.heading")
    label = words("map.label", indicator=words.of(written.indicator), period=period_name(view, written))
    if not content.outlines:
        return Drawn(heading, None, label, _MAP_HEIGHT, notes=[empty(words("map.none"))])
    drawn = outlines({row["area_id"]: row["geometry"] for row in content.outlines})
    areas = [
        MapArea(
            row["area_id"],
            None if row["rank"] is None else row["value"],
            [words.of(row, "area_name"), *_is_ranked_by(row, written)],
            _within(row["area_id"], address) if row["area_id"] in content.divided else None,
        )
        for row in content.rows
        if row["area_id"] in drawn.paths
    ]
    map_classes = classes([area.value for area in areas if area.value is not None])
    missing = len(content.rows) - len(areas)
    return Drawn(
        heading,
        area_map(areas, drawn, map_classes, highlighted=content.chosen),
        label,
        _MAP_HEIGHT,
        unit=written.unit,
        notes=[
            map_legend(
                map_classes, [area.value for area in areas], words, written.bare, without=words("map.legend_unranked")
            ),
            html.P(words("map.some_missing", count=missing), className="footnote") if missing else None,
        ],
    )


def dots_panel(content: Content, written: Written) -> Drawn:
    words = written.words
    dots = [
        Dot(
            name=f"{row['rank']}  {words.of(row, 'area_name')}",
            value=_known(written.plotted(row["value"])),
            lower=written.plotted(row["lower"]),
            upper=written.plotted(row["upper"]),
            series=content.chosen.index(row["area_id"]) if row["area_id"] in content.chosen else None,
            tooltip=_ranked_tooltip(row, written),
        )
        for row in content.ranked
    ]
    without = next((row["interval_status"] for row in content.ranked if row["lower"] is None), None)
    has_intervals = any(dot.lower is not None for dot in dots)
    heading = words("dots.heading" if has_intervals else "dots.heading_no_interval")
    label = words("dots.label", indicator=words.of(written.indicator))
    if not dots:
        return Drawn(heading, None, label, height(0), notes=[empty(words("dots.none"))])
    # The whole of a count is a sum, not a level to stand above or below.
    has_level = content.whole is not None and not written.is_count
    whole = content.whole["value"] if has_level and content.whole else None
    figure = ranked_dots(
        dots,
        whole=written.plotted(whole),
        whole_label=words("dots.whole", value=written.value(whole)) if whole is not None else "",
    )
    note = words("dots.note_no_interval", reason=written.reason(without)) if without else words("dots.note")
    return Drawn(
        heading,
        figure,
        label,
        height(len(dots)),
        unit=written.unit,
        lead=html.P(note, className="footnote"),
    )


def _known(value: float | None) -> float:
    assert value is not None, "a ranked area has a value"
    return value


def trend_panel(content: Content, written: Written) -> Drawn:
    words = written.words
    heading = words("trend.heading")
    label = words("trend.label", indicator=words.of(written.indicator))
    lines = [
        line
        for series, area_id in enumerate(content.chosen)
        if (line := _line(content, area_id, series, written)).points
    ]
    if not lines:
        return Drawn(heading, None, label, _TREND_HEIGHT, notes=[empty(words("trend.none"))])
    sentences = [words("trend.note", most=MOST_AREAS)]
    if len(content.calendar) == 1:
        sentences.append(words("trend.one_period"))
    sentences += _redrawn(content, written)
    return Drawn(
        heading,
        trend_lines(lines, from_zero=not written.is_share),
        label,
        _TREND_HEIGHT,
        unit=written.unit,
        notes=[
            *(html.P(sentence, className="footnote") for sentence in sentences),
            opens("trend-data", words("data.view"), _history_table(content, label, written)),
        ],
    )


def _history_table(content: Content, caption: str, written: Written) -> html.Div:
    """The values drawn with their intervals, the newest period first."""
    words = written.words
    names = {row["area_id"]: words.of(row, "area_name") for row in content.rows}
    columns = [Column(words("evidence.period")), *(Column(names[area], is_number=True) for area in content.chosen)]
    found = {(row["chosen_area_id"], row["period_id"]): row for row in content.histories}
    rows: list[list[Children]] = []
    for period in reversed(content.calendar):
        cells = [_history_cell(found.get((area, period["period_id"])), written) for area in content.chosen]
        rows.append([words.period(period["period_type"], period["period_id"]), *cells])
    return data_table(caption, columns, rows)


def _history_cell(row: Row | None, written: Written) -> Children:
    if row is None or row["value"] is None:
        return written.words("table.absent" if row is None or not row["is_suppressed"] else "table.suppressed")
    interval = written.interval(row)
    said = written.value(row["value"])
    if not row["is_complete"]:
        said = written.words("filter.incomplete", period=said)
    return rate_cell(said, interval) if interval else said


def _line(content: Content, area_id: str, series: int, written: Written) -> Line:
    """One line over the whole calendar: a period without row, or the first of new bounds, breaks it."""
    name = next(written.words.of(row, "area_name") for row in content.rows if row["area_id"] == area_id)
    history = {row["period_id"]: row for row in content.histories if row["chosen_area_id"] == area_id}
    points: list[Point] = []
    version: str | None = None
    for period in content.calendar:
        row = history.get(period["period_id"])
        if row is None:
            points.append(Point(period["period_start"], None, None, None, True, False, ()))
            continue
        is_redrawn = version is not None and row["area_id"] != version
        if is_redrawn:
            points.append(Point(period["period_start"], None, None, None, True, False, ()))
        version = row["area_id"]
        points.append(_point(row, name, written, is_redrawn=is_redrawn))
    return Line(name, series, points if version is not None else [])


def _point(row: Row, name: str, written: Written, *, is_redrawn: bool) -> Point:
    words = written.words
    tooltip = [*_tooltip(row, name, written), words.period(row["period_type"], row["period_id"])]
    if is_redrawn:
        tooltip.append(words("trend.redrawn_mark"))
    if not row["is_complete"]:
        tooltip.append(words("trend.incomplete_mark"))
    return Point(
        start=row["period_start"],
        value=written.plotted(row["value"]),
        lower=written.plotted(row["lower"]),
        upper=written.plotted(row["upper"]),
        is_complete=bool(row["is_complete"]),
        is_redrawn=is_redrawn,
        tooltip=tooltip,
    )


def _redrawn(content: Content, written: Written) -> list[str]:
    """A sentence for each chosen area whose bounds changed within the trend's span."""
    words = written.words
    first = content.calendar[0]["period_start"] if content.calendar else None
    found: dict[tuple[str, str], str] = {}
    for row in content.histories:
        if first is not None and row["valid_from"] is not None and row["valid_from"] > first:
            name = next(
                words.of(area, "area_name") for area in content.rows if area["area_id"] == row["chosen_area_id"]
            )
            day = words.day(row["valid_from"])
            found[(name, day)] = words("trend.redrawn", area=name, date=day)
    return list(found.values())


def period_name(view: View, written: Written) -> str:
    return written.words.period(view.period["period_type"], view.period["period_id"])
