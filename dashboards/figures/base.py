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
# Labels along time: so few periods have one each; of years and months as many have room.
_FEW, _MOST_YEARS, _MOST_MONTHS = 5, 8, 7
# Months between labels.
_MONTHS = (1, 2, 3, 4, 6, 12, 24, 60, 120, 240, 600, 1200)


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


def time_axis(starts: Sequence[date]) -> dict[str, Any]:
    """The axis of periods that begin on these days: each labelled where they are few."""
    is_yearly = len({(start.month, start.day) for start in starts}) <= 1
    labelled = [day.isoformat() for day in _labelled(sorted(set(starts)), is_yearly=is_yearly)]
    return {
        "type": "date",
        "tickformat": "%Y" if is_yearly else "%Y-%m",
        "showgrid": False,
        "tickvals": labelled,
    }


def _labelled(starts: Sequence[date], *, is_yearly: bool) -> Sequence[date]:
    """The days to label: of months the first days within the periods, in steps so large that they have room."""
    if len(starts) <= _FEW:
        return starts
    if is_yearly:
        step = ceil(len(starts) / _MOST_YEARS)
        return [start for start in starts if start.year % step == 0]
    first, last = starts[0], starts[-1]
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    found: list[date] = []
    for step in _MONTHS:
        days = [date(month // 12, month % 12 + 1, 1) for month in months if month % step == 0]
        found = [day for day in days if first <= day <= last]
        if len(found) <= _MOST_MONTHS:
            break
    # Weeks of one month have no first day of any.
    return found or [first]
