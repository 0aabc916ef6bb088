"""Where values lie along an axis: as a part of it, from 0 at its left or lower end to 1 at the other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import isfinite, log10
from typing import Any, Literal

from dashboards.figures.base import Figure

# Parts of an axis that are left free at its ends: around symbols, and above and below values.
_AROUND_SYMBOLS, _AROUND_VALUES = 0.03, 0.06
_A_DAY = 24 * 3600
# Of a number the least part that is still a difference, and the least number that is not zero.
_LEAST_PART, _LEAST = 1e-12, 1e-200

Kind = Literal["linear", "log", "date"]


@dataclass(frozen=True)
class Scale:
    """Its ends as numbers: days for dates, powers of ten for a logarithm. The first may be the larger one."""

    kind: Kind
    lowest: float
    highest: float

    def number(self, value: Any) -> float:
        """A value of the axis as a number; of what is no value, one that is not finite."""
        if value is None:
            return float("nan")
        if self.kind == "date":
            return day_number(value)
        if self.kind == "log":
            return log10(value) if value > 0 else float("nan")
        return float(value)

    def part(self, value: Any) -> float | None:
        """Where a value lies; None for what is no value."""
        return self.part_of_number(self.number(value))

    def part_of_number(self, number: float) -> float | None:
        """The same of a number of this scale."""
        return (number - self.lowest) / (self.highest - self.lowest) if isfinite(number) else None

    def place(self, value: Any) -> float:
        """Where a value lies that is one. Raises `ValueError` for any other."""
        found = self.part(value)
        if found is None:
            raise ValueError(f"{value!r} lies nowhere on the axis")
        return found


def day_number(value: Any) -> float:
    """Days since the beginning of the calendar, of a date or of a moment in the form of ISO 8601."""
    if hasattr(value, "toordinal"):
        return float(value.toordinal())
    moment = datetime.fromisoformat(value)
    return moment.toordinal() + (moment.hour * 3600 + moment.minute * 60 + moment.second) / _A_DAY


def scale(axis: Figure, name: Literal["x", "y"], figure: Figure) -> Scale:
    """The scale of an axis: over the range that it gives, else over all that is drawn along it."""
    kind: Kind = axis.get("type", "linear")
    plain = Scale(kind, 0.0, 1.0)
    if "range" in axis:
        return Scale(kind, *(_apart(*axis["range"])))
    found = [number for number in map(plain.number, _values(name, figure)) if isfinite(number)]
    steps = [number for number in map(plain.number, _bar_starts(name, figure)) if isfinite(number)]
    lowest, highest = min(found, default=0.0), max(found, default=1.0)
    if steps:
        half = step_between(steps) / 2
        return Scale(kind, min(steps) - half, max(steps) + half)
    if name == "x" and not any("markers" in trace.get("mode", "") for trace in figure["data"]):
        return Scale(kind, *_apart(lowest, highest))
    room = (highest - lowest) * (_AROUND_SYMBOLS if name == "x" else _AROUND_VALUES)
    if axis.get("rangemode") == "tozero":
        # Nothing that is counted is below zero; what is, is drawn.
        return Scale(kind, *_apart(min(lowest - room, 0.0) if lowest < 0 else 0.0, max(highest * 1.06, 0.0)))
    return Scale(kind, *_apart(lowest - room, highest + room))


def step_between(numbers: Sequence[float]) -> float:
    """The least distance of two of them; 1 where there is one."""
    ordered = sorted(set(numbers))
    return min((later - earlier for earlier, later in pairwise(ordered)), default=1.0)


def _apart(lowest: float, highest: float) -> tuple[float, float]:
    """Two ends that can be told apart by what a number holds."""
    is_span = abs(highest - lowest) > _LEAST_PART * max(abs(lowest), abs(highest), _LEAST)
    return (lowest, highest) if is_span else (lowest - 0.5, highest + 0.5)


def _bar_starts(name: str, figure: Figure) -> Iterator[Any]:
    """Where bars stand along the axis, not where they end."""
    for trace in figure["data"]:
        if trace["type"] == "bar" and (name == "y") == (trace.get("orientation") == "h"):
            yield from trace[name]


def _values(name: str, figure: Figure) -> Iterator[Any]:
    """All that is drawn along an axis."""
    heights: dict[Any, float] = {}
    for trace in figure["data"]:
        if trace["type"] == "bar" and name == "y" and figure["layout"].get("barmode") == "stack":
            for start, value in zip(trace["x"], trace["y"], strict=True):
                heights[start] = heights.get(start, 0.0) + (value or 0.0)
            continue
        yield from trace[name]
        yield from _ends(trace[name], trace.get(f"error_{name}"))
    yield from heights.values()
    for shape in figure["layout"].get("shapes", []):
        if shape.get(f"{name}ref") != "paper":
            yield from (shape[f"{name}0"], shape[f"{name}1"])


def _ends(values: Iterable[Any], errors: Figure | None) -> Iterator[float]:
    if errors:
        for value, above, below in zip(values, errors["array"], errors["arrayminus"], strict=True):
            if value is not None:
                yield from (value + above, value - below)
