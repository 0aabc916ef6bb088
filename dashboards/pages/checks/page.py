"""The page as the app knows it."""

from dash.development.base_component import Component

from dashboards.area_page import area_page
from dashboards.components.panel import panel_frame
from dashboards.components.view import slot
from dashboards.pages.checks._content import NAMES, read_checks
from dashboards.pages.checks._layout import fill


def body() -> list[Component]:
    """What stands under the filters before the first view."""
    return [
        slot("checks-claims"),
        panel_frame("index-areas"),
        slot("checks-revisions"),
        slot("checks-sources"),
        slot("checks-files"),
    ]


PAGE = area_page(
    "checks",
    "/checks",
    filters=NAMES,
    panels=("index-areas",),
    body=body,
    content=read_checks,
    fill=fill,
    # Sources every city has; the index and claims are said to be missing where they are.
    collected_in=("mart_source_quality",),
)
