"""What all figures share: their room, their axes, the width of words.

Text, axes and grid take their colours from the stylesheet, not from here.
"""

from collections.abc import Sequence
from datetime import date
from math import ceil
from typing import Any
from unicodedata import east_asian_width

Figure = dict[str, Any]

# Pixels of a line of labels under a plot, and of numbers beside it.
UNDER, NUMBERS = 30, 50
# Pixels of the type of a plot, of which all its sizes are parts.
TYPE = 13
# Longer names are cut beside a plot; tooltips and tables have them whole.
_LONGEST_NAME = 190
_FEW, _MOST_YEARS = 5, 8


def layout(**more: Any) -> dict[str, Any]:
    """A layout with the house's defaults, overridden by `more`. `showlegend` asks for a key above the plot, which the
    panel writes (`components/legend.py`).
    """
    return {"showlegend": False, "margin": margins(), **more}


def margins(*, left: int = 8, right: int = 16, top: int = 8, bottom: int = 8) -> Figure:
    """Pixels around a plot, in which its labels stand."""
    return {"l": left, "r": right, "t": top, "b": bottom}


def names_beside(names: Sequence[str], size: int = TYPE) -> tuple[list[str], int]:
    """Names to stand left of a plot, the longest cut, and the pixels that they need."""
    kept = [_cut(name, size) for name in names]
    return kept, ceil(max((text_width(name, size) for name in kept), default=0)) + 10


def _cut(name: str, size: int) -> str:
    if text_width(name, size) <= _LONGEST_NAME:
        return name
    while text_width(f"{name}…", size) > _LONGEST_NAME:
        name = name[:-1]
    return f"{name.rstrip()}…"


def text_width(text: str, size: int) -> float:
    """About how wide a text is in pixels, rather too wide: in which type it is set is the reader's machine's."""
    return size * sum(_breadth(sign) for sign in text)


def _breadth(sign: str) -> float:
    if east_asian_width(sign) in "WF":
        return 1.0
    if sign.isupper():
        return 0.72
    return 0.3 if sign in " .,'’:;()|iljtfI" else 0.56


def axis(**more: Any) -> dict[str, Any]:
    return {"zeroline": False, "ticks": "", **more}


def time_axis(starts: Sequence[date]) -> dict[str, Any]:
    """The axis of periods that begin on these days, in their order: each labelled where they are few."""
    is_yearly = len({(start.month, start.day) for start in starts}) <= 1
    labels = "%Y" if is_yearly else "%Y-%m"
    # Each start has its label where they are few. Of months as many as have room lying; years are short.
    ticks: Figure = {"nticks": _MOST_YEARS} if is_yearly else {}
    if len(starts) <= _FEW:
        ticks = {"tickvals": [start.isoformat() for start in starts]}
    return axis(type="date", tickformat=labels, showgrid=False, **ticks)
