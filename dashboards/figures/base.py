"""What all figures share: a transparent ground, the theme's type, and no controls that need a mouse.

Text, axes and grid take their colours from the stylesheet, not from here.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dashboards.theme import FONT

Figure = dict[str, Any]

# Handed to every graph beside its figure.
CONFIG: Any = {
    "displayModeBar": False,
    # `assets/draw.js` draws them anew when the window is another one.
    "responsive": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
}


# The names of the lines in a row above the plot; a click on one would hide what the reader has chosen.
LEGEND_ABOVE: Figure = {
    "orientation": "h",
    "x": 0,
    "y": 1.02,
    "yanchor": "bottom",
    "itemclick": False,
    "itemdoubleclick": False,
}


def layout(**more: Any) -> dict[str, Any]:
    """A layout with the house's defaults, overridden by `more`."""
    return {
        "autosize": True,
        "dragmode": False,
        "hovermode": "closest",
        "showlegend": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13},
        "hoverlabel": {"align": "left", "font": {"family": FONT, "size": 13}},
        "margin": {"l": 8, "r": 12, "t": 8, "b": 8},
        **more,
    }


def axis(**more: Any) -> dict[str, Any]:
    # Labels have room by `automargin`; to look for those that overflow takes longer than to draw the rest.
    fixed = {"fixedrange": True, "automargin": True, "ticklabeloverflow": "allow"}
    return {**fixed, "zeroline": False, "ticks": "", **more}


def time_axis(starts: Sequence[date]) -> dict[str, Any]:
    """The axis of periods that begin on these days, in their order: each labelled where they are few."""
    is_yearly = len({(start.month, start.day) for start in starts}) <= 1
    ticks: Figure = {"tickvals": [start.isoformat() for start in starts]} if len(starts) <= 6 else {"nticks": 7}
    labels = "%Y" if is_yearly else "%Y-%m"
    return axis(type="date", tickformat=labels, ticklabelstandoff=6, showgrid=False, **ticks)
