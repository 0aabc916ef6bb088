"""A heat map as a table: the numbers are there to be read, and the colour only repeats them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash import html

from dashboards.components.data import tabled
from dashboards.figures.area_map import classes


@dataclass(frozen=True)
class Cell:
    """A number and how it is written. Totals have no colour: they are not of the kind of the cells they sum."""

    value: float
    written: str
    is_total: bool


def heat_map(
    caption: str,
    corner: str,
    *,
    columns: Sequence[tuple[str, str]],
    rows: Sequence[tuple[str, str]],
    cells: Mapping[tuple[str, str], Cell],
    absent: str,
) -> html.Div:
    """Columns and rows are keys and names, `cells` are by row and column; `absent` stands where there is none."""
    shades = classes([cell.value for cell in cells.values() if not cell.is_total])

    def drawn(cell: Cell | None) -> html.Td:
        if cell is None:
            return html.Td(absent, className="heat none")
        if cell.is_total:
            return html.Td(cell.written, className="heat total")
        number = next(shade.number for shade in shades if shade.lower <= cell.value <= shade.upper)
        return html.Td(cell.written, className=f"heat map-{number}")

    head = html.Tr([html.Th(corner, scope="col"), *(html.Th(name, scope="col") for _, name in columns)])
    body = [
        html.Tr([html.Th(name, scope="row"), *(drawn(cells.get((row, column))) for column, _ in columns)])
        for row, name in rows
    ]
    table = html.Table([html.Thead(head), html.Tbody(body)], className="data heat-map")
    return tabled(caption, table)
