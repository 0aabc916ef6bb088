"""Small multiples: one small trend for each area on one scale, the whole behind each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboards.figures.base import NUMBERS, UNDER, Figure, axis, layout, margins
from dashboards.theme import NEUTRAL, SERIES

COLUMNS = 2
_CELL_HEIGHT = 104
_TOP = 8
# Parts of a cell: its name above, and what parts it from the next.
_NAME, _GAP = 0.2, 0.06


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
    return _CELL_HEIGHT * -(-count // COLUMNS) + _TOP


def small_multiples(parts: Sequence[Small], *, whole: Sequence[tuple[date, float | None]]) -> Figure:
    """The chart in the order given, from left to right; all parts on one scale from zero, to be compared."""
    known = [value for part in parts for _, value in part.values if value is not None]
    known += [value for _, value in whole if value is not None]
    top = max(known, default=1.0) * 1.08 or 1.0
    lines = -(-len(parts) // COLUMNS)
    figure: Figure = {
        "data": [],
        "layout": layout(margin=margins(left=NUMBERS, top=_TOP, bottom=UNDER - 6), annotations=[]),
    }
    for place, part in enumerate(parts):
        line, column = divmod(place, COLUMNS)
        number = "" if place == 0 else str(place + 1)
        left = column / COLUMNS + (_GAP / 2 if column else 0)
        right = (column + 1) / COLUMNS - (_GAP / 2 if column < COLUMNS - 1 else 0)
        upper, lower = 1 - line / lines, 1 - (line + 1) / lines
        on = {"xaxis": f"x{number}", "yaxis": f"y{number}"}
        figure["data"] += [_line(whole, NEUTRAL, 1.0, on), _line(part.values, SERIES[0], 1.8, on) | _told(part)]
        is_last = line == lines - 1 or place + COLUMNS >= len(parts)
        figure["layout"][f"xaxis{number}"] = axis(
            type="date",
            domain=[left, right],
            anchor=f"y{number}",
            tickformat="%Y",
            dtick="M12",
            showticklabels=is_last,
            showgrid=False,
        )
        figure["layout"][f"yaxis{number}"] = axis(
            domain=[lower + (_NAME * 0.9) / lines, upper - _NAME / lines],
            anchor=f"x{number}",
            range=[0, top],
            nticks=3,
            showticklabels=column == 0,
        )
        figure["layout"]["annotations"].append(
            {
                "x": left,
                "y": upper,
                "xref": "paper",
                "yref": "paper",
                "xanchor": "left",
                "yanchor": "top",
                "text": part.name,
                "showarrow": False,
                "font": {"size": 12},
            }
        )
    return figure


def _line(values: Sequence[tuple[date, float | None]], colour: str, width: float, on: dict[str, str]) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [start.isoformat() for start, _ in values],
        "y": [None if value is None else round(value, 3) for _, value in values],
        "connectgaps": False,
        "hoverinfo": "skip",
        "line": {"color": colour, "width": width},
        **on,
    }


def _told(part: Small) -> Figure:
    return {
        "name": part.name,
        "mode": "lines+markers",
        "hoverinfo": "text",
        "text": ["<br>".join(lines) for lines in part.tooltips],
        # Only a period that is not complete has a mark.
        "marker": {
            "color": SERIES[0],
            "symbol": "circle-open",
            "size": [0 if is_complete else 6 for is_complete in part.is_complete],
        },
    }
