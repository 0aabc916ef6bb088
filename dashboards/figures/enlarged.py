"""A figure for a wall: the same, with type, lines and symbols that are seen from where one stands."""

from copy import deepcopy

from dashboards.figures.base import Figure

# The type is the stylesheet's, of the height of the screen; this is what the margins are first reckoned with.
_TYPE = 20
_BY = 1.8


def enlarged(figure: Figure) -> Figure:
    """A copy. Outlines of areas stay as thin as they were."""
    copy = deepcopy(figure)
    for trace in copy["data"]:
        if trace.get("fill") != "toself":
            _scale(trace.get("line"), "width")
        _scale(trace.get("marker"), "size")
        _scale(trace.get("error_x"), "thickness")
    layout = copy["layout"]
    layout["font"] = {**layout["font"], "size": _TYPE}
    # How large the type is the screen says: here the plot finds room for its labels by itself.
    layout["margin"] = {**layout["margin"], "l": 8, "b": 8, "autoexpand": True}
    for name in ("xaxis", "yaxis"):
        layout[name].pop("tickfont", None)
        layout[name]["automargin"] = True
    for shape in layout.get("shapes", []):
        _scale(shape.get("line"), "width")
    return copy


def _scale(part: Figure | None, name: str) -> None:
    if part is None or name not in part:
        return
    size = part[name]
    part[name] = [each * _BY for each in size] if isinstance(size, list) else size * _BY
