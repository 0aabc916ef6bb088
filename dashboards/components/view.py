"""What fills a page's frame: the content of its places, attributes of its elements, its figures.

The browser puts it in by `assets/view.js`, and only where it differs from what is shown: what stays the same
is not touched, so focus and scroll stay.
"""

from dataclasses import dataclass, field
from typing import Any

from dash import html

from dashboards.components.attributes import Children
from dashboards.components.caption import Caption
from dashboards.components.markup import markup
from dashboards.drawing.plot import drawn
from dashboards.figures.base import Figure


def slot(name: str) -> html.Div:
    """An empty place; to the stylesheet it is not there, only its content is."""
    return html.Div(id=name, className="slot")


@dataclass
class View:
    """By the elements' ids. An attribute that is None is taken away; an element not named stays as it is.

    `caption` is what its pictures and tables say of themselves once they are taken from the page.
    """

    children: dict[str, Children] = field(default_factory=dict)
    attributes: dict[str, dict[str, str | None]] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)
    caption: Caption | None = None

    def __or__(self, other: "View") -> "View":
        """Both; they fill different elements."""
        return View(
            self.children | other.children,
            self.attributes | other.attributes,
            self.figures | other.figures,
            self.caption or other.caption,
        )

    def plain(self) -> dict[str, Any]:
        """As it travels."""
        return {
            "markup": {element: markup(content) for element, content in self.children.items()}
            | {element: drawn(figure) for element, figure in self.figures.items()},
            "attributes": self.attributes,
            "caption": self.caption.plain() if self.caption else None,
        }


def hidden(is_hidden: bool) -> dict[str, str | None]:
    return {"hidden": "" if is_hidden else None}
