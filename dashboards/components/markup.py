"""HTML text of a tree of Dash's `html` components.

Dash makes every element a listener to its store: a ranking of ninety rows is two thousand of them, and each
change of a view calls them all. As text the browser sets it at once. Every word and attribute is escaped.
"""

from collections.abc import Iterator, Mapping
from html import escape
from types import MappingProxyType
from typing import Any

from dash.development.base_component import Component

from dashboards.components.attributes import Children
from dashboards.components.element import Element

_NAMES = {"className": "class", "htmlFor": "for"}
# Of Dash, not of HTML.
_OWN = {"children", "key", "disable_n_clicks"}
# Elements that hold nothing.
_VOID = {"br", "hr", "img", "input", "wbr"}

# By id: text of markup, and attributes (None takes one away).
Contents = Mapping[str, str]
Overlays = Mapping[str, Mapping[str, str | None]]
_NOTHING: Mapping[str, Any] = MappingProxyType({})


def markup(tree: Children, contents: Contents = _NOTHING, overlays: Overlays = _NOTHING) -> str:
    """The text; elements whose ids are given have that content and those attributes in place of their own.

    Raises `TypeError` for a component that is no HTML element.
    """
    if tree is None:
        return ""
    if isinstance(tree, str):
        return escape(tree)
    if not isinstance(tree, Component | Element):
        return "".join(markup(part, contents, overlays) for part in tree)
    name, children, attributes = _parts(tree)
    identity = attributes.get("id", "")
    written = "".join(_written(attributes, overlays.get(identity, _NOTHING)))
    if name in _VOID:
        return f"<{name}{written}>"
    inner = contents[identity] if identity in contents else markup(children, contents, overlays)
    return f"<{name}{written}>{inner}</{name}>"


def _parts(element: Component | Element) -> tuple[str, Children, Mapping[str, Any]]:
    if isinstance(element, Element):
        return element.tag, element.children, element.attributes
    if element._namespace != "dash_html_components":
        raise TypeError(f"{element._type} has no markup: only HTML elements do.")
    return element._type.lower(), getattr(element, "children", None), element.to_plotly_json()["props"]


def _written(attributes: Mapping[str, Any], overlay: Mapping[str, str | None]) -> Iterator[str]:
    given = {_NAMES.get(name, name.lower()): value for name, value in attributes.items() if name not in _OWN}
    for name, value in {**given, **overlay}.items():
        if value is None or value is False:
            continue
        yield f" {name}" if value is True else f' {name}="{escape(str(value))}"'
