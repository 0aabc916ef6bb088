"""The page as the app knows it."""

from dashboards.page import Address, Page, Shown
from dashboards.pages.overview.page import PAGE as OVERVIEW
from dashboards.pages.wall._content import NAMES, read_wall
from dashboards.pages.wall._layout import PANELS, fill, frame
from dashboards.serving import Reader


def read(search: str) -> Address:
    return Address.read(search, NAMES)


def work_out(reader: Reader, asked: Address) -> Shown:
    wall = read_wall(reader, asked)
    return Shown(fill(wall), wall.overview.words("page.wall"), wall.address.search(), wall.overview.place.path)


PAGE = Page(
    name="wall",
    path="/wall",
    parameters=NAMES,
    panels=PANELS,
    frame=frame,
    read=read,
    work_out=work_out,
    is_filled=OVERVIEW.is_filled,
    is_bare=True,
)
