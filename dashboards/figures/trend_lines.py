"""Trend of a few areas: a line each, broken where nothing can be shown, with intervals and marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from dashboards.figures.base import NUMBERS, UNDER, Figure, layout, margins, time_axis
from dashboards.theme import DASHES, SERIES, SYMBOLS

# Longer lines have symbols only where these say something.
MARKED_POINTS = 40


@dataclass(frozen=True)
class Point:
    """A period's value in units of the axis; None breaks the line. `is_redrawn`: first of new bounds."""

    start: date
    value: float | None
    lower: float | None
    upper: float | None
    is_complete: bool
    is_redrawn: bool
    tooltip: Sequence[str]


@dataclass(frozen=True)
class Line:
    """An area's points by time. `series` is the place of its colour, symbol and dash."""

    name: str
    series: int
    points: Sequence[Point]


def trend_lines(lines: Sequence[Line], *, from_zero: bool) -> Figure:
    """The chart. `from_zero` suits counts and rates, not shares near 100 %."""
    starts = sorted({point.start for line in lines for point in line.points})
    return {
        "data": [trace for line in lines for trace in (*_band(line, starts), _line(line), _marks(line))],
        "layout": layout(
            showlegend=True,
            margin=margins(left=NUMBERS, top=10, bottom=UNDER),
            xaxis=time_axis(starts),
            yaxis={"nticks": 6, "rangemode": "tozero" if from_zero else "normal"},
        ),
    }


def _line(line: Line) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": line.name,
        "x": [point.start.isoformat() for point in line.points],
        "y": [point.value for point in line.points],
        "hoverinfo": "text",
        "text": ["<br>".join(point.tooltip) for point in line.points],
        "line": {"color": SERIES[line.series], "width": 2, "dash": DASHES[line.series]},
    }


def _marks(line: Line) -> Figure:
    """Symbols on a line: on all points of a short one, on a long one where a mark says something."""
    is_long = len(line.points) > MARKED_POINTS
    lonely = {index for run in _runs(line.points, "value") if len(run) == 1 for index in run}
    marked = [
        point
        for index, point in enumerate(line.points)
        if point.value is not None and (not is_long or point.is_redrawn or not point.is_complete or index in lonely)
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "showlegend": False,
        "x": [point.start.isoformat() for point in marked],
        "y": [point.value for point in marked],
        "hoverinfo": "skip",
        "marker": {
            "color": SERIES[line.series],
            "size": [11 if point.is_redrawn else 7 for point in marked],
            "symbol": [_symbol(line, point) for point in marked],
        },
    }


def _symbol(line: Line, point: Point) -> str:
    symbol = "diamond" if point.is_redrawn else SYMBOLS[line.series]
    return symbol if point.is_complete else f"{symbol}-open"


def _band(line: Line, starts: Sequence[date]) -> list[Figure]:
    """The intervals as one filled shape a run of periods; a period alone is as wide as a third of a step."""
    step = min((later - earlier for earlier, later in pairwise(starts)), default=timedelta(days=365))
    days: list[str | None] = []
    limits: list[float | None] = []
    for run in _runs(line.points, "lower"):
        points = [line.points[index] for index in run]
        outward = [point.start.isoformat() for point in points]
        if len(points) == 1:
            points = [points[0], points[0]]
            outward = [(points[0].start + sign * step / 6).isoformat() for sign in (-1, 1)]
        if days:
            days.append(None)
            limits.append(None)
        days += [*outward, *reversed(outward)]
        limits += [*(point.upper for point in points), *(point.lower for point in reversed(points))]
    if not days:
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "showlegend": False,
            "x": days,
            "y": limits,
            "hoverinfo": "skip",
            "fill": "toself",
            "fillcolor": f"{SERIES[line.series]}30",
            "line": {"width": 0},
        }
    ]


def _runs(points: Sequence[Point], field: str) -> list[list[int]]:
    """Places of the points that have the field, one list for each unbroken run of periods."""
    runs: list[list[int]] = []
    for index, point in enumerate(points):
        if getattr(point, field) is None:
            continue
        if runs and runs[-1][-1] == index - 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs
