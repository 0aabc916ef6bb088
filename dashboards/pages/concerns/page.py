"""The page as the app knows it."""

from dash.development.base_component import Component

from dashboards.area_page import area_page
from dashboards.components.panel import panel_frame
from dashboards.components.view import slot
from dashboards.pages.concerns._content import NAMES, read_concerns
from dashboards.pages.concerns._layout import fill


def body() -> list[Component]:
    """What stands under the filters before the first view."""
    return [
        slot("concern-headline"),
        panel_frame("concern-rates"),
        slot("concern-items"),
    ]


PAGE = area_page(
    "concerns",
    "/concerns",
    filters=NAMES,
    panels=("concern-rates",),
    body=body,
    content=read_concerns,
    fill=fill,
    collected_in=("mart_concern_top", "mart_rectification"),
)
