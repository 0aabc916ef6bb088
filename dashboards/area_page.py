"""The page of an area: its filters above, what is wrong with its address, and a body of its own. What every such page
reads first is in `setting`; pages of anything else are made by hand.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Protocol, TypeVar

from dash import html
from dash.development.base_component import Component

from dashboards.components.filters import filter_frame
from dashboards.components.point import POINT
from dashboards.components.view import View, slot
from dashboards.page import Address, Page, Shown
from dashboards.queries.places import has_rows, has_tables, top
from dashboards.serving import Reader
from dashboards.setting import Setting

_NOTHING: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class Content(Protocol):
    """What a view of the page holds."""

    @property
    def setting(self) -> Setting: ...

    @property
    def address(self) -> Address: ...


ContentOf = TypeVar("ContentOf", bound=Content)


def area_page(
    name: str,
    path: str,
    *,
    filters: tuple[str, ...],
    panels: tuple[str, ...],
    body: Callable[[], list[Component]],
    content: Callable[[Reader, Address], ContentOf],
    fill: Callable[[ContentOf], View],
    collected_in: Sequence[str],
    also_asks: Sequence[str] = (),
    has_points: bool = False,
    clears: Mapping[str, tuple[str, ...]] = _NOTHING,
) -> Page[Address]:
    """A page of one area.

    Args:
        collected_in: tables of schema `marts` of which one must have a row, else the city does not collect it.
        also_asks: tables that may be empty. A snapshot older than the page may lack them, and then the page.
        has_points: whether points of its figures open (`components/point.py`).
        clears: by filter, the parameters that its change drops from the address.
    """
    parameters = (*filters, POINT) if has_points else filters
    dropped = {**clears, "area": (*clears.get("area", ()), POINT)} if has_points else clears

    def frame() -> list[Component]:
        chosen = [filter_frame(parameter, clears=dropped.get(parameter, ()), of=name) for parameter in filters]
        return [
            slot(f"{name}-opening"),
            html.Section(chosen, id=f"{name}-filters", className="filters few"),
            slot(f"{name}-problems"),
            *body(),
        ]

    def work_out(reader: Reader, asked: Address) -> Shown:
        found = content(reader, asked)
        title = found.setting.words(f"page.{name}")
        return Shown(fill(found), title, found.address.search(), found.setting.place.path)

    def is_filled(reader: Reader) -> bool:
        return (
            top(reader) is not None
            and has_tables(reader, *collected_in, *also_asks)
            and any(has_rows(reader, table) for table in collected_in)
        )

    return Page(
        name=name,
        path=path,
        parameters=filters,
        panels=panels,
        frame=frame,
        read=lambda search: Address.read(search, parameters),
        work_out=work_out,
        is_filled=is_filled,
    )
