"""Answers over HTTP: the document of an address, and its view, which has an address of its own: build, path, query.

A build never changes, so the browser keeps a view, and the server keeps both as the bytes that it sends. A view's
address names the app's start too: another version of it may show the same build otherwise.
"""

import json
import logging
import secrets
from collections.abc import Callable
from typing import Any

import brotli
from dash import Dash
from flask import Response, request

from dashboards.answer import Answer, answer, failure, page_at
from dashboards.answers import Answers
from dashboards.page import Asked, Page
from dashboards.serving import Reader, Serving

VIEWS = "/view"
# Seldom more than a fifth of a megabyte, packed a tenth of that.
_KEPT_ANSWERS = 300
_SMALL = 5
_A_DAY = 24 * 3600

# Writes an answer of an edition down, as it travels.
Form = Callable[[Answer, str], str]

_log = logging.getLogger(__name__)


class Views:
    """The views of one app."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving
        self._start = secrets.token_hex(3)
        self._kept: Answers[bytes] = Answers(_KEPT_ANSWERS)

    def edition(self) -> str:
        """The build that is served now, as this start of the app shows it."""
        return f"{self._serving.build_id()}-{self._start}"

    def packed(self, page: Page[Any], search: str, form: Form) -> tuple[str | None, bytes]:
        """The edition that an answer is of, and the answer in its form, compressed by brotli.

        A page that cannot be made is answered by a sentence, of no edition. Raises where not even that can be told.
        """
        asked = page.read(search)
        with self._serving.reader() as reader:
            edition = f"{reader.build.build_id}-{self._start}"
            try:
                return edition, self._pack(reader, page, asked, form, edition)
            except Exception:
                _log.exception("The page %s could not be made", page.path)
                return None, _compressed(form(failure(reader, page, search), edition))

    def _pack(self, reader: Reader, page: Page[Any], asked: Asked, form: Form, edition: str) -> bytes:
        def work_out() -> bytes:
            return _compressed(form(answer(reader, page, asked), edition))

        return self._kept.get(reader.build.build_id, (form.__name__, page.name, asked), work_out)

    def register(self, app: Dash) -> None:
        """Add the views to what the app answers."""

        @app.server.get(f"{VIEWS}/<edition>/", defaults={"path": ""})  # type: ignore[untyped-decorator]
        @app.server.get(f"{VIEWS}/<edition>/<path:path>")  # type: ignore[untyped-decorator]
        def view(edition: str, path: str) -> Response:
            is_of, packed = self.packed(page_at(f"/{path}"), asked_search(), as_json)
            response = sent(packed, "application/json")
            # Asked for a build that is served no more, the page gets the one that is; that address is not to keep it.
            if is_of == edition:
                response.cache_control.private = True
                response.cache_control.immutable = True
                response.cache_control.max_age = _A_DAY
            return response


def as_json(found: Answer, _: str) -> str:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def asked_search() -> str:
    """The query string of the request, with its question mark."""
    return f"?{request.query_string.decode('utf-8', 'replace')}" if request.query_string else ""


def _compressed(text: str) -> bytes:
    packed: bytes = brotli.compress(text.encode(), quality=_SMALL)
    return packed


def sent(packed: bytes, mimetype: str) -> Response:
    """What was packed, as the asker can read it."""
    if request.accept_encodings.quality("br") > 0:
        headers = {"Content-Encoding": "br", "Vary": "Accept-Encoding"}
        return Response(packed, mimetype=mimetype, headers=headers)
    return Response(brotli.decompress(packed), mimetype=mimetype)
