"""The wall's frame and what fills it. Boards that have nothing to show are taken out; the browser turns the others."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.components.attributes import Children
from dashboards.components.chrome import fictional_label
from dashboards.components.element import Element
from dashboards.components.notices import empty, notices
from dashboards.components.panel import graph
from dashboards.components.view import View, hidden, slot
from dashboards.i18n import CATALOGUES
from dashboards.page import query
from dashboards.pages.wall._boards import controls, evidence_of, late, places, standing
from dashboards.pages.wall._content import CHARTS, Wall
from dashboards.pages.wall._figures import Sketch, city_map, course, dots, sketched
from dashboards.periods import period_name
from dashboards.serving import Row

BOARDS = ("standing", "places", "course", "map", "late")
COURSES = tuple(f"wall-course-{number}" for number in range(CHARTS))
PANELS = ("wall-dots", *COURSES, "wall-map")


def frame() -> list[Component]:
    """The page before its first view."""
    inside: dict[str, list[Component]] = {
        "standing": [slot("wall-standing")],
        "places": [html.Div([_graph("wall-dots"), slot("wall-sets")], className="wall-halves")],
        "course": [html.Div([_graph(name) for name in COURSES], className="wall-charts")],
        "map": [_graph("wall-map")],
        "late": [slot("wall-late")],
    }
    boards = [
        html.Section(
            [
                html.H2(id=f"wall-board-{name}-heading"),
                html.Div(inside[name], className="wall-inside"),
                slot(f"wall-board-{name}-evidence"),
            ],
            id=f"wall-board-{name}",
            className="wall-board",
            hidden=True,
        )
        for name in BOARDS
    ]
    return [
        html.Div(
            [
                html.Div([slot("wall-top"), slot("wall-problems")]),
                html.Div(boards, id="wall-boards", className="wall-boards"),
                slot("wall-bottom"),
            ],
            className="wall",
        )
    ]


def _graph(name: str) -> html.Div:
    return html.Div(
        [
            slot(f"{name}-heading"),
            html.Div(
                graph(name),
                id=f"{name}-figure",
                role="img",
                className="figure",
            ),
            slot(f"{name}-below"),
        ],
        id=f"{name}-chart",
        className="wall-chart",
        hidden=True,
    )


def fill(wall: Wall) -> View:
    overview, words = wall.overview, wall.overview.words
    area = words.of(overview.place.area)
    period = period_name(overview.period, words) if overview.period else None
    here = dict(wall.address.given)
    links = {language: query(here | {"lang": language}) for language in CATALOGUES}
    away = "/" + query({name: value for name, value in here.items() if name != "turn"})
    around = View(
        {
            "wall-top": [
                html.Div(
                    [
                        html.Span(words("app.name"), className="wordmark"),
                        html.H1([area, html.Span(period, className="wall-period") if period else None]),
                        _fictional(wall),
                    ],
                    className="wall-head",
                ),
                None if overview.values else empty(words("overview.none")),
            ],
            "wall-problems": notices(overview.problems, kind="address"),
            "wall-bottom": controls(words, language_links=links, away=away),
        },
        {
            "wall-boards": {
                "data-turn": str(wall.turn),
                "data-paused": words("wall.go_on"),
                "data-turning": words("wall.pause"),
            }
        },
    )
    return around | _standing(wall) | _places(wall) | _course(wall) | _map(wall) | _late(wall)


def _fictional(wall: Wall) -> Component | None:
    return fictional_label(wall.overview.words, wall.overview.city)


def _board(name: str, wall: Wall, *, rows: Sequence[Row], scope: str | None, **filled: Children) -> View:
    """A board with its heading and evidence; without rows it is not there."""
    words = wall.overview.words
    content: dict[str, Children] = {f"wall-{slot_name}": child for slot_name, child in filled.items()}
    if scope is None or not rows:
        return View(dict.fromkeys(content), {f"wall-board-{name}": hidden(True)})
    content[f"wall-board-{name}-heading"] = words(f"wall.{name}")
    content[f"wall-board-{name}-evidence"] = evidence_of(wall, rows, scope=scope)
    return View(content, {f"wall-board-{name}": hidden(False)})


def _drawn(name: str, sketch: Sketch | None) -> View:
    if sketch is None:
        return View(attributes={f"{name}-chart": hidden(True)})
    around = View(
        {f"{name}-heading": sketched(sketch), f"{name}-below": sketch.below},
        {f"{name}-chart": hidden(False), f"{name}-figure": {"aria-label": sketch.label}},
    )
    if isinstance(sketch.figure, Element):
        return around | View({name: sketch.figure})
    return around | View(figures={name: sketch.figure})


def _scope(wall: Wall) -> str:
    """The areas that the numbers of a board are of, and when."""
    overview, words = wall.overview, wall.overview.words
    period = period_name(overview.period, words) if overview.period else ""
    return words("wall.scope", area=words.of(overview.place.area), period=period)


def _scope_below(wall: Wall) -> str | None:
    overview, words = wall.overview, wall.overview.words
    if wall.lead is None or overview.level is None:
        return None
    period = words.period(wall.lead["period_type"], wall.lead["period_id"])
    return words(
        "wall.scope_below",
        area=words.of(overview.place.area),
        level=words.of(overview.level),
        ranked=sum(row["rank"] is not None for row in wall.ranked),
        total=len(wall.ranked),
        period=period,
    )


def _standing(wall: Wall) -> View:
    values = wall.overview.values
    return _board("standing", wall, rows=values, scope=_scope(wall), standing=standing(wall.overview))


def _places(wall: Wall) -> View:
    sets, sketch = places(wall), dots(wall)
    rows = [wall.lead] if wall.lead is not None and (sets is not None or sketch is not None) else []
    board = _board("places", wall, rows=rows, scope=_scope_below(wall), sets=sets)
    return board | _drawn("wall-dots", sketch)


def _course(wall: Wall) -> View:
    found = [(row, sketch) for row in wall.overview.values if (sketch := course(wall, row)) is not None][:CHARTS]
    board = _board("course", wall, rows=[row for row, _ in found], scope=_scope(wall))
    sketches = [sketch for _, sketch in found] + [None] * (CHARTS - len(found))
    for name, sketch in zip(COURSES, sketches, strict=True):
        board = board | _drawn(name, sketch)
    return board


def _map(wall: Wall) -> View:
    sketch = city_map(wall)
    rows = [wall.lead] if wall.lead is not None and sketch is not None else []
    return _board("map", wall, rows=rows, scope=_scope_below(wall)) | _drawn("wall-map", sketch)


def _late(wall: Wall) -> View:
    overview = wall.overview
    units = [{**row, "feed": "grid_events"} for row in overview.units]
    items = [{**row, "feed": "rectifications"} for row in overview.items]
    return _board("late", wall, rows=units + items, scope=_scope(wall), late=late(overview))
