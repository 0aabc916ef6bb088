"""Bands of stage times: for each stage how long half of the calls took, and nine tenths of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10

from dashboards.figures.base import UNDER, Figure, layout, margins, names_beside
from dashboards.theme import SERIES

_ROW = 34
_AXIS_HEIGHT = 50
# Minutes to label: what people count in, not powers of ten.
_LABELLED = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 240, 480, 1440)


@dataclass(frozen=True)
class Quantile:
    """A quantile and its limits, in minutes; the limits may not be known."""

    value: float
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class Stage:
    """A stage. `half` and `most` are the median and the ninth decile; None where only a band of times is known."""

    name: str
    half: Quantile | None
    most: Quantile | None
    tooltip: Sequence[str]


def height(count: int) -> int:
    """Pixels that many stages need."""
    return _ROW * count + _AXIS_HEIGHT


def stage_bands(stages: Sequence[Stage], *, half_name: str, most_name: str) -> Figure:
    """The chart, stages from the top in the order given, minutes by their logarithm: stages last seconds or hours.

    At least one quantile has to be known.
    """
    names, left = names_beside([stage.name for stage in stages])
    known = [quantile for stage in stages for quantile in (stage.half, stage.most) if quantile is not None]
    ends = [end for one in known for end in (one.value, one.lower, one.upper) if end]
    lowest, highest = min(ends) * 0.8, max(ends) * 1.25
    labelled = [minutes for minutes in _LABELLED if lowest <= minutes <= highest] or [known[0].value]
    return {
        "data": [
            _bands(stages),
            _marks(stages, [stage.half for stage in stages], half_name, "circle"),
            _marks(stages, [stage.most for stage in stages], most_name, "diamond"),
        ],
        "layout": layout(
            showlegend=True,
            bargap=0.5,
            margin=margins(left=left, top=6, bottom=UNDER),
            xaxis={
                "type": "log",
                "range": [log10(lowest), log10(highest)],
                "tickvals": labelled,
                "ticktext": [f"{minutes:g}" for minutes in labelled],
                "showgrid": True,
            },
            yaxis={
                "tickvals": list(range(len(stages))),
                "ticktext": names,
                "range": [len(stages) - 0.5, -0.5],
                "showgrid": False,
            },
        ),
    }


def _bands(stages: Sequence[Stage]) -> Figure:
    """From the median to the ninth decile, where both are known."""
    drawn = [
        (place, stage.half.value, stage.most.value)
        for place, stage in enumerate(stages)
        if stage.half is not None and stage.most is not None
    ]
    return {
        "type": "bar",
        "orientation": "h",
        "y": [place for place, _, _ in drawn],
        "base": [half for _, half, _ in drawn],
        "x": [most - half for _, half, most in drawn],
        "hoverinfo": "skip",
        "marker": {"color": SERIES[0], "opacity": 0.25},
    }


def _marks(stages: Sequence[Stage], quantiles: Sequence[Quantile | None], name: str, symbol: str) -> Figure:
    found = [(place, one) for place, one in enumerate(quantiles) if one is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [one.value for _, one in found],
        "y": [place for place, _ in found],
        "hoverinfo": "text",
        "text": ["<br>".join(stages[place].tooltip) for place, _ in found],
        "marker": {"color": SERIES[0], "symbol": symbol, "size": 10},
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [0.0 if one.upper is None else one.upper - one.value for _, one in found],
            "arrayminus": [0.0 if one.lower is None else one.value - one.lower for _, one in found],
            "color": SERIES[0],
            "thickness": 2,
        },
    }
