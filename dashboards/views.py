"""Answers over HTTP: a view has an address of its own, by build, path and query.

A build never changes, so the browser keeps a view, and so does the server, as the bytes that it sends. The address
names the app's start too: another version of it may show the same build otherwise.
"""

import logging
import secrets
from typing import Any

import brotli
from dash import Dash
from flask import Response, request
from plotly.io.json import to_json_plotly

from dashboards.answer import answer, failure, page_at
from dashboards.answers import Answers
from dashboards.page import Asked, Page
from dashboards.serving import Serving

VIEWS = "/view"
# Seldom more than a tenth of a megabyte, packed a tenth of that.
_KEPT_ANSWERS = 300
_SMALL = 5
_A_DAY = 24 * 3600

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

    def address(self, path: str, search: str) -> str:
        """Where the view of a page's address is. `search` begins with a question mark, or is empty."""
        return f"{VIEWS}/{self.edition()}{path}{search}"

    def packed(self, page: Page[Any], asked: Asked) -> tuple[str, bytes]:
        """The edition that a view is of, and the view as JSON, compressed by brotli."""
        with self._serving.reader() as reader:
            build_id = reader.build.build_id
            view = self._kept.get(build_id, (page.name, asked), lambda: _pack(answer(reader, page, asked)))
        return f"{build_id}-{self._start}", view

    def register(self, app: Dash) -> None:
        """Add the views to what the app answers."""

        @app.server.get(f"{VIEWS}/<edition>/", defaults={"path": ""})  # type: ignore[untyped-decorator]
        @app.server.get(f"{VIEWS}/<edition>/<path:path>")  # type: ignore[untyped-decorator]
        def view(edition: str, path: str) -> Response:
            search = f"?{request.query_string.decode('utf-8', 'replace')}"
            page = page_at(f"/{path}")
            try:
                is_of, packed = self.packed(page, page.read(search))
            except Exception:
                _log.exception("The page %s could not be made", page.path)
                is_of, packed = "", _pack(failure(page, search))
            response = _sent(packed)
            # Asked for a build that is served no more, the page gets the one that is; that address is not to keep it.
            if is_of == edition:
                response.cache_control.private = True
                response.cache_control.immutable = True
                response.cache_control.max_age = _A_DAY
            return response


def _pack(view: dict[str, Any]) -> bytes:
    packed: bytes = brotli.compress(to_json_plotly(view).encode(), quality=_SMALL)
    return packed


def _sent(packed: bytes) -> Response:
    if request.accept_encodings.quality("br") > 0:
        headers = {"Content-Encoding": "br", "Vary": "Accept-Encoding"}
        return Response(packed, mimetype="application/json", headers=headers)
    return Response(brotli.decompress(packed), mimetype="application/json")
