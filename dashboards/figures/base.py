"""What all figures share: a transparent ground, the theme's type, and no controls that need a mouse.

Text, axes and grid take their colours from the stylesheet, not from here.
"""

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
