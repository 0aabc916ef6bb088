"""Places on a page that stay while what is in them changes."""

from dash import html

# An element's id and the property that is filled.
Slot = tuple[str, str]


def slot(name: str) -> html.Div:
    """An empty place; to the stylesheet it is not there, only its content is."""
    return html.Div(id=name, className="slot")
