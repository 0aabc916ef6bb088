"""A heat map as a table: the numbers are there to be read, and the colour only repeats them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash import html

from dashboards.components.area_map import classes
from dashboards.components.data import tabled
from dashboards.components.element import Element, td, th, tr


@dataclass(frozen=True)
class Cell:
    """A number and how it is written. Totals have no colour: they are not of the kind of the cells they sum; nor has
    what stands in place of a number (`value` None).

    `title` is what the number rests on, shown on hovering. What is said of marked cells is said with the table.
    """

    value: float | None
    written: str
    is_total: bool
    title: str | None = None
    is_marked: bool = False


def heat_map(
    caption: str,
    corner: str,
    *,
    columns: Sequence[tuple[str, str]],
    rows: Sequence[tuple[str, str]],
    cells: Mapping[tuple[str, str], Cell],
    absent: str,
    is_wide: bool = False,
) -> html.Div:
    """Columns and rows are keys and names, `cells` are by row and column; `absent` stands where there is none.

    One that `is_wide` has narrow columns, and its rows' names stay in sight while it scrolls.
    """
    shades = classes([cell.value for cell in cells.values() if cell.value is not None and not cell.is_total])

    def drawn(cell: Cell | None) -> Element:
        if cell is None:
            return td(absent, className="heat none")
        if cell.is_total:
            return td(cell.written, className="heat total", title=cell.title)
        if cell.value is None:
            return td(cell.written, className="heat none", title=cell.title)
        number = next(shade.number for shade in shades if shade.lower <= cell.value <= shade.upper)
        names = f"heat map-{number} marked" if cell.is_marked else f"heat map-{number}"
        return td(cell.written, className=names, title=cell.title)

    head = tr([th(corner, scope="col"), *(th(name, scope="col") for _, name in columns)])
    body = [
        tr([th(name, scope="row"), *(drawn(cells.get((row, column))) for column, _ in columns)]) for row, name in rows
    ]
    names = "data heat-map wide" if is_wide else "data heat-map"
    table = html.Table([html.Thead(head), html.Tbody(body)], className=names)
    return tabled(caption, table)
