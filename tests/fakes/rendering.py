"""Reading a page without a browser: the text and the elements of a tree of Dash components."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from dash._no_update import NoUpdate
from dash.development.base_component import Component


def elements(tree: Any) -> Iterator[Component]:
    """All components of a tree, parents first."""
    for item in tree if isinstance(tree, list | tuple) else [tree]:
        if isinstance(item, Component):
            yield item
            yield from elements(getattr(item, "children", None))


def text(tree: Any) -> str:
    """The words of a tree that are not hidden, in reading order, one space between elements."""
    if isinstance(tree, list | tuple):
        return " ".join(filter(None, map(text, tree)))
    if isinstance(tree, Component):
        return "" if getattr(tree, "hidden", False) else text(getattr(tree, "children", None))
    return "" if tree is None else str(tree)


def with_class(tree: Any, name: str) -> list[Component]:
    return [item for item in elements(tree) if name in (getattr(item, "className", None) or "").split()]


def with_id(tree: Any, name: str) -> Component:
    return next(item for item in elements(tree) if getattr(item, "id", None) == name)


def area_row(tree: Any, area_id: str) -> Component:
    """The row of an area in the ranking."""
    return next(item for item in elements(tree) if getattr(item, "data-area", None) == area_id)


def filled(frame: Any, places: Mapping[tuple[str, str], Any]) -> list[Component]:
    """A copy of a frame with every place filled, as the browser would show it; places not updated stay."""
    copy: list[Component] = deepcopy(frame)
    by_id = {item.id: item for item in elements(copy) if getattr(item, "id", None) is not None}
    for (element, name), content in places.items():
        if not NoUpdate.is_no_update(content):
            setattr(by_id[element], name, content)
    return copy


def shown(tree: Any) -> Iterator[Component]:
    """All components of a tree that are not hidden, nor within something hidden."""
    for item in tree if isinstance(tree, list | tuple) else [tree]:
        if isinstance(item, Component) and not getattr(item, "hidden", False):
            yield item
            yield from shown(getattr(item, "children", None))
