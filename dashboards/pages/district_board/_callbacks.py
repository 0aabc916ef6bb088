"""The browser's question and the page's answer: the address and the served build in, everything on the page
out.

One callback for the whole page, so that all of it is of one build; an output for each place, so that graphs
and selects stay. No query and no layout here.
"""

import logging
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, ctx, no_update

from dashboards.answers import Answers
from dashboards.components.notices import notices
from dashboards.components.slots import Slot
from dashboards.i18n import Words
from dashboards.pages.district_board._address import Address
from dashboards.pages.district_board._board import Board, read_board
from dashboards.pages.district_board._frame import places
from dashboards.pages.district_board._layout import document_title, fill
from dashboards.serving import Serving

# One answer takes about half a megabyte.
_KEPT_ANSWERS = 100

# What the browser's own script is told: language, title, address.
HEAD = ("head", "data")

# What fills each place, by `<element>.<property>`.
Answer = dict[str, Any]

_log = logging.getLogger(__name__)


def register(app: Dash, serving: Serving) -> None:
    """Add the page's callbacks to the app."""
    answers: Answers[Answer] = Answers(_KEPT_ANSWERS)
    outputs = {_named(place): Output(*place) for place in (*places(), HEAD)}

    def failed(error: Exception) -> Answer:
        _log.error("The district board could not be made", exc_info=error)
        language = Address.read(ctx.inputs["address.search"] or "").language
        return dict.fromkeys(outputs, no_update) | _failure(language)

    @app.callback(  # type: ignore[untyped-decorator]
        outputs,
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
    return {_named(place): content for place, content in (fill(board) | {HEAD: head}).items()}


def _named(place: Slot) -> str:
    return ".".join(place)


def _failure(language: str) -> Answer:
    """A sentence in place of the numbers; header and filters stay, so that the view can be left."""
    words = Words(language)
    emptied = ("absent", "limits", "summary", "table", "evidence-alone")
    return {
        **{f"{element}.children": None for element in emptied},
        "problems.children": notices([words("app.failed")], kind="failure"),
        "columns.hidden": True,
    }
