"""The marks of a trace as SVG: areas, lines, intervals, bars, symbols, words.

Lines lie in a box of their own that is stretched over the plot, all else stands at parts of it. A mark that tells
something holds it in `data-tip`, which `assets/tip.js` shows; where a click on it leads is in `data-href`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from dashboards.drawing.scale import Scale, step_between
from dashboards.drawing.symbols import STROKES, corners
from dashboards.figures.base import TYPE, Figure
from dashboards.theme import LIGHT

# Parts of the box that lines lie in.
_FINE = 1000
# Around a point without symbol, to be pointed at.
_NEAR = 6

_Place = tuple[float, float]
# From the upper left, None where there is none.
_Places = list[_Place | None]


def em(pixels: float) -> str:
    """A length that grows with the type of the plot, from one in pixels beside type of the usual size."""
    return f"{pixels / TYPE:.3g}em"


def per_cent(part: float) -> str:
    return f"{part * 100:.5g}%"


@dataclass(frozen=True)
class Plane:
    """The two scales of a plot. The vertical one counts upwards, SVG downwards."""

    across: Scale
    up: Scale

    def x(self, value: Any) -> float | None:
        return self.across.part(value)

    def y(self, value: Any) -> float | None:
        found = self.up.part(value)
        return None if found is None else 1 - found

    def places(self, xs: Sequence[Any], ys: Sequence[Any]) -> _Places:
        return [self._place(x, y) for x, y in zip(xs, ys, strict=True)]

    def _place(self, x: Any, y: Any) -> _Place | None:
        across, down = self.x(x), self.y(y)
        return None if across is None or down is None else (across, down)


def marks(figure: Figure, plane: Plane) -> str:
    """All marks of a figure, those of later traces above those of earlier ones."""
    bars = [trace for trace in figure["data"] if trace["type"] == "bar"]
    others = [trace for trace in figure["data"] if trace["type"] != "bar"]
    drawn = [_DRAWN[trace["type"]](trace, plane) for trace in others]
    return "".join([*_bars(bars, figure["layout"], plane), *drawn])


def line_of(places: Sequence[_Place | None], **painted: Any) -> str:
    """A line through places, broken where one is None."""
    return _stretched([_path(run) for run in _runs(places)], places, fill="none", **painted)


def dashes(name: str) -> str | None:
    """Strokes and gaps of a line of that name; None where it has no gaps."""
    return None if name == "solid" else " ".join(map(em, STROKES[name]))


def _scatter(trace: Figure, plane: Plane) -> str:
    places = plane.places(trace["x"], trace["y"])
    mode = trace["mode"]
    drawn = [*_filled(trace, places), *_intervals(trace, plane, places)]
    if "lines" in mode and trace["line"]["width"]:
        drawn.append(_line(trace, places))
    told = _told(trace)
    if "markers" in mode:
        drawn.append(_symbols(trace, places, told))
    elif told:
        drawn.append(_points(places, told))
    if "text" in mode:
        drawn += _words(trace, places)
    opacity = trace.get("opacity")
    return "".join(drawn) if opacity is None else f'<g opacity="{opacity}">{"".join(drawn)}</g>'


_DRAWN: dict[str, Callable[[Figure, Plane], str]] = {"scatter": _scatter}


def _filled(trace: Figure, places: _Places) -> Iterator[str]:
    if trace.get("fill") == "toself":
        yield _stretched([f"{_path(run)}Z" for run in _runs(places)], places, fill=trace["fillcolor"])


def _line(trace: Figure, places: _Places) -> str:
    line = trace["line"]
    through = _by_steps(places) if line.get("shape") == "hvh" else places
    stroke = {"stroke": line["color"], "stroke-width": em(line["width"]), "stroke-linejoin": "round"}
    return line_of(through, **stroke, **{"stroke-dasharray": dashes(line.get("dash", "solid"))})


def _by_steps(places: _Places) -> _Places:
    """From each place level to halfway to the next, and there up or down to it."""
    stepped: _Places = []
    for place, following in zip(places, [*places[1:], None], strict=True):
        stepped.append(place)
        if place and following:
            half = (place[0] + following[0]) / 2
            stepped += [(half, place[1]), (half, following[1])]
    return stepped


def _intervals(trace: Figure, plane: Plane, places: _Places) -> Iterator[str]:
    for name in ("x", "y"):
        errors = trace.get(f"error_{name}")
        if not errors:
            continue
        stretches: _Places = []
        of_value = plane.x if name == "x" else plane.y
        reach = zip(trace[name], errors["array"], errors["arrayminus"], places, strict=True)
        for value, above, below, place in reach:
            if place is None or not (above or below):
                continue
            for end in (of_value(value - below), of_value(value + above)):
                stretches.append(None if end is None else (end, place[1]) if name == "x" else (place[0], end))
            stretches.append(None)
        yield line_of(stretches, stroke=errors["color"], **{"stroke-width": em(errors["thickness"])})


def _symbols(trace: Figure, places: _Places, told: Sequence[str]) -> str:
    marker, count = trace["marker"], len(places)
    each = zip(
        places,
        _each(marker["size"], count),
        _each(marker.get("symbol", "circle"), count),
        _each(marker["color"], count),
        told or [""] * count,
        trace.get("customdata") or [None] * count,
        strict=True,
    )
    drawn = "".join(
        _symbol(place, size / 2, name, colour, _tip(tip, href))
        for place, size, name, colour, tip, href in each
        if place is not None and size
    )
    opacity = marker.get("opacity", 1)
    return drawn if opacity == 1 else f'<g opacity="{opacity}">{drawn}</g>'


def _symbol(place: _Place, radius: float, name: str, colour: str, told: str) -> str:
    form = name.removesuffix("-open")
    painted = f'fill="{colour}"'
    if form != name:
        painted = f'fill="{LIGHT["surface"]}" class="open" stroke="{colour}" stroke-width="{em(1.5)}"'
    across, down = map(per_cent, place)
    if form == "circle":
        return f'<circle cx="{across}" cy="{down}" r="{em(radius)}" {painted}{told}/>'
    # Within a box that is one em wide, so that it grows with the type.
    box = f'width="1em" height="1em" viewBox="0 0 {TYPE} {TYPE}" overflow="visible"'
    painted = painted.replace(em(1.5), "1.5")
    return f'<svg x="{across}" y="{down}" {box}><polygon points="{corners(form, radius)}" {painted}{told}/></svg>'


def _points(places: _Places, told: Sequence[str]) -> str:
    """Points that are not seen, where a line tells something."""
    radius = em(_NEAR)
    return "".join(
        f'<circle class="point" fill="none" cx="{per_cent(place[0])}" cy="{per_cent(place[1])}" r="{radius}"{_tip(tip)}/>'
        for place, tip in zip(places, told, strict=True)
        if place is not None and tip
    )


# Of a word beside a point: how it is anchored, and its distance in em.
_BESIDE = {"middle right": ("start", 0.6), "middle left": ("end", -0.6)}


def _words(trace: Figure, places: _Places) -> Iterator[str]:
    positions = _each(trace["textposition"], len(places))
    size = trace.get("textfont", {}).get("size", TYPE)
    for place, word, position in zip(places, trace["text"], positions, strict=True):
        if place is not None and word:
            anchor, beside = _BESIDE[position]
            where = f'x="{per_cent(place[0])}" y="{per_cent(place[1])}" dx="{beside}em" dy=".32em"'
            ink = f'fill="{LIGHT["ink-soft"]}"'
            yield f'<text {where} text-anchor="{anchor}" font-size="{em(size)}" {ink}>{escape(word)}</text>'


def _bars(traces: Sequence[Figure], layout: Figure, plane: Plane) -> Iterator[str]:
    """Bars beside or, stacked, on one another; those that lie begin at their base."""
    reached: dict[Any, float] = {}
    for trace in traces:
        is_lying = trace.get("orientation") == "h"
        starts, values = (trace["y"], trace["x"]) if is_lying else (trace["x"], trace["y"])
        along = plane.up if is_lying else plane.across
        step = step_between([along.number(start) for start in starts])
        breadth = step * (1 - layout["bargap"]) / abs(along.highest - along.lowest)
        count = len(starts)
        bases = trace.get("base") or [reached.get(start, 0.0) for start in starts]
        marker = trace["marker"]
        colours, opacities = _each(marker["color"], count), _each(marker.get("opacity", 1), count)
        tips = _told(trace) or [""] * count
        for start, value, base, colour, opacity, tip in zip(
            starts, values, bases, colours, opacities, tips, strict=True
        ):
            if value is None:
                continue
            reached[start] = reached.get(start, 0.0) + value
            box = _lying(plane, start, base, value) if is_lying else _standing(plane, start, base, value)
            yield _bar(box, breadth, is_lying, colour, opacity, marker.get("line"), _tip(tip))


def _lying(plane: Plane, start: Any, base: float, value: float) -> tuple[float, float, float]:
    """The middle of a bar across its length, and its two ends, the lesser first."""
    middle, one, other = plane.y(start), plane.x(base), plane.x(base + value)
    assert middle is not None and one is not None and other is not None
    return middle, min(one, other), max(one, other)


def _standing(plane: Plane, start: Any, base: float, value: float) -> tuple[float, float, float]:
    middle, one, other = plane.x(start), plane.y(base), plane.y(base + value)
    assert middle is not None and one is not None and other is not None
    return middle, min(one, other), max(one, other)


def _bar(
    box: tuple[float, float, float],
    breadth: float,
    is_lying: bool,
    colour: str,
    opacity: float,
    edge: Figure | None,
    told: str,
) -> str:
    middle, least, most = box
    x, y, width, height = (middle - breadth / 2, least, breadth, most - least)
    if is_lying:
        x, y, width, height = y, x, height, width
    where = f'x="{per_cent(x)}" y="{per_cent(y)}" width="{per_cent(width)}" height="{per_cent(height)}"'
    painted = _attributes(
        fill=colour,
        opacity=None if opacity == 1 else opacity,
        stroke=edge["color"] if edge else None,
        **{"stroke-width": em(edge["width"]) if edge else None},
    )
    return f"<rect {where}{painted}{told}/>"


def _told(trace: Figure) -> list[str]:
    """What each of a trace's points tells; nothing where none does."""
    if trace.get("hoverinfo") != "text":
        return []
    return [text.replace("<br>", "\n") for text in trace.get("hovertext", trace.get("text", []))]


