"""The evidence of one point of a figure: which point is open, what leads to it, and its card.

A point is opened by a click on it (`assets/view.js`) or by the link in its row of the table; the address holds it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html

from dashboards.components.attributes import Children, attributes
from dashboards.components.data import facts
from dashboards.i18n import Words
from dashboards.page import Address, query

# The parameter of the address; its value is the area of the point.
POINT = "point"


@dataclass(frozen=True)
class Points:
    """The points of a panel's figure. `name` is the panel's; at most one of its points is open."""

    name: str
    words: Words
    address: Address

    def is_open(self, area_id: str) -> bool:
        return self.address[POINT] == area_id

    def series(self, area_id: str) -> int | None:
        """The open point stands out."""
        return 0 if self.is_open(area_id) else None

    def href(self, area_id: str) -> str:
        """The address that opens the point, of the open one that which closes it."""
        here = {name: value for name, value in self.address.given if name != POINT}
        return query(here if self.is_open(area_id) else here | {POINT: area_id})

    def opener(self, area_id: str, name: str) -> html.A:
        """What opens or closes the point from its row; `name` is the area's."""
        is_open = self.is_open(area_id)
        said = self.words("point.close" if is_open else "point.open", area=name)
        return html.A(
            self.words("evidence.heading"),
            href=self.href(area_id),
            id=f"{self.name}-opens-{area_id}",
            role="button",
            className="opener",
            **attributes(
                data_in_place="yes",
                aria_label=said,
                aria_expanded="true" if is_open else "false",
                aria_controls=f"{self.name}-point",
            ),
        )

    def card(self, heading: str, found: Sequence[tuple[str, Children]]) -> html.Section:
        """The card of the open point."""
        area_id = self.address[POINT]
        assert area_id is not None, "there is a card only of an open point"
        close = html.A(
            self.words("point.shut"),
            href=self.href(area_id),
            id=f"{self.name}-shuts",
            className="opener",
            **attributes(data_in_place="yes"),
        )
        head = html.Div([html.H3(heading), close], className="panel-head")
        return html.Section(
            [head, facts(found)],
            id=f"{self.name}-point",
            className="point",
            **attributes(aria_label=heading),
        )


def key_of(row: dict[str, object], *columns: str) -> html.Code:
    """Which row of its table a number is, as a condition that finds it again."""
    return html.Code(" and ".join(f"{column} = '{row[column]}'" for column in columns))
