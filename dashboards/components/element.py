"""Elements as light as text. A page has a thousand cells in its tables, and a Dash component checks each of its
properties when it is made: that was most of what a view cost.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Element:
    """An HTML element for `markup`, with attributes named as Dash names them. No callback can use it."""

    tag: str
    children: Any
    attributes: Mapping[str, Any]

    @property
    def _type(self) -> str:
        return self.tag.capitalize()

    def __getattr__(self, name: str) -> Any:
        """An attribute by its name, as of a component."""
        try:
            return self.attributes[name]
        except KeyError:
            raise AttributeError(name) from None


def th(children: Any, **attributes: Any) -> Element:
    return Element("th", children, attributes)


def td(children: Any, **attributes: Any) -> Element:
    return Element("td", children, attributes)


def tr(children: Any, **attributes: Any) -> Element:
    return Element("tr", children, attributes)


def span(children: Any, **attributes: Any) -> Element:
    return Element("span", children, attributes)


def option(children: Any, **attributes: Any) -> Element:
    return Element("option", children, attributes)


def field(**attributes: Any) -> Element:
    """An `<input>`; Dash has one only as a component of its own."""
    return Element("input", None, attributes)
