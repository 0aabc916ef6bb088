"""The marks of a trace as SVG: areas, lines, intervals, symbols, words. Bars are in `bars`.

Lines lie in a box of their own that is stretched over the plot, all else stands at parts of it. A mark that tells
something holds it in `data-tip`, which `assets/tip.js` shows; where a click on it leads is in `data-href`.
"""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from dashboards.drawing.bars import bars
from dashboards.drawing.given import each, tip, told_by, written
from dashboards.drawing.plane import Place, Places, Plane, em, per_cent
from dashboards.drawing.symbols import STROKES, corners
from dashboards.figures.base import TYPE, Figure
from dashboards.theme import LIGHT

# Parts of the box that lines lie in.
_FINE = 1000
# Around a point without symbol, to be pointed at.
_NEAR = 6
_OPEN_EDGE = 1.5
# What rounding may add to a part.
_HAIR = 1e-6


def marks(figure: Figure, plane: Plane) -> str:
    """All marks of a figure: bars, and above them the others, those of later traces above those of earlier ones."""
    standing = [trace for trace in figure["data"] if trace["type"] == "bar"]
    others = [trace for trace in figure["data"] if trace["type"] != "bar"]
    return "".join([*bars(standing, figure["layout"], plane), *(_scatter(trace, plane) for trace in others)])


def line_of(places: Sequence[Place | None], **painted: Any) -> str:
    """A line through places, broken where one is None."""
    return _stretched([_path(run) for run in _runs(places)], places, fill="none", **painted)


def dashes(name: str) -> str | None:
    """Strokes and gaps of a line of that name; None where it has no gaps."""
    return None if name == "solid" else " ".join(map(em, STROKES[name]))


def _scatter(trace: Figure, plane: Plane) -> str:
    if trace["type"] != "scatter":
        raise KeyError(trace["type"])
    places = plane.places(trace["x"], trace["y"])
    mode, told = trace["mode"], told_by(trace)
    drawn = [*_filled(trace, places), *_intervals(trace, plane, places)]
    if "lines" in mode:
        drawn.append(_line(trace, places))
    if "markers" in mode:
        drawn.append(_symbols(trace, places, told))
    elif told:
        drawn.append(_points(places, told))
    if "text" in mode:
        drawn += _words(trace, places)
    opacity = trace.get("opacity")
    return "".join(drawn) if opacity is None else f'<g opacity="{opacity}">{"".join(drawn)}</g>'


def _filled(trace: Figure, places: Places) -> Iterator[str]:
    if "fill" in trace:
        if trace["fill"] != "toself":
            raise KeyError(trace["fill"])
        yield _stretched([f"{_path(run)}Z" for run in _runs(places)], places, fill=trace["fillcolor"])


def _line(trace: Figure, places: Places) -> str:
    line = trace["line"]
    if not line["width"]:
        return ""
    through = _by_steps(places) if line.get("shape") == "hvh" else places
    stroke = {"stroke": line["color"], "stroke-width": em(line["width"]), "stroke-linejoin": "round"}
    return line_of(through, **stroke, **{"stroke-dasharray": dashes(line.get("dash", "solid"))})


def _by_steps(places: Places) -> Places:
    """From each place level to halfway to the next, and there up or down to it."""
    stepped: Places = []
    for place, following in zip(places, [*places[1:], None], strict=True):
        stepped.append(place)
        if place and following:
            half = (place[0] + following[0]) / 2
            stepped += [(half, place[1]), (half, following[1])]
    return stepped


def _intervals(trace: Figure, plane: Plane, places: Places) -> Iterator[str]:
    for name, along in (("x", plane.x), ("y", plane.y)):
        errors = trace.get(f"error_{name}")
        if not errors:
            continue
        stretches: Places = []
        reach = zip(trace[name], errors["array"], errors["arrayminus"], places, strict=True)
        for value, above, below, place in reach:
            if place is None or not (above or below):
                continue
            ends = [along(value - below), along(value + above)]
            stretches += [
                None if end is None else (end, place[1]) if name == "x" else (place[0], end) for end in (*ends, None)
            ]
        yield line_of(stretches, stroke=errors["color"], **{"stroke-width": em(errors["thickness"])})


