"""Small multiples: one small trend for each area on one scale, the whole behind each.

All cells lie on one plane with one pair of axes, which is labelled once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import floor, log10

from dashboards.figures.base import NUMBERS, UNDER, Figure, layout, margins
from dashboards.theme import NEUTRAL, SERIES

COLUMNS = 2
_CELL_HEIGHT = 104
_TOP = 8
# Parts of a cell, which is one wide and one high: its name above, and what parts it from those beside and below.
_NAME, _BESIDE, _BELOW = 0.24, 0.08, 0.1


@dataclass(frozen=True)
class Small:
    """An area's values by time in units of the axis, None where there is none; a tooltip and whether it is complete for
    each.
    """

    name: str
    values: Sequence[tuple[date, float | None]]
    is_complete: Sequence[bool]
    tooltips: Sequence[Sequence[str]]


def height(count: int) -> int:
    """Pixels that many areas need."""
    return _CELL_HEIGHT * -(-count // COLUMNS) + _TOP + UNDER


@dataclass(frozen=True)
class _Plane:
    """Where a moment and a value lie: cells are numbered from the upper left."""

    first: date
    days: int
    top: float

    def across(self, cell: int, start: date) -> float:
        return round(cell % COLUMNS + (1 - _BESIDE) * (start - self.first).days / self.days, 4)

    def up(self, cell: int, value: float | None) -> float | None:
        if value is None:
            return None
        return round(-(cell // COLUMNS) - 1 + _BELOW + (1 - _NAME - _BELOW) * value / self.top, 4)


def small_multiples(parts: Sequence[Small], *, whole: Sequence[tuple[date, float | None]]) -> Figure:
    """The chart in the order given, from left to right; all parts on one scale from zero, to be compared."""
    every = [*whole, *(point for part in parts for point in part.values)]
    starts = [start for start, _ in every]
    top = max((value for _, value in every if value is not None), default=1.0) or 1.0
    first = min(starts, default=date.min)
    plane = _Plane(first, max((max(starts, default=first) - first).days, 1), top)
    cells = range(len(parts))
    lines = -(-len(parts) // COLUMNS)
    years = range(first.year, max(starts, default=first).year + 1)
    begun = [year for year in years if date(year, 1, 1) >= first]
    step = _step(top)
    return {
        "data": [
            _line(_joined([whole] * len(parts), plane), NEUTRAL, 1.0) | {"hoverinfo": "skip"},
            _line(_joined([part.values for part in parts], plane), SERIES[0], 1.8) | _told(parts),
        ],
        "layout": layout(
            margin=margins(left=NUMBERS, top=_TOP, bottom=UNDER),
            xaxis={
                "range": [0, COLUMNS],
                "tickvals": [plane.across(column, date(year, 1, 1)) for column in range(COLUMNS) for year in begun],
                "ticktext": [str(year) for _ in range(COLUMNS) for year in begun],
                "showgrid": False,
            },
            yaxis={
                "range": [-lines, 0],
                "tickvals": [plane.up(line * COLUMNS, value) for line in range(lines) for value in (0, step)],
                "ticktext": [f"{value:g}" for _ in range(lines) for value in (0, step)],
            },
            annotations=[_name(part.name, cell) for cell, part in zip(cells, parts, strict=True)],
        ),
    }


def _step(top: float) -> float:
    """The largest of 1, 2, 5, 10 and so on that is not over the top."""
    power = 10.0 ** floor(log10(top))
    return next(factor * power for factor in (5, 2, 1, 0.5) if factor * power <= top)


_Points = list[tuple[float | None, float | None]]


def _joined(series: Sequence[Sequence[tuple[date, float | None]]], plane: _Plane) -> _Points:
    """All cells' points in one line, which breaks between them."""
    points: _Points = []
    for cell, values in enumerate(series):
        points += [(plane.across(cell, start), plane.up(cell, value)) for start, value in values]
        points.append((None, None))
    return points


def _line(points: _Points, colour: str, width: float) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for x, _ in points],
        "y": [y for _, y in points],
        "line": {"color": colour, "width": width},
    }


def _told(parts: Sequence[Small]) -> Figure:
    return {
        "mode": "lines+markers",
        "hoverinfo": "text",
        "text": [told for part in parts for told in (*("<br>".join(lines) for lines in part.tooltips), "")],
        # Only a period that is not complete has a mark.
        "marker": {"color": SERIES[0], "symbol": "circle-open", "size": list(_sizes(parts))},
    }


def _sizes(parts: Sequence[Small]) -> Iterator[int]:
    for part in parts:
        yield from (0 if is_complete else 6 for is_complete in part.is_complete)
        yield 0


def _name(name: str, cell: int) -> Figure:
    line, column = divmod(cell, COLUMNS)
    place = {"x": column, "y": -line, "xanchor": "left", "yanchor": "top"}
    return {**place, "text": name, "showarrow": False, "font": {"size": 12}}