def _tip(text: str, href: str | None = None) -> str:
    told = f' data-tip="{escape(text)}"' if text else ""
    return f'{told} data-href="{escape(href)}"' if href else told


def _each(value: Any, count: int) -> Sequence[Any]:
    return value if isinstance(value, list) else [value] * count


def _runs(places: Sequence[_Place | None]) -> list[list[_Place]]:
    runs: list[list[_Place]] = [[]]
    for place in places:
        if place is not None:
            runs[-1].append(place)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _path(run: Sequence[_Place]) -> str:
    return "M" + " ".join(f"{x * _FINE:.1f} {y * _FINE:.1f}" for x, y in run)


def _stretched(paths: Sequence[str], places: Sequence[_Place | None], **painted: Any) -> str:
    if not paths:
        return ""
    # Only what leaves the plot is cut: what touches its edge keeps its whole width.
    leaves = any(place is not None and not (0 <= place[0] <= 1 and 0 <= place[1] <= 1) for place in places)
    overflow = "hidden" if leaves else "visible"
    box = f'viewBox="0 0 {_FINE} {_FINE}" preserveAspectRatio="none" overflow="{overflow}"'
    drawn = f'd="{"".join(paths)}" vector-effect="non-scaling-stroke"'
    return f'<svg class="stretched" {box}><path {drawn}{_attributes(**painted)}/></svg>'


def _attributes(**given: Any) -> str:
    return "".join(f' {name}="{escape(str(value))}"' for name, value in given.items() if value is not None)
