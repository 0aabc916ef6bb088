"""What stands behind a figure: its numbers as a table, and what they rest on. Both open on a click."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboards.components.attributes import Children, attributes
from dashboards.components.element import span, td, th, tr
from dashboards.components.saving import save_button
from dashboards.i18n import Words


@dataclass(frozen=True)
class Column:
    """A column's heading; `is_number` sets it to the right."""

    heading: str
    is_number: bool = False


def data_table(caption: str, columns: Sequence[Column], rows: Sequence[Sequence[Children]]) -> html.Div:
    """A plain table whose first column names the row; wider than the screen it scrolls by itself."""
    names = ["number" if column.is_number else None for column in columns]
    head = [th(column.heading, scope="col", className=name) for column, name in zip(columns, names, strict=True)]
    body = [
        tr(
            [
                th(row[0], scope="row"),
                *(td(cell, className=name) for cell, name in zip(row[1:], names[1:], strict=True)),
            ]
        )
        for row in rows
    ]
    table = html.Table([html.Thead(tr(head)), html.Tbody(body)], className="data")
    return tabled(caption, table)


def tabled(caption: str, table: html.Table) -> html.Div:
    """A table with its caption, and the way to take it along."""
    # What scrolls has to be reached by the keyboard; the caption does not scroll with it.
    scrolling = html.Div(table, className="scroll", tabIndex="0", role="region", **attributes(aria_label=caption))
    head = html.Div([html.P(caption, className="counted"), save_button("csv")], className="panel-head")
    return html.Div([head, scrolling], className="tabled")


def rate_cell(value: str, interval: str) -> Children:
    """A number, its interval below it in smaller type."""
    return [span(value), " ", span(interval, className="value-interval")]


def facts(found: Sequence[tuple[str, Children]]) -> html.Dl:
    """Terms and what they are; a fact that is None is left out."""
    return html.Dl(
        [html.Div([html.Dt(term), html.Dd(fact)], className="fact") for term, fact in found if fact is not None]
    )


def behind(words: Words, name: str, *, table: html.Div, evidence: Sequence[tuple[str, Children]]) -> html.Div:
    """The two things behind a figure, closed until asked for."""
    return html.Div(
        [
            opens(f"{name}-data", words("data.view"), table),
            opens(f"{name}-evidence", words("evidence.heading"), facts(evidence)),
        ],
        className="behind",
    )


def opens(name: str, heading: str, content: Component) -> html.Details:
    return html.Details([html.Summary(heading), content], id=name, className="opens")
