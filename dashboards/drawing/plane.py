"""Where marks stand: parts of a plot from its upper left, and sizes that grow with its type."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboards.drawing.scale import Scale
from dashboards.figures.base import TYPE

# Parts from the upper left, None where there is none.
Place = tuple[float, float]
Places = list[Place | None]


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

    def places(self, xs: Sequence[Any], ys: Sequence[Any]) -> Places:
        return [self._place(x, y) for x, y in zip(xs, ys, strict=True)]

    def _place(self, x: Any, y: Any) -> Place | None:
        across, down = self.x(x), self.y(y)
        return None if across is None or down is None else (across, down)
