"""HTML text of a tree of Dash's `html` components.

Dash makes every element a listener to its store: a ranking of ninety rows is two thousand of them, and each
change of a view calls them all. As text the browser sets it at once. Every word and attribute is escaped.
"""

from collections.abc import Mapping
from html import escape
from types import MappingProxyType
from typing import Any

from dash.development.base_component import Component

from dashboards.components.attributes import Children
from dashboards.components.element import Element

_NAMES = {"className": "class", "htmlFor": "for"}
# Of Dash, not of HTML.
_OWN = {"children", "key", "disable_n_clicks", "available_properties", "available_wildcard_properties"}
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
    written: list[str] = []
    _write(tree, written, contents, overlays)
    return "".join(written)


def _write(tree: Children, written: list[str], contents: Contents, overlays: Overlays) -> None:
    if tree is None:
        return
    if isinstance(tree, str):
        written.append(escape(tree))
        return
    if not isinstance(tree, Component | Element):
        for part in tree:
            _write(part, written, contents, overlays)
        return
    name, children, attributes = _parts(tree)
    identity = attributes.get("id", "")
    written.append(f"<{name}{_attributes(attributes, overlays.get(identity, _NOTHING))}>")
    if name in _VOID:
        return
    if identity in contents:
        written.append(contents[identity])
    else:
        _write(children, written, contents, overlays)
    written.append(f"</{name}>")


def _parts(element: Component | Element) -> tuple[str, Children, Mapping[str, Any]]:
    if isinstance(element, Element):
        return element.tag, element.children, element.attributes
    if element._namespace != "dash_html_components":
        raise TypeError(f"{element._type} has no markup: only HTML elements do.")
    # What it was given: `to_plotly_json` asks after each property that there could be.
    given = {name: value for name, value in vars(element).items() if name[0] != "_" and name not in _OWN}
    if len(given) > 1:
        given = {name: given[name] for name in sorted(given, key=_rank)}
    return element._type.lower(), getattr(element, "children", None), given


def _rank(name: str) -> tuple[bool, bool]:
    """The id first, for who reads the source, and what scripts read last."""
    return "-" in name, name != "id"


def _attributes(attributes: Mapping[str, Any], overlay: Mapping[str, str | None]) -> str:
    given = {_NAMES.get(name) or name.lower(): value for name, value in attributes.items()}
    if overlay:
        given.update(overlay)
    return "".join(
        f" {name}" if value is True else f' {name}="{escape(str(value))}"'
        for name, value in given.items()
        if value is not None and value is not False
    )
