"""The browser's question and the page's answer: the address and the served build in, everything on the page
out.

One callback for the whole page, so that all of it is of one build. No query and no layout here.
"""

import logging
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, ctx
from dash.development.base_component import Component

from dashboards.answers import Answers
from dashboards.components.notices import notices
from dashboards.i18n import Words
from dashboards.pages.district_board._address import Address
from dashboards.pages.district_board._board import Board, read_board
from dashboards.pages.district_board._layout import document_title, page
from dashboards.serving import Serving

# One answer takes about half a megabyte.
_KEPT_ANSWERS = 100

Answer = tuple[list[Component | None], dict[str, str]]

_log = logging.getLogger(__name__)


def register(app: Dash, serving: Serving) -> None:
    """Add the page's callbacks to the app."""
    answers: Answers[Answer] = Answers(_KEPT_ANSWERS)

    def failed(error: Exception) -> tuple[Any, Any]:
        _log.error("The district board could not be made", exc_info=error)
        words = Words(Address.read(ctx.inputs["address.search"] or "").language)
        return notices([words("app.failed")], kind="failure"), {
            "lang": words.language,
            "title": words("app.name"),
            "search": "",
        }

    @app.callback(  # type: ignore[untyped-decorator]
        Output("page", "children"),
        Output("head", "data"),
        Input("address", "search"),
        Input("served-build", "data"),
        on_error=failed,
    )
    def show(search: str | None, _served_build: str) -> Answer:
        return answer(serving, answers, Address.read(search or ""))

    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("anlan", "head"),
        Output("head", "id"),
        Input("head", "data"),
        prevent_initial_call=True,
    )


def answer(serving: Serving, answers: Answers[Answer], asked: Address) -> Answer:
    """The page's content, and what the browser's head says: language, title and the address put right."""
    with serving.reader() as reader:
        return answers.get(reader.build.build_id, asked, lambda: _work_out(read_board(reader, asked)))


def _work_out(board: Board) -> Answer:
    words = board.words
    head = {
        "lang": words("app.html_lang"),
        "title": document_title(words, board.city),
        "search": board.choice.address.search(),
    }
    return page(board), head
