"""The boards of the wall that are drawn: the ranking with its intervals, the map, how indicators went."""

from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboards.components.area_map import MapArea, area_map, classes
from dashboards.components.element import Element
from dashboards.components.legend import map_legend
from dashboards.components.outline import outlines
from dashboards.figures.base import Figure
from dashboards.figures.ranked_dots import Dot, ranked_dots
from dashboards.figures.trend_lines import Line, Point, trend_lines
from dashboards.pages.wall._content import Wall
from dashboards.serving import Row
from dashboards.values import Written

# Rows of names that can be read across a room.
_MOST_DOTS = 24


@dataclass(frozen=True)
class Sketch:
    """A figure with what it is called, to who sees it and who does not."""

    heading: str
    unit: str
    figure: Figure | Element
    label: str
    below: Component | None = None


def dots(wall: Wall) -> Sketch | None:
    """The ranking of the lead indicator, the best at the top; None for more areas than can be named."""
    lead, ranked = wall.lead, [row for row in wall.ranked if row["rank"] is not None]
    if lead is None or not ranked or len(ranked) > _MOST_DOTS:
        return None
    words, written = wall.overview.words, Written(wall.overview.words, lead)
    drawn = [
        Dot(
            name=f"{row['rank']}  {words.of(row, 'area_name')}",
            value=written.plotted(row["value"]) or 0.0,
            lower=written.plotted(row["lower"]),
            upper=written.plotted(row["upper"]),
            series=None,
            tooltip=(),
        )
        for row in ranked
    ]
    level = None if written.is_count else written.plotted(lead["value"])
    whole = "" if level is None else words("dots.whole", value=written.value(lead["value"]))
    figure = ranked_dots(drawn, whole=level, whole_label=whole)
    return Sketch(words.of(lead), written.unit, figure, words("dots.label", indicator=words.of(lead)))


def city_map(wall: Wall) -> Sketch | None:
    """The areas below on the lead indicator; None where the pack has no polygons of them."""
    lead = wall.lead
    if lead is None or not wall.outlines:
        return None
    words, written = wall.overview.words, Written(wall.overview.words, lead)
    shapes = outlines({row["area_id"]: row["geometry"] for row in wall.outlines})
    areas = [
        MapArea(row["area_id"], None if row["rank"] is None else row["value"], ())
        for row in wall.ranked
        if row["area_id"] in shapes.paths
    ]
    found = classes([area.value for area in areas if area.value is not None])
    period = words.period(lead["period_type"], lead["period_id"])
    # Nobody points at a wall.
    names = {row["area_id"]: words.of(row, "area_name") for row in wall.ranked if row["area_id"] in shapes.paths}
    figure = area_map(areas, shapes, found, names=names)
    return Sketch(
        words.of(lead),
        written.unit,
        figure,
        words("map.label", indicator=words.of(lead), period=period),
        map_legend(found, [area.value for area in areas], words, written.bare, without=words("map.legend_unranked")),
    )


def course(wall: Wall, row: Row) -> Sketch | None:
    """How an indicator of the area went, with its intervals; None where too little of it is known."""
    history = wall.histories.get(row["indicator_id"])
    if not history:
        return None
    words, written = wall.overview.words, Written(wall.overview.words, row)
    points = [
        Point(
            start=found["period_start"],
            value=written.plotted(found["value"]),
            lower=written.plotted(found["lower"]),
            upper=written.plotted(found["upper"]),
            is_complete=bool(found["is_complete"]),
            is_redrawn=False,
            tooltip=(),
        )
        for found in history
    ]
    figure = trend_lines([Line(words.of(row), 0, points)], from_zero=not written.is_share)
    # One line needs no key: the heading names it.
    figure["layout"]["showlegend"] = False
    label = words("wall.course_label", indicator=words.of(row))
    return Sketch(words.of(row), words(f"wall_by.{history[0]['period_type']}", unit=written.unit), figure, label)


def sketched(sketch: Sketch) -> html.H3:
    return html.H3([sketch.heading, html.Span(sketch.unit, className="wall-unit")])
