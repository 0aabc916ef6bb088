"""Control chart: counts by week against the centre and upper limit of their history; weeks that warn are marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboards.figures.base import NUMBERS, UNDER, Figure, layout, margins, time_axis
from dashboards.theme import NEUTRAL, SERIES, WARNINGS

# The higher the level, the larger the mark.
_SYMBOLS = {"blue": "circle-open", "yellow": "square", "orange": "diamond", "red": "star"}
_SIZES = {"blue": 9, "yellow": 9, "orange": 11, "red": 14}
LEVELS = tuple(_SYMBOLS)


@dataclass(frozen=True)
class Week:
    """A week's count, the centre and upper limit it is held against (None where history is too short), and the warning
    level it has, one of `LEVELS` or None.
    """

    start: date
    value: float | None
    centre: float | None
    upper: float | None
    level: str | None
    is_complete: bool
    tooltip: Sequence[str]


def control_chart(
    weeks: Sequence[Week], *, name: str, centre_name: str, limit_name: str, level_names: dict[str, str]
) -> Figure:
    """The chart, by time. A warning is marked where the models say so, not where the line passes the limit drawn: other
    limits may be passed.
    """
    starts = [week.start.isoformat() for week in weeks]
    line: Figure = {"type": "scatter", "mode": "lines", "x": starts}
    quiet: Figure = {"hoverinfo": "skip"}
    open_weeks = [week for week in weeks if not week.is_complete and week.value is not None]
    return {
        "data": [
            # A limit is of its week, not of the days between.
            line
            | quiet
            | {
                "name": limit_name,
                "y": [week.upper for week in weeks],
                "line": {"color": NEUTRAL, "width": 1.2, "dash": "dash", "shape": "hvh"},
            },
            line
            | quiet
            | {
                "name": centre_name,
                "y": [week.centre for week in weeks],
                "line": {"color": NEUTRAL, "width": 1.2, "dash": "dot"},
            },
            line
            | {
                "name": name,
                "y": [week.value for week in weeks],
                "hoverinfo": "text",
                "text": ["<br>".join(week.tooltip) for week in weeks],
                "line": {"color": SERIES[0], "width": 1.8},
            },
            *(_marks(weeks, level, level_names[level]) for level in LEVELS if any(w.level == level for w in weeks)),
            {
                "type": "scatter",
                "mode": "markers",
                "showlegend": False,
                "x": [week.start.isoformat() for week in open_weeks],
                "y": [week.value for week in open_weeks],
                "hoverinfo": "skip",
                "marker": {"color": SERIES[0], "symbol": "circle-open", "size": 7},
            },
        ],
        "layout": layout(
            showlegend=True,
            margin=margins(left=NUMBERS, top=10, bottom=UNDER),
            xaxis=time_axis([week.start for week in weeks]),
            yaxis={"nticks": 6, "rangemode": "tozero"},
        ),
    }


def _marks(weeks: Sequence[Week], level: str, name: str) -> Figure:
    found = [week for week in weeks if week.level == level]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [week.start.isoformat() for week in found],
        "y": [week.value for week in found],
        "hoverinfo": "skip",
        "marker": {
            "color": WARNINGS[level],
            "symbol": _SYMBOLS[level],
            "size": _SIZES[level],
        },
    }
