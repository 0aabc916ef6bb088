"""Ranked dot plot: each area's value with its interval, the best at the top, the whole as a line."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.figures.base import UNDER, Figure, layout, margins, names_beside
from dashboards.theme import NEUTRAL, SERIES, SYMBOLS

# Pixels a named row takes where there are few, and where there are many.
_ROW = 26
_ROW_OF_MANY = 20
_MANY = 40
# More areas than this are drawn without names, all of them in one height.
MOST_NAMED = 120
_UNNAMED_HEIGHT = 640
_AXIS_HEIGHT = 58


@dataclass(frozen=True)
class Dot:
    """An area's value in units of the axis. `series` is its place in the trend, if it has one; `href` where a click on
    it leads.
    """

    name: str
    value: float
    lower: float | None
    upper: float | None
    series: int | None
    tooltip: Sequence[str]
    href: str | None = None


def height(count: int) -> int:
    """Pixels a plot of that many areas needs."""
    if count > MOST_NAMED:
        return _UNNAMED_HEIGHT + _AXIS_HEIGHT
    return (_ROW_OF_MANY if count > _MANY else _ROW) * count + _AXIS_HEIGHT


def ranked_dots(dots: Sequence[Dot], *, whole: float | None, whole_label: str) -> Figure:
    """The plot, in the order given. Rows are numbered, not named, since two areas may have the same name.

    Of more than `MOST_NAMED` areas only those in the trend are named.
    """
    places = list(range(len(dots)))
    is_named = len(dots) <= MOST_NAMED
    named = [place for place in places if is_named or dots[place].series is not None]
    size = 12 if len(dots) > _MANY else 13
    names, left = names_beside([dots[place].name for place in named], size)
    has_interval = [dot.lower is not None and dot.upper is not None for dot in dots]
    trace: Figure = {
        "type": "scatter",
        "mode": "markers",
        "x": [dot.value for dot in dots],
        "y": places,
        "hoverinfo": "text",
        "text": ["<br>".join(dot.tooltip) for dot in dots],
        "marker": {
            "opacity": 1,
            "size": [9 if is_named or dot.series is not None else 4 for dot in dots],
            "color": [NEUTRAL if dot.series is None else SERIES[dot.series] for dot in dots],
            "symbol": ["circle" if dot.series is None else SYMBOLS[dot.series] for dot in dots],
        },
    }
    if any(dot.href is not None for dot in dots):
        trace["customdata"] = [dot.href for dot in dots]
    if any(has_interval):
        trace["error_x"] = {
            "type": "data",
            "symmetric": False,
            "array": [
                (dot.upper or 0) - dot.value if known else 0 for dot, known in zip(dots, has_interval, strict=True)
            ],
            "arrayminus": [
                dot.value - (dot.lower or 0) if known else 0 for dot, known in zip(dots, has_interval, strict=True)
            ],
            "color": NEUTRAL,
            "thickness": 2 if is_named else 1,
        }
    return {
        "data": [trace],
        "layout": layout(
            margin=margins(left=left, top=26, bottom=UNDER),
            xaxis={"showgrid": True, "nticks": 7},
            yaxis={
                "tickvals": named,
                "ticktext": names,
                "tickfont": {"size": size},
                "range": [len(dots) - 0.5, -0.5],
                "showgrid": False,
            },
            **_whole_line(whole, whole_label),
        ),
    }


def _whole_line(whole: float | None, label: str) -> Figure:
    if whole is None:
        return {}
    line = {"type": "line", "x0": whole, "x1": whole, "y0": 0, "y1": 1, "yref": "paper", "layer": "below"}
    text = {"x": whole, "y": 1, "yref": "paper", "yanchor": "bottom", "text": label, "showarrow": False}
    return {
        "shapes": [line | {"line": {"color": NEUTRAL, "width": 1.5, "dash": "dash"}}],
        "annotations": [text],
    }