def _symbols(trace: Figure, places: Places, told: Sequence[str]) -> str:
    marker, count = trace["marker"], len(places)
    of_each = zip(
        places,
        each(marker["size"], count),
        each(marker.get("symbol", "circle"), count),
        each(marker["color"], count),
        told or [""] * count,
        trace.get("customdata") or [None] * count,
        strict=True,
    )
    drawn = "".join(
        _symbol(place, size / 2, name, colour, tip(text, href))
        for place, size, name, colour, text, href in of_each
        if place is not None and size
    )
    opacity = marker.get("opacity", 1)
    return drawn if opacity == 1 else f'<g opacity="{opacity}">{drawn}</g>'


def _symbol(place: Place, radius: float, name: str, colour: str, told: str) -> str:
    across, down = map(per_cent, place)
    form = name.removesuffix("-open")
    is_open = form != name
    if form == "circle":
        painted = _painted(colour, em(_OPEN_EDGE) if is_open else None)
        return f'<circle cx="{across}" cy="{down}" r="{em(radius)}"{painted}{told}/>'
    # Within a box that is one em wide, so that it grows with the type.
    box = f'width="1em" height="1em" viewBox="0 0 {TYPE} {TYPE}" overflow="visible"'
    painted = _painted(colour, str(_OPEN_EDGE) if is_open else None)
    return f'<svg x="{across}" y="{down}" {box}><polygon points="{corners(form, radius)}"{painted}{told}/></svg>'


def _painted(colour: str, edge: str | None) -> str:
    """Full of a colour, or open with an edge of it so wide."""
    if edge is None:
        return f' fill="{colour}"'
    return f' class="open" fill="{LIGHT["surface"]}" stroke="{colour}" stroke-width="{edge}"'


def _points(places: Places, told: Sequence[str]) -> str:
    """Points that are not seen, where a line tells something."""
    near = f'class="point" fill="none" r="{em(_NEAR)}"'
    return "".join(
        f'<circle {near} cx="{per_cent(place[0])}" cy="{per_cent(place[1])}"{tip(text)}/>'
        for place, text in zip(places, told, strict=True)
        if place is not None and text
    )


# Of a word beside a point: how it is anchored, and its distance in em.
_BESIDE = {"middle right": ("start", 0.6), "middle left": ("end", -0.6)}


def _words(trace: Figure, places: Places) -> Iterator[str]:
    positions = each(trace["textposition"], len(places))
    size = trace.get("textfont", {}).get("size", TYPE)
    for place, word, position in zip(places, trace["text"], positions, strict=True):
        if place is not None and word:
            anchor, beside = _BESIDE[position]
            where = f'x="{per_cent(place[0])}" y="{per_cent(place[1])}" dx="{beside}em" dy=".32em"'
            ink = f'fill="{LIGHT["ink-soft"]}"'
            yield f'<text {where} text-anchor="{anchor}" font-size="{em(size)}" {ink}>{escape(word)}</text>'


def _runs(places: Sequence[Place | None]) -> list[list[Place]]:
    runs: list[list[Place]] = [[]]
    for place in places:
        if place is not None:
            runs[-1].append(place)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _path(run: Sequence[Place]) -> str:
    return "M" + " ".join(f"{x * _FINE:.1f} {y * _FINE:.1f}" for x, y in run)


def _stretched(paths: Sequence[str], places: Sequence[Place | None], **painted: Any) -> str:
    if not paths:
        return ""
    # Only what leaves the plot is cut: what touches its edge keeps its whole width.
    leaves = any(place is not None and not all(-_HAIR <= part <= 1 + _HAIR for part in place) for place in places)
    overflow = "hidden" if leaves else "visible"
    box = f'viewBox="0 0 {_FINE} {_FINE}" preserveAspectRatio="none" overflow="{overflow}"'
    drawn = f'd="{"".join(paths)}" vector-effect="non-scaling-stroke"'
    return f'<svg class="stretched" {box}><path {drawn}{written(**painted)}/></svg>'
