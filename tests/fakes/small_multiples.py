"""Reading small multiples as one reads them: values by the labels of the axis, by cell."""

from typing import Any

from dashboards.figures.small_multiples import COLUMNS


def read_off(figure: dict[str, Any]) -> list[list[float | None]]:
    """The values of each area, in their order."""
    ticks = figure["layout"]["yaxis"]
    marks = list(zip(ticks["tickvals"], map(float, ticks["ticktext"]), strict=True))
    lines = list(zip(marks[::2], marks[1::2], strict=True))
    trace = figure["data"][1]
    found: list[list[float | None]] = [[]]
    for x, y in zip(trace["x"], trace["y"], strict=True):
        if x is None:
            found.append([])
            continue
        (zero, _), (height, value) = lines[(len(found) - 1) // COLUMNS]
        found[-1].append(None if y is None else (y - zero) / (height - zero) * value)
    return found[:-1]
