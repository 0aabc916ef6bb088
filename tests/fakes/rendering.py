"""Reading a page without a browser: the text and the elements of a tree of Dash components."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from dash.development.base_component import Component

from dashboards.components.element import Element
from dashboards.components.view import View


def elements(tree: Any) -> Iterator[Any]:
    """All components of a tree, parents first."""
    for item in tree if isinstance(tree, list | tuple) else [tree]:
        if isinstance(item, Component | Element):
            yield item
            yield from elements(getattr(item, "children", None))


def text(tree: Any) -> str:
    """The words of a tree that are not hidden, in reading order, one space between elements."""
    if isinstance(tree, list | tuple):
        return " ".join(filter(None, map(text, tree)))
    if isinstance(tree, Component | Element):
        return "" if getattr(tree, "hidden", False) else text(getattr(tree, "children", None))
    return "" if tree is None else str(tree).strip()


def with_class(tree: Any, name: str) -> list[Any]:
    return [item for item in elements(tree) if name in (getattr(item, "className", None) or "").split()]


def with_id(tree: Any, name: str) -> Any:
    return next(item for item in elements(tree) if getattr(item, "id", None) == name)


def area_row(tree: Any, area_id: str) -> Any:
    """The row of an area in the ranking."""
    return next(item for item in elements(tree) if getattr(item, "data-area", None) == area_id)


def filled(frame: list[Component], view: View) -> list[Any]:
    """A copy of a frame with a view in it, as the browser would show it."""
    copy = deepcopy(frame)
    by_id = {item.id: item for item in elements(copy) if getattr(item, "id", None) is not None}
    for element, content in view.children.items():
        by_id[element].children = content
    for element, attributes in view.attributes.items():
        for name, value in attributes.items():
            written = {"class": "className"}.get(name, name)
            setattr(by_id[element], written, value is not None if name == "hidden" else value)
    for element, figure in view.figures.items():
        by_id[element].figure = figure
    return copy
