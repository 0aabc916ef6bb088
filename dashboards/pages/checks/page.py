"""The page as the app knows it."""

from dash import html
from dash.development.base_component import Component

from dashboards.components.filters import filter_frame
from dashboards.components.panel import panel_frame
from dashboards.components.view import slot
from dashboards.page import Address, Page, Shown
from dashboards.pages.checks._content import NAMES, read_checks
from dashboards.pages.checks._layout import fill
from dashboards.queries.places import has_rows, top
from dashboards.serving import Reader

PANELS = ("index-areas",)


def frame() -> list[Component]:
    """The page before its first view."""
    return [
        slot("checks-opening"),
        html.Section([filter_frame(name, of="checks") for name in NAMES], id="checks-filters", className="filters few"),
        slot("checks-problems"),
        slot("checks-claims"),
        panel_frame("index-areas"),
        slot("checks-sources"),
    ]


def read(search: str) -> Address:
    return Address.read(search, NAMES)


def work_out(reader: Reader, asked: Address) -> Shown:
    checks = read_checks(reader, asked)
    return Shown(fill(checks), checks.setting.words("page.checks"), checks.address.search(), checks.setting.place.path)


def is_filled(reader: Reader) -> bool:
    """Sources every city has; the index and claims are said to be missing where they are."""
    return top(reader) is not None and has_rows(reader, "marts.mart_source_quality")


PAGE = Page(
    name="checks",
    path="/checks",
    parameters=NAMES,
    panels=PANELS,
    frame=frame,
    read=read,
    work_out=work_out,
    is_filled=is_filled,
)
