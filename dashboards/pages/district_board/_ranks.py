"""The board's ranks over time: chosen areas with their rank intervals, the others behind them."""

from datetime import date
from itertools import groupby

from dash import html

from dashboards.components.attributes import Children
from dashboards.components.data import Column, data_table, opens
from dashboards.components.notices import empty
from dashboards.components.panel import Drawn
from dashboards.figures.rank_lines import rank_lines
from dashboards.figures.trend_lines import Line, Point
from dashboards.pages.district_board._board import Content
from dashboards.serving import Row
from dashboards.values import Written

_HEIGHT = 340
# With more areas the table is the ranking itself, period by period.
_MOST_LISTED = 40


def ranks_panel(content: Content, written: Written) -> Drawn:
    words = written.words
    heading = words("ranks.heading")
    label = words("ranks.label", indicator=words.of(written.indicator))
    periods = {row["period_id"]: row for row in sorted(content.ranks, key=lambda row: row["period_start"])}
    ranked = [row for row in content.ranks if row["rank"] is not None]
    if len({row["period_id"] for row in ranked}) < 2:
        return Drawn(heading, None, label, 0, notes=[empty(words("ranks.none"))])
    areas = {code: list(rows) for code, rows in groupby(content.ranks, key=lambda row: row["area_code"])}
    chosen = {
        code: content.chosen.index(area_id)
        for code, rows in areas.items()
        for area_id in {row["area_id"] for row in rows} & set(content.chosen)
    }
    lines = [
        Line(words.of(areas[code][-1], "area_name"), series, _points(areas[code], periods, written))
        for code, series in sorted(chosen.items(), key=lambda pair: pair[1])
    ]
    if not lines:
        return Drawn(heading, None, label, 0, notes=[empty(words("trend.none"))])
    others = [_ranks(rows, periods) for code, rows in areas.items() if code not in chosen]
    most = max(row["areas_ranked"] for row in ranked)
    listed = [areas[code] for code in (areas if len(areas) <= _MOST_LISTED else chosen)]
    return Drawn(
        heading,
        rank_lines(lines, others, most=most),
        label,
        _HEIGHT,
        unit=words("ranks.unit"),
        notes=[
            html.P(words("ranks.note"), className="footnote"),
            opens("ranks-data", words("data.view"), _table(listed, periods, written)),
        ],
    )


def _points(rows: list[Row], periods: dict[str, Row], written: Written) -> list[Point]:
    """Every period, so that one without a rank breaks the line; new bounds are marked, as in the trend."""
    words = written.words
    found = {row["period_id"]: row for row in rows}
    points = []
    version: str | None = None
    for period_id, period in periods.items():
        row = found.get(period_id)
        if row is None or row["rank"] is None:
            points.append(Point(period["period_start"], None, None, None, True, False, ()))
            continue
        is_redrawn = version is not None and row["area_id"] != version
        version = row["area_id"]
        tooltip = [
            words.of(row, "area_name"),
            words("ranks.ranked", rank=written.rank(row), count=row["areas_ranked"]),
            words.period(row["period_type"], row["period_id"]),
        ]
        has_interval = row["rank_lower"] is not None and row["rank_upper"] is not None
        points.append(
            Point(
                start=row["period_start"],
                value=row["rank"],
                lower=row["rank_lower"] if has_interval else None,
                upper=row["rank_upper"] if has_interval else None,
                is_complete=bool(row["is_complete"]),
                is_redrawn=is_redrawn,
                tooltip=tooltip,
            )
        )
    return points


def _ranks(rows: list[Row], periods: dict[str, Row]) -> list[tuple[date, float | None]]:
    found = {row["period_id"]: row["rank"] for row in rows}
    return [(period["period_start"], found.get(period_id)) for period_id, period in periods.items()]


def _table(areas: list[list[Row]], periods: dict[str, Row], written: Written) -> html.Div:
    words = written.words
    newest = list(reversed(periods))
    columns = [
        Column(words("table.area")),
        *(Column(words.period(periods[period_id]["period_type"], period_id), is_number=True) for period_id in newest),
    ]
    table: list[list[Children]] = []
    for rows in areas:
        found = {row["period_id"]: row for row in rows}
        cells: list[Children] = []
        for period_id in newest:
            row = found.get(period_id)
            cells.append(words("table.absent") if row is None or row["rank"] is None else written.rank(row))
        table.append([words.of(rows[-1], "area_name"), *cells])
    return data_table(words("ranks.caption"), columns, table)
