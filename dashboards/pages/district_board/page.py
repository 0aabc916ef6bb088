"""The page as the app knows it."""

from dashboards.page import Page, Shown
from dashboards.pages.district_board._address import Address
from dashboards.pages.district_board._board import read_board
from dashboards.pages.district_board._frame import PANELS, frame
from dashboards.pages.district_board._layout import fill
from dashboards.queries.catalogue import is_ranked
from dashboards.serving import Reader


def work_out(reader: Reader, asked: Address) -> Shown:
    board = read_board(reader, asked)
    return Shown(fill(board), board.words("page.district_board"), board.choice.address.search())


PAGE = Page(
    name="district_board",
    path="/board",
    parameters=("indicator", "period"),
    panels=PANELS,
    frame=frame,
    read=Address.read,
    work_out=work_out,
    is_filled=is_ranked,
)
