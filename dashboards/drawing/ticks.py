"""Where an axis is labelled and with what: round numbers, powers of ten, first days of months and years."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10

from dashboards.drawing.scale import Scale, day_number
from dashboards.figures.base import Figure

# Labels on an axis that does not say how many.
_MOST, _MOST_DAYS = 7, 7
# Fewer labels than this have room on a telephone.
_ROOMY = 5
# Months between labels.
_MONTHS = (1, 2, 3, 4, 6, 12, 24, 60, 120, 240)


@dataclass(frozen=True)
class Tick:
    """A label at a value of the axis. One that is `fine` is left out where there is little room."""

    place: float
    text: str
    is_fine: bool = False


def ticks(axis: Figure, scale: Scale) -> list[Tick]:
    """The labels of an axis of Plotly's form, from its lower end."""
    if "tickvals" in axis:
        values = [scale.number(value) for value in axis["tickvals"]]
        texts = axis.get("ticktext") or [_written(axis, scale, value, 0) for value in values]
        return _thinned(list(zip(values, map(str, texts), strict=True)))
    if scale.kind == "date":
        days = _days(scale, axis.get("nticks", _MOST_DAYS), is_yearly=axis["tickformat"] == "%Y")
        return _thinned([(day, _written(axis, scale, day, 0)) for day in days])
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


def _days(scale: Scale, most: int, *, is_yearly: bool) -> list[float]:
    """First days of months, in steps so large that there are at most so many."""
    first, last = (date.fromordinal(round(end)) for end in (scale.lowest + 0.499, scale.highest - 0.499))
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    for step in _MONTHS:
        if is_yearly and step < _MONTHS[5]:
            continue
        starts = [date(month // 12, month % 12 + 1, 1) for month in months if month % step == 0]
        within = [day for day in map(day_number, starts) if scale.lowest <= day <= scale.highest]
        if len(within) <= most:
            break
    return within


def _written(axis: Figure, scale: Scale, value: float, decimals: int) -> str:
    if scale.kind == "date":
        return date.fromordinal(round(value)).strftime(axis["tickformat"])
    written = f"{value:,.{decimals}f}".replace("-", "−")
    return f"{'0' if value == 0 else written}{axis.get('ticksuffix', '')}"
