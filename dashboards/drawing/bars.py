"""Bars as SVG: standing on one another, or lying from their bases."""

from collections.abc import Iterator, Sequence
from typing import Any

from dashboards.drawing.given import each, tip, told_by, written
from dashboards.drawing.plane import Plane, em, per_cent
from dashboards.drawing.scale import step_between
from dashboards.figures.base import Figure


def bars(traces: Sequence[Figure], layout: Figure, plane: Plane) -> Iterator[str]:
    """The bars of all traces; those of one start stand on each other, those that lie begin at their base."""
    reached: dict[Any, float] = {}
    for trace in traces:
        is_lying = trace.get("orientation") == "h"
        starts, values = (trace["y"], trace["x"]) if is_lying else (trace["x"], trace["y"])
        bases = trace.get("base") or [reached.get(start, 0.0) for start in starts]
        along = plane.up if is_lying else plane.across
        step = step_between([along.number(start) for start in starts])
        breadth = step * (1 - layout["bargap"]) / abs(along.highest - along.lowest)
        for place, painted in enumerate(_painted(trace, len(starts))):
            if values[place] is not None:
                box = _box(plane, starts[place], bases[place], values[place], breadth, is_lying=is_lying)
                yield f"<rect{box}{painted}/>"
                reached[starts[place]] = bases[place] + values[place]


def _painted(trace: Figure, count: int) -> Iterator[str]:
    marker = trace["marker"]
    edge = marker.get("line")
    stroke = {"stroke": edge["color"], "stroke-width": em(edge["width"])} if edge else {}
    told = told_by(trace) or [""] * count
    for colour, opacity, text in zip(
        each(marker["color"], count), each(marker.get("opacity", 1), count), told, strict=True
    ):
        yield written(fill=colour, opacity=None if opacity == 1 else opacity, **stroke) + tip(text)


def _box(plane: Plane, start: Any, base: float, value: float, breadth: float, *, is_lying: bool) -> str:
    """Place and size of a bar, from its base by its value."""
    if is_lying:
        left, right = sorted((plane.across.place(base), plane.across.place(base + value)))
        top = 1 - plane.up.place(start) - breadth / 2
        return _at(left, top, right - left, breadth)
    low, high = sorted((plane.up.place(base), plane.up.place(base + value)))
    return _at(plane.across.place(start) - breadth / 2, 1 - high, breadth, high - low)


def _at(x: float, y: float, width: float, height: float) -> str:
    return written(x=per_cent(x), y=per_cent(y), width=per_cent(width), height=per_cent(height))
