"""Funnel plot: the rate of each area against its size, with the limits that areas of one mean rate would keep to.

Which areas are outside is said by the points; the limits are drawn by the same rule, Byar's limits of a count turned
round, and widened alike. No area is judged here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10, sqrt

from dashboards.figures.base import NUMBERS, UNDER, Figure, layout, margins
from dashboards.theme import NEUTRAL, SERIES

# Sizes further apart than this are drawn by their logarithm.
_WIDE = 30
# Points that a limit is drawn through.
_STEPS = 80
_MOST_NAMED = 14
# Names nearer than these parts of the plot lie on each other.
_APART_UP, _APART_ACROSS = 0.035, 0.14


@dataclass(frozen=True)
class FunnelPoint:
    """An area: its residents and its rate per `per` of them. `flag` is that of `mart_rate_funnel`. One that is not
    `is_within` is drawn as the background of the others, without name and tooltip.
    """

    name: str
    residents: float
    rate: float
    flag: str
    is_within: bool
    tooltip: Sequence[str]


@dataclass(frozen=True)
class Limit:
    """A pair of limits: the z of a normal distribution, and its name in the legend."""

    z: float
    name: str


def limits(expected: float, z: float) -> tuple[float, float]:
    """The counts beyond which Byar's own limits of the count, at ±z, do not reach `expected`; the lower is 0 where no
    count is so low.
    """
    return max(_turned_round(expected, -z) - 1, 0.0), _turned_round(expected, z)


def _turned_round(expected: float, z: float) -> float:
    """The count x of x·(1 − 1/9x − z/3√x)³ = expected, at least 1, by halves."""
    lowest = 1.0
    highest = (sqrt(expected) + abs(z)) ** 2 + 10
    while highest - lowest > 1e-6 * highest:
        middle = (lowest + highest) / 2
        base = 1 - 1 / (9 * middle) - z / (3 * sqrt(middle))
        if middle * base**3 < expected:
            lowest = middle
        else:
            highest = middle
    return lowest


def funnel(
    points: Sequence[FunnelPoint],
    *,
    mean: float,
    per: float,
    dispersion: float,
    pairs: Sequence[Limit],
    names: dict[str, str],
    mean_name: str,
) -> Figure:
    """The plot. `mean` is the rate of all areas together, per `per` residents; z is widened by √`dispersion` where that
    is over 1; `names` are those of the flags in the legend.
    """
    sizes = [point.residents for point in points]
    is_wide = max(sizes) > _WIDE * min(sizes)
    top = _top(points, mean)
    along = [log10(size) if is_wide else size for size in sizes]
    width = max(along) - min(along) or 1.0
    named = _named(points, [place / width for place in along], top)
    elsewhere = [(point, False) for point in points if not point.is_within]
    drawn = [_dots(elsewhere, NEUTRAL, 0.25, "circle", None)]
    for flag, colour, symbol, opacity in _STYLES:
        found = [
            (point, place in named) for place, point in enumerate(points) if point.is_within and point.flag == flag
        ]
        drawn.append(_dots(found, colour, opacity, symbol, names[flag]))
    return {
        "data": [
            *_limit_lines(sizes, mean, per, max(dispersion, 1.0), pairs),
            _mean_line(sizes, mean, mean_name),
            *(trace for trace in drawn if trace["x"]),
        ],
        "layout": layout(
            showlegend=True,
            margin=margins(left=NUMBERS, top=10, bottom=UNDER),
            xaxis={"type": "log" if is_wide else "linear", "showgrid": False},
            yaxis={"nticks": 6, "range": [0, top]},
        ),
    }


# High above low, the surest first in the legend. Told apart by shape as well as by colour.
_STYLES = (
    ("high_99.8", SERIES[1], "triangle-up", 1.0),
    ("high_95", SERIES[1], "triangle-up-open", 1.0),
    ("low_95", SERIES[0], "triangle-down-open", 1.0),
    ("low_99.8", SERIES[0], "triangle-down", 1.0),
    ("within_limits", NEUTRAL, "circle", 0.7),
)


def _top(points: Sequence[FunnelPoint], mean: float) -> float:
    """Limits of small areas shoot up: the areas say how high the plot is."""
    return max([point.rate for point in points] + [2 * mean]) * 1.12


def _named(points: Sequence[FunnelPoint], across: Sequence[float], height: float) -> set[int]:
    """Places of the points whose names are written: beyond the outer limits, and beyond the inner ones where they are
    few; the highest first, and none so near to another that the names lie on each other.
    """
    outside = [place for place, point in enumerate(points) if point.is_within and point.flag != "within_limits"]
    sure = [place for place in outside if points[place].flag.endswith("99.8")]
    chosen = outside if len(outside) <= _MOST_NAMED else sure
    kept: list[int] = []
    for place in sorted(chosen, key=lambda place: -points[place].rate)[:_MOST_NAMED]:
        is_free = all(
            abs(points[place].rate - points[other].rate) > _APART_UP * height
            or abs(across[place] - across[other]) > _APART_ACROSS
            for other in kept
        )
        if is_free:
            kept.append(place)
    return set(kept)


def _dots(
    points: Sequence[tuple[FunnelPoint, bool]], colour: str, opacity: float, symbol: str, name: str | None
) -> Figure:
    """Points of one flag, each with whether its name is written; `name` is that of the flag."""
    trace: Figure = {
        "type": "scatter",
        "mode": "markers+text" if any(is_named for _, is_named in points) else "markers",
        "x": [point.residents for point, _ in points],
        "y": [point.rate for point, _ in points],
        "marker": {"color": colour, "opacity": opacity, "symbol": symbol, "size": 7 if symbol == "circle" else 9},
    }
    if name is None:
        return trace | {"showlegend": False, "hoverinfo": "skip"}
    middle = sorted(point.residents for point, _ in points)[len(points) // 2] if points else 0
    return trace | {
        "name": name,
        "hoverinfo": "text",
        "hovertext": ["<br>".join(point.tooltip) for point, _ in points],
        "text": [point.name if is_named else "" for point, is_named in points],
        # Away from the crowd in the middle.
        "textposition": ["middle right" if point.residents >= middle else "middle left" for point, _ in points],
        "textfont": {"size": 12},
    }


def _steps(sizes: Sequence[float]) -> list[float]:
    lowest, highest = log10(min(sizes) * 0.9), log10(max(sizes) * 1.08)
    return [10 ** (lowest + (highest - lowest) * step / _STEPS) for step in range(_STEPS + 1)]


def _limit_lines(
    sizes: Sequence[float], mean: float, per: float, dispersion: float, pairs: Sequence[Limit]
) -> list[Figure]:
    lines = []
    for pair, dash in zip(pairs, ("dash", "solid"), strict=True):
        steps = _steps(sizes)
        found = [limits(mean * size / per, pair.z * sqrt(dispersion)) for size in steps]
        for side in (0, 1):
            lines.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "name": pair.name,
                    "showlegend": side == 0,
                    "x": [round(size, 1) for size in steps],
                    "y": [round(pair_of[side] / size * per, 4) for pair_of, size in zip(found, steps, strict=True)],
                    "hoverinfo": "skip",
                    "line": {"color": NEUTRAL, "width": 1.2, "dash": dash},
                }
            )
    return lines


def _mean_line(sizes: Sequence[float], mean: float, name: str) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": [_steps(sizes)[0], _steps(sizes)[-1]],
        "y": [mean, mean],
        "hoverinfo": "skip",
        "line": {"color": SERIES[2], "width": 1.5, "dash": "dot"},
    }
