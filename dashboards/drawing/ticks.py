"""Where an axis is labelled and with what: values that it gives, round numbers, powers of ten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10

from dashboards.drawing.scale import Scale
from dashboards.figures.base import Figure

# Labels on an axis that does not say how many.
_MOST = 7
# Fewer labels than this have room on a telephone.
_ROOMY = 5


@dataclass(frozen=True)
class Tick:
    """A label at a value of the axis. One that is `fine` is left out where there is little room."""

    place: float
    text: str
    is_fine: bool = False


def ticks(axis: Figure, scale: Scale) -> list[Tick]:
    """The labels of an axis of Plotly's form, from its lower end. One of dates gives its own."""
    if "tickvals" in axis:
        values = [scale.number(value) for value in axis["tickvals"]]
        texts = axis.get("ticktext") or [_written(axis, scale, value, 0) for value in values]
        return _thinned(list(zip(values, map(str, texts), strict=True)))
    if scale.kind == "log":
        powers = range(ceil(scale.lowest - 1e-9), floor(scale.highest + 1e-9) + 1)
        return _thinned([(float(power), _written(axis, scale, 10.0**power, max(0, -power))) for power in powers])
    step = round_step(scale.highest - scale.lowest, axis.get("nticks", _MOST))
    decimals = max(0, -floor(log10(step) + 1e-9))
    first, last = ceil(scale.lowest / step - 1e-9), floor(scale.highest / step + 1e-9)
    return _thinned([(n * step, _written(axis, scale, n * step, decimals)) for n in range(first, last + 1)])


def round_step(span: float, most: int) -> float:
    """The smallest of 1, 2, 5, 10 and so on, and their tenths, that divides a span into at most so many steps."""
    power = 10.0 ** floor(log10(span / most))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power * most >= span * (1 - 1e-9))


def _thinned(found: Sequence[tuple[float, str]]) -> list[Tick]:
    is_crowded = len(found) >= _ROOMY
    return [Tick(value, text, is_crowded and place % 2 == 1) for place, (value, text) in enumerate(found)]


def _written(axis: Figure, scale: Scale, value: float, decimals: int) -> str:
    if scale.kind == "date":
        return date.fromordinal(round(value)).strftime(axis["tickformat"])
    written = f"{value:,.{decimals}f}".replace("-", "−")
    return f"{'0' if value == 0 else written}{axis.get('ticksuffix', '')}"
