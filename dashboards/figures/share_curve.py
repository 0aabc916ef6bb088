"""Concentration curve: what part of a whole falls on the first so many places, those with most of it first."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from dashboards.figures.base import NUMBERS, UNDER, Figure, layout, margins
from dashboards.theme import DASHES, NEUTRAL, SERIES

# Points that a curve of many places is thinned to.
_MOST_POINTS = 120


@dataclass(frozen=True)
class Curve:
    """A whole and how it falls on places; none of `amounts` is negative and one is over 0."""

    name: str
    amounts: Sequence[float]


def reached(amounts: Sequence[float]) -> list[float]:
    """Share of the whole on the first place, the first two and so on, the largest first: 0 to 1."""
    ordered = sorted(amounts, reverse=True)
    whole = sum(ordered)
    return [found / whole for found in accumulate(ordered)]


def share_curve(curves: Sequence[Curve], *, half: float, half_label: str, even_name: str, tooltip: str) -> Figure:
    """The plot, in per cent. `half` is the share of places, 0 to 1, that holds half of the first curve's whole; `even`
    is the line of a whole that falls on all places alike; `tooltip` takes `name`, `places` and `share`.
    """
    guide: Figure = {"type": "line", "layer": "below", "line": {"color": NEUTRAL, "width": 1, "dash": "dash"}}
    return {
        "data": [
            *(_line(curve, place, tooltip) for place, curve in enumerate(curves)),
            {
                "type": "scatter",
                "mode": "lines",
                "name": even_name,
                "x": [0, 100],
                "y": [0, 100],
                "hoverinfo": "skip",
                "line": {"color": NEUTRAL, "width": 1.2, "dash": "dot"},
            },
            {
                "type": "scatter",
                "mode": "markers+text",
                "showlegend": False,
                "x": [half * 100, half * 100],
                "y": [50, 6],
                # At the foot of its guide, below the curves.
                "text": ["", half_label],
                "textposition": "middle right",
                "hoverinfo": "skip",
                "marker": {"color": SERIES[0], "size": [9, 0]},
            },
        ],
        "layout": layout(
            showlegend=True,
            margin=margins(left=NUMBERS, top=10, bottom=UNDER),
            xaxis={"range": [0, 101], "ticksuffix": "%", "nticks": 6, "showgrid": False},
            yaxis={"range": [0, 101], "ticksuffix": "%", "nticks": 6},
            shapes=[
                guide | {"x0": 0, "x1": half * 100, "y0": 50, "y1": 50},
                guide | {"x0": half * 100, "x1": half * 100, "y0": 0, "y1": 50},
            ],
        ),
    }


def _line(curve: Curve, place: int, tooltip: str) -> Figure:
    shares = [0.0, *reached(curve.amounts)]
    count = len(shares) - 1
    step = max(1, count // _MOST_POINTS)
    kept = sorted({*range(0, count + 1, step), count})
    x = [round(number / count * 100, 2) for number in kept]
    y = [round(shares[number] * 100, 2) for number in kept]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": curve.name,
        "x": x,
        "y": y,
        "hoverinfo": "text",
        "text": [
            tooltip.format(name=curve.name, places=f"{places:.1f}", share=f"{found:.1f}")
            for places, found in zip(x, y, strict=True)
        ],
        "line": {"color": SERIES[place], "width": 2.5 if place == 0 else 1.8, "dash": DASHES[place]},
    }
