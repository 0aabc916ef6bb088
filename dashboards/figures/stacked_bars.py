"""Stacked bars by month: what a whole is made of, over time. Parts go from pale to strong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboards.figures.base import NUMBERS, UNDER, Figure, layout, margins, time_axis
from dashboards.theme import NEUTRAL, RAMP


@dataclass(frozen=True)
class Part:
    """A part of the whole: a value and its tooltip for each start; None where it is not known."""

    name: str
    values: Sequence[float | None]
    tooltips: Sequence[Sequence[str]]


def stacked_bars(starts: Sequence[date], parts: Sequence[Part]) -> Figure:
    """The chart; the first part lies lowest. At most as many parts as the ramp has colours."""
    return {
        "data": [
            {
                "type": "bar",
                "name": part.name,
                "x": [start.isoformat() for start in starts],
                "y": list(part.values),
                "hoverinfo": "text",
                "hovertext": ["<br>".join(lines) for lines in part.tooltips],
                # Also the palest has an edge that is seen.
                "marker": {"color": colour, "line": {"width": 0.6, "color": NEUTRAL}},
            }
            for part, colour in zip(parts, RAMP[: len(parts)], strict=True)
        ],
        "layout": layout(
            barmode="stack",
            bargap=0.25,
            showlegend=True,
            margin=margins(left=NUMBERS, top=10, bottom=UNDER),
            xaxis=time_axis(starts),
            yaxis={"nticks": 6, "rangemode": "tozero"},
        ),
    }
