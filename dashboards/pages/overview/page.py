"""The page as the app knows it."""

from dash import html
from dash.development.base_component import Component

from dashboards.components.filters import filter_frame
from dashboards.components.view import slot
from dashboards.page import Address, Page, Shown
from dashboards.pages.overview._layout import fill
from dashboards.pages.overview.content import NAMES, read_overview
from dashboards.queries.places import has_rows, top
from dashboards.serving import Reader


def frame() -> list[Component]:
    """The page before its first view."""
    return [
        slot("overview-opening"),
        html.Section(
            [filter_frame("area", of="overview"), filter_frame("period", of="overview")],
            id="overview-filters",
            className="filters few",
        ),
        slot("overview-problems"),
        slot("overview-answer"),
        slot("overview-tiles"),
        slot("overview-below"),
        slot("overview-late"),
    ]


def read(search: str) -> Address:
    return Address.read(search, NAMES)


def work_out(reader: Reader, asked: Address) -> Shown:
    overview = read_overview(reader, asked)
    return Shown(fill(overview), overview.words("page.overview"), overview.address.search(), overview.place.path)


def is_filled(reader: Reader) -> bool:
    tables = ("mart_coverage", "mart_rankings")
    return top(reader) is not None and all(has_rows(reader, table) for table in tables)


PAGE = Page(
    name="overview",
    path="/",
    parameters=NAMES,
    panels=(),
    frame=frame,
    read=read,
    work_out=work_out,
    is_filled=is_filled,
)
