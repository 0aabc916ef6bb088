"""The page as the app knows it."""

from dash import html
from dash.development.base_component import Component

from dashboards.components.filters import filter_frame
from dashboards.components.panel import panel_frame
from dashboards.components.view import slot
from dashboards.page import Address, Page, Shown
from dashboards.pages.concerns._content import NAMES, read_concerns
from dashboards.pages.concerns._layout import fill
from dashboards.queries.places import has_rows, top
from dashboards.serving import Reader

PANELS = ("concern-rates",)


def frame() -> list[Component]:
    """The page before its first view."""
    return [
        slot("concerns-opening"),
        html.Section(
            [filter_frame(name, of="concerns") for name in NAMES], id="concerns-filters", className="filters few"
        ),
        slot("concerns-problems"),
        slot("concern-headline"),
        panel_frame("concern-rates"),
        slot("concern-items"),
    ]


def read(search: str) -> Address:
    return Address.read(search, NAMES)


def work_out(reader: Reader, asked: Address) -> Shown:
    concerns = read_concerns(reader, asked)
    setting = concerns.setting
    return Shown(fill(concerns), setting.words("page.concerns"), concerns.address.search(), setting.place.path)


def is_filled(reader: Reader) -> bool:
    return top(reader) is not None and has_rows(reader, "marts.mart_concern_top", "marts.mart_rectification")


PAGE = Page(
    name="concerns",
    path="/concerns",
    parameters=NAMES,
    panels=PANELS,
    frame=frame,
    read=read,
    work_out=work_out,
    is_filled=is_filled,
)
