"""A whole figure as markup: its room for labels, grid and labels, marks, guides and notes."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from dashboards.drawing.marks import dashes, line_of, marks
from dashboards.drawing.plane import Plane, em, per_cent
from dashboards.drawing.scale import Scale, scale
from dashboards.drawing.ticks import Tick, ticks
from dashboards.figures.base import TYPE, Figure, text_width
from dashboards.theme import LIGHT

# Pixels between the plot and its labels.
_BESIDE, _BELOW = 8, 18
_INK, _SOFT, _GRID = LIGHT["ink"], LIGHT["ink-soft"], LIGHT["line"]
# Notes in these parts of a plot begin or end at their place: in its middle they are centred on it.
_NEAR_EDGE = 0.15


def drawn(figure: Figure) -> str:
    """The markup of a figure of `dashboards/figures`, as large as what it is put in.

    Raises `KeyError` for what cannot be drawn.
    """
    layout = figure["layout"]
    across, up = scale(layout["xaxis"], "x", figure), scale(layout["yaxis"], "y", figure)
    plane = Plane(across, up)
    below, beside = ticks(layout["xaxis"], across), ticks(layout["yaxis"], up)
    shapes = layout.get("shapes", [])
    parts = [
        *_grid(layout, plane, below, beside),
        *(_guide(shape, plane) for shape in shapes if shape.get("layer") == "below"),
        marks(figure, plane),
        *(_guide(shape, plane) for shape in shapes if shape.get("layer") != "below"),
        *_labels(layout, plane, below, beside),
        *(_note(note, plane) for note in layout.get("annotations", [])),
    ]
    return f'<div class="plot" style="padding:{_room(layout, beside)}"><svg class="field">{"".join(parts)}</svg></div>'


def _room(layout: Figure, beside: Sequence[Tick]) -> str:
    """Around the plot, for its labels: what the figure asks for, and at least what those at its left need."""
    margin = layout["margin"]
    size = _size(layout["yaxis"])
    widest = max((text_width(tick.text, size) for tick in beside), default=0.0)
    left = max(margin["l"], widest + _BESIDE)
    return " ".join(em(side) for side in (margin["t"], margin["r"], margin["b"], left))


def _size(axis: Figure) -> int:
    size: int = axis.get("tickfont", {}).get("size", TYPE)
    return size


def _grid(layout: Figure, plane: Plane, below: Sequence[Tick], beside: Sequence[Tick]) -> Iterator[str]:
    lines = []
    if layout["xaxis"].get("showgrid", True):
        lines += [f'<line x1="{x}" x2="{x}" y2="100%"/>' for x in _lying_at(plane.across, below)]
    if layout["yaxis"].get("showgrid", True):
        lines += [f'<line x2="100%" y1="{y}" y2="{y}"/>' for y in _lying_at(plane.up, beside, is_up=True)]
    if lines:
        yield f'<g class="grid" stroke="{_GRID}">{"".join(lines)}</g>'


def _lying_at(of: Scale, found: Sequence[Tick], *, is_up: bool = False) -> Iterator[str]:
    for tick in found:
        part = of.part_of_number(tick.place)
        if part is not None and -1e-9 <= part <= 1 + 1e-9:
            yield per_cent(1 - part if is_up else part)


def _labels(layout: Figure, plane: Plane, below: Sequence[Tick], beside: Sequence[Tick]) -> Iterator[str]:
    named = f'class="beside" text-anchor="end" fill="{_INK}" font-size="{em(_size(layout["yaxis"]))}"'
    yield f"<g {named}>"
    for tick in beside:
        part = plane.up.part_of_number(tick.place)
        if part is not None:
            at = per_cent(1 - part)
            yield f'<text x="{em(-_BESIDE)}" y="{at}" dy=".32em">{escape(tick.text)}</text>'
    yield f'</g><g class="below" text-anchor="middle" fill="{_SOFT}">'
    for tick in below:
        part = plane.across.part_of_number(tick.place)
        if part is not None:
            fine = ' class="fine"' if tick.is_fine else ""
            yield f'<text{fine} x="{per_cent(part)}" y="100%" dy="{em(_BELOW)}">{escape(tick.text)}</text>'
    yield "</g>"


def _guide(shape: Figure, plane: Plane) -> str:
    """A straight line; a shape of another type is not known."""
    if shape["type"] != "line":
        raise KeyError(shape["type"])
    ends = [_place(shape, plane, place) for place in ("0", "1")]
    line = shape["line"]
    dash = dashes(line.get("dash", "solid"))
    return line_of(ends, stroke=line["color"], **{"stroke-width": em(line["width"]), "stroke-dasharray": dash})


def _place(part: Figure, plane: Plane, end: str = "") -> tuple[float, float]:
    """Where the end of a shape or a note lies: on paper parts of the plot count upwards from its lower left."""
    x, y = part[f"x{end}"], part[f"y{end}"]
    across = x if part.get("xref") == "paper" else plane.across.place(x)
    up = y if part.get("yref") == "paper" else plane.up.place(y)
    return across, 1 - up


_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
# By where a note is held, how far its letters stand below the place.
_DOWN = {"top": "1.1em", "middle": ".32em", "bottom": "-.5em"}


def _note(note: Figure, plane: Plane) -> str:
    across, down = _place(note, plane)
    near = "left" if across < _NEAR_EDGE else "right" if across > 1 - _NEAR_EDGE else "center"
    size: Any = note.get("font", {}).get("size", TYPE)
    where = f'x="{per_cent(across)}" y="{per_cent(down)}" dy="{_DOWN[note["yanchor"]]}"'
    written = f'text-anchor="{_ANCHORS[note.get("xanchor", near)]}" font-size="{em(size)}" fill="{_SOFT}"'
    return f"<text {where} {written}>{escape(note['text'])}</text>"
