"""Reading a page without a browser: the text and the elements of a tree of Dash components."""

from collections.abc import Iterator
from typing import Any

from dash.development.base_component import Component


def elements(tree: Any) -> Iterator[Component]:
    """All components of a tree, parents first."""
    for item in tree if isinstance(tree, list | tuple) else [tree]:
        if isinstance(item, Component):
            yield item
            yield from elements(getattr(item, "children", None))


def text(tree: Any) -> str:
    """The words of a tree in reading order, one space between elements."""
    if isinstance(tree, list | tuple):
        return " ".join(filter(None, map(text, tree)))
    if isinstance(tree, Component):
        return text(getattr(tree, "children", None))
    return "" if tree is None else str(tree)


def with_class(tree: Any, name: str) -> list[Component]:
    return [item for item in elements(tree) if name in (getattr(item, "className", None) or "").split()]


def with_id(tree: Any, name: str) -> Component:
    return next(item for item in elements(tree) if getattr(item, "id", None) == name)


def area_row(tree: Any, area_id: str) -> Component:
    """The row of an area in the ranking."""
    return next(item for item in elements(tree) if getattr(item, "data-area", None) == area_id)
