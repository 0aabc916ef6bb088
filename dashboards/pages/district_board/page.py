"""The page as the app knows it."""

from dashboards.page import Page, Shown
from dashboards.pages.district_board._address import Address
from dashboards.pages.district_board._board import read_board
from dashboards.pages.district_board._frame import PANELS, frame
from dashboards.pages.district_board._layout import fill
from dashboards.queries import places as questions
from dashboards.queries.catalogue import is_ranked
from dashboards.serving import Reader


def work_out(reader: Reader, asked: Address) -> Shown:
    board = read_board(reader, asked)
    address = board.choice.address
    path = questions.path(reader, address.area) if address.area else []
    return Shown(fill(board), board.words("page.district_board"), address.search(), path)


PAGE = Page(
    name="district_board",
    path="/board",
    parameters=("indicator", "period", "area"),
    panels=PANELS,
    frame=frame,
    read=Address.read,
    work_out=work_out,
    is_filled=is_ranked,
)
