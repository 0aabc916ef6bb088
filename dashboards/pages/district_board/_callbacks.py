"""The browser's question and the page's answer: the address and the served build in, everything on the page
out.

One answer for the whole page, so that all of it is of one build; the browser takes it apart. No query and no
layout here.
"""

import logging
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, ctx

from dashboards.answers import Answers
from dashboards.components.notices import notices
from dashboards.components.view import View, hidden
from dashboards.i18n import Words
from dashboards.pages.district_board._address import Address
from dashboards.pages.district_board._board import Board, read_board
from dashboards.pages.district_board._frame import EVIDENCE, PANELS
from dashboards.pages.district_board._layout import document_title, fill
from dashboards.serving import Serving

# One answer takes about a quarter of a megabyte.
_KEPT_ANSWERS = 100

# A view as it travels, and `head`: language and title of the document, the address put right.
Answer = dict[str, Any]

_log = logging.getLogger(__name__)


def register(app: Dash, serving: Serving) -> None:
    """Add the page's callbacks to the app."""
    answers: Answers[Answer] = Answers(_KEPT_ANSWERS)

    def failed(error: Exception) -> Answer:
        _log.error("The district board could not be made", exc_info=error)
        return _failure(Address.read(ctx.inputs["address.search"] or "").language)

    @app.callback(  # type: ignore[untyped-decorator]
        Output("view", "data"),
        Input("address", "search"),
        Input("served-build", "data"),
        on_error=failed,
    )
    def answered(search: str | None, _served_build: str) -> Answer:
        return answer(serving, answers, Address.read(search or ""))

    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("anlan", "show"),
        [Output(name, "figure") for name in PANELS],
        Input("view", "data"),
        prevent_initial_call=True,
    )


def answer(serving: Serving, answers: Answers[Answer], asked: Address) -> Answer:
    """The page's content and what belongs to the document around it."""
    with serving.reader() as reader:
        return answers.get(reader.build.build_id, asked, lambda: _work_out(read_board(reader, asked)))


def _work_out(board: Board) -> Answer:
    words = board.words
    head = {
        "lang": words("app.html_lang"),
        "title": document_title(words, board.city),
        "search": board.choice.address.search(),
    }
    return {**fill(board).plain(), "head": head}


def _failure(language: str) -> Answer:
    """A sentence in place of the numbers; header and filters stay, so that the view can be left."""
    words = Words(language)
    emptied = dict.fromkeys(("absent", "limits", "summary", "table", *EVIDENCE))
    failure = notices([words("app.failed")], kind="failure")
    view = View({**emptied, "problems": failure}, {"columns": hidden(True)})
    return {**view.plain(), "head": None}
