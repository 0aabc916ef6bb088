"""Trend of a few areas: a line each, broken where nothing can be shown, with intervals and marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboards.figures.base import Figure, axis, layout
from dashboards.theme import DASHES, SERIES, SYMBOLS


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
    ticks: Figure = {"tickvals": [start.isoformat() for start in starts]} if len(starts) <= 6 else {"nticks": 7}
    is_yearly = len({(start.month, start.day) for start in starts}) <= 1
    return {
        "data": [_trace(line) for line in lines],
        "layout": layout(
            showlegend=True,
            legend={
                "orientation": "h",
                "x": 0,
                "y": 1.02,
                "yanchor": "bottom",
                "itemclick": False,
                "itemdoubleclick": False,
            },
            margin={"l": 8, "r": 16, "t": 36, "b": 8},
            xaxis=axis(
                type="date",
                tickformat="%Y" if is_yearly else "%Y-%m",
                showgrid=False,
                **ticks,
            ),
            yaxis=axis(nticks=6, rangemode="tozero" if from_zero else "normal"),
        ),
    }


def _trace(line: Line) -> Figure:
    colour = SERIES[line.series]
    points = line.points
    trace: Figure = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": line.name,
        "x": [point.start.isoformat() for point in points],
        "y": [point.value for point in points],
        "connectgaps": False,
        "hoverinfo": "text",
        "text": ["<br>".join(point.tooltip) for point in points],
        "line": {"color": colour, "width": 2, "dash": DASHES[line.series]},
        "marker": {
            "color": colour,
            "line": {"width": 0},
            "size": [11 if point.is_redrawn else 6 for point in points],
            "symbol": [_symbol(line, point) for point in points],
        },
    }
    if any(point.lower is not None for point in points):
        trace["error_y"] = {
            "type": "data",
            "symmetric": False,
            "array": [_difference(point.upper, point.value) for point in points],
            "arrayminus": [_difference(point.value, point.lower) for point in points],
            "color": colour,
            "thickness": 1,
            "width": 0,
        }
    return trace


def _symbol(line: Line, point: Point) -> str:
    symbol = "diamond" if point.is_redrawn else SYMBOLS[line.series]
    return symbol if point.is_complete else f"{symbol}-open"


def _difference(more: float | None, less: float | None) -> float:
    return 0.0 if more is None or less is None else more - less
