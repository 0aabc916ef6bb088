"""HTML text of a tree of Dash's `html` components.

Dash makes every element a listener to its store: a ranking of ninety rows is two thousand of them, and each
change of a view calls them all. As text the browser sets it at once. Every word and attribute is escaped; an
element with an `id` that callbacks use has to stay a component.
"""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from dash.development.base_component import Component

from dashboards.components.attributes import Children
from dashboards.components.element import Element

_NAMES = {"className": "class", "htmlFor": "for"}
# Of Dash, not of HTML.
_OWN = {"children", "key", "disable_n_clicks"}


def markup(tree: Children) -> str:
    """The text. Raises `TypeError` for a component that is no HTML element."""
    if tree is None:
        return ""
    if isinstance(tree, str):
        return escape(tree)
    if isinstance(tree, Element):
        return f"<{tree.tag}{''.join(_written(tree.attributes))}>{markup(tree.children)}</{tree.tag}>"
    if not isinstance(tree, Component):
        return "".join(markup(part) for part in tree)
    if tree._namespace != "dash_html_components":
        raise TypeError(f"{tree._type} has no markup: only HTML elements do.")
    name = tree._type.lower()
    return f"<{name}{''.join(_attributes(tree))}>{markup(getattr(tree, 'children', None))}</{name}>"


def _attributes(element: Component) -> Iterator[str]:
    yield from _written(element.to_plotly_json()["props"])


def _written(properties: Mapping[str, Any]) -> Iterator[str]:
    for name, value in properties.items():
        if name in _OWN or value is None or value is False:
            continue
        written = _NAMES.get(name, name.lower())
        yield f" {written}" if value is True else f' {written}="{escape(str(value))}"'
