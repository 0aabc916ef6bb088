"""Waterfall: what each part adds to a change, one after the other, and the whole at the end."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.figures.base import UNDER, Figure, layout, margins, names_beside
from dashboards.theme import NEUTRAL, SERIES

_ROW = 28
_AXIS_HEIGHT = 50


@dataclass(frozen=True)
class Step:
    """A part's addition in units of the axis. `is_sure`: a test says that the part itself rose or fell."""

    name: str
    addition: float
    is_sure: bool
    tooltip: Sequence[str]


def height(count: int) -> int:
    """Pixels that many parts and their whole need."""
    return _ROW * (count + 1) + _AXIS_HEIGHT


def waterfall(steps: Sequence[Step], *, whole: Step) -> Figure:
    """The chart, parts from the top in the order given, the whole below. Sure changes are full, others pale."""
    bases: list[float] = []
    reached = 0.0
    for step in steps:
        bases.append(reached)
        reached += step.addition
    places = list(range(len(steps) + 1))
    drawn = [*steps, whole]
    names, left = names_beside([step.name for step in drawn])
    zero: Figure = {"type": "line", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "yref": "paper"}
    ends = [0.0, *(base + step.addition for base, step in zip(bases, steps, strict=True)), whole.addition]
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "y": places,
                "base": [*bases, 0.0],
                "x": [step.addition for step in drawn],
                "hoverinfo": "text",
                "hovertext": ["<br>".join(step.tooltip) for step in drawn],
                "marker": {
                    "color": [*(SERIES[1] if step.addition > 0 else SERIES[0] for step in steps), NEUTRAL],
                    "opacity": [*(1.0 if step.is_sure else 0.45 for step in steps), 1.0],
                },
            }
        ],
        "layout": layout(
            bargap=0.35,
            margin=margins(left=left, bottom=UNDER),
            xaxis={"showgrid": True, "nticks": 7, "range": _range(ends)},
            yaxis={
                "tickvals": places,
                "ticktext": names,
                "range": [len(drawn) - 0.5, -0.5],
                "showgrid": False,
            },
            shapes=[zero | {"line": {"color": NEUTRAL, "width": 1}}],
        ),
    }


def _range(ends: Sequence[float]) -> list[float]:
    lowest, highest = min(ends), max(ends)
    room = (highest - lowest or 1.0) * 0.06
    return [lowest - room, highest + room]
