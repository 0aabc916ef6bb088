"""Bump chart: the ranks of a few areas over time with their rank intervals, all others pale behind them."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from dashboards.figures.base import UNDER, Figure, layout, margins, time_axis
from dashboards.figures.trend_lines import Line, Point
from dashboards.theme import DASHES, NEUTRAL, SERIES, SYMBOLS

# Intervals of one period stand side by side: this part of a step apart.
_APART = 0.07


def rank_lines(lines: Sequence[Line], others: Sequence[Sequence[tuple[date, float | None]]], *, most: int) -> Figure:
    """The chart, rank 1 at the top. Points have ranks and rank intervals; `others` are start and rank of each area that
    is not picked out, None where it was not ranked; `most` is how many areas were ranked at most.
    """
    starts = sorted({point.start for line in lines for point in line.points})
    step = min((later - earlier for earlier, later in pairwise(starts)), default=timedelta(days=365))
    middle = (len(lines) - 1) / 2
    return {
        "data": [
            _behind(others),
            *(_line(line, (place - middle) * _APART * step) for place, line in enumerate(lines)),
        ],
        "layout": layout(
            showlegend=True,
            margin=margins(left=34, top=10, bottom=UNDER),
            xaxis=time_axis(starts),
            yaxis={"range": [most + 0.7, 0.3], "tickvals": _ticks(most), "showgrid": False},
        ),
    }


def _ticks(most: int) -> list[int]:
    """The first rank and steps that a reader counts in."""
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if most <= 12 * step or step == 1000)
    return sorted({1, *range(step, most + 1, step)})


def _behind(others: Sequence[Sequence[tuple[date, float | None]]]) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "showlegend": False,
        "hoverinfo": "skip",
        # One trace for all: a gap ends each area's line.
        "x": [start for area in others for start in (*(start.isoformat() for start, _ in area), None)],
        "y": [rank for area in others for rank in (*(rank for _, rank in area), None)],
        "line": {"color": NEUTRAL, "width": 1},
        "opacity": 0.3,
    }


def _line(line: Line, aside: timedelta) -> Figure:
    """Ranks joined by a line; an interval is of its period alone, so it is a bar and no band."""
    colour = SERIES[line.series]

    def reach(point: Point, limit: float | None) -> float:
        return 0.0 if limit is None or point.value is None else abs(limit - point.value)

    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": line.name,
        "x": [_moment(point.start, aside) for point in line.points],
        "y": [point.value for point in line.points],
        "hoverinfo": "text",
        "text": ["<br>".join(point.tooltip) for point in line.points],
        "line": {"color": colour, "width": 2, "dash": DASHES[line.series]},
        "marker": {
            "color": colour,
            "size": [11 if point.is_redrawn else 8 for point in line.points],
            "symbol": [
                ("diamond" if point.is_redrawn else SYMBOLS[line.series]) + ("" if point.is_complete else "-open")
                for point in line.points
            ],
        },
        "error_y": {
            "type": "data",
            "symmetric": False,
            # The axis is turned round: the worse rank is the larger number, and lies below.
            "array": [reach(point, point.upper) for point in line.points],
            "arrayminus": [reach(point, point.lower) for point in line.points],
            "color": colour,
            "thickness": 1.5,
        },
    }


def _moment(start: date, aside: timedelta) -> str:
    """A start moved by hours: a date alone would be cut to its day."""
    hours = round(aside / timedelta(hours=1))
    days, hour = divmod(hours, 24)
    return f"{(start + timedelta(days=days)).isoformat()} {hour:02d}:00"
