"""The document around the pages: the first HTML, and the parts of the layout that never change."""

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import dash
from dash import dcc, html
from dash.development.base_component import Component
from flask import redirect, request
from plotly.io.json import to_json_plotly
from werkzeug.wrappers import Response

from dashboards import theme
from dashboards.answer import document_title, page_at
from dashboards.components.view import slot
from dashboards.i18n import CATALOGUES, Words
from dashboards.page import Page
from dashboards.queries.city import city
from dashboards.registry import BY_PATH, PAGES
from dashboards.serving import Serving
from dashboards.views import Views

DISTRICT_BOARD = "/board"
# Parameters that only the board has.
_OF_BOARD = {"indicator", "level", "scope", "areas"}

# How often an open page looks whether a new build is served.
POLL_MILLISECONDS = 30_000

_DOCUMENT = """<!DOCTYPE html>
<html lang="{lang}">
  <head>
    {metas}
    <title>{title}</title>
    <link rel="icon" type="image/svg+xml" href="{icon}">
    <style>{theme}</style>
    {css}
    {ahead}
  </head>
  <body>
    {app_entry}
    <noscript>{noscript}</noscript>
    <div hidden>
      {config}
      {scripts}
      {renderer}
    </div>
  </body>
</html>"""


# What stands where no page can be made, even of the frame alone.
_SENTENCE = """<!DOCTYPE html>
<html lang="{lang}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{code}</title>
    <style>{theme}</style>
    <link rel="stylesheet" href="{css}">
  </head>
  <body>
    <main class="page"><div class="empty"><p>{sentence}</p><p><a href="{home}">{link}</a></p></div></main>
  </body>
</html>"""


class Shell(dash.Dash):  # type: ignore[misc]
    """A Dash app whose first HTML has the language, title and theme of the view asked for."""

    def __init__(self, serving: Serving, views: Views, **settings: Any) -> None:
        super().__init__("dashboards", **settings)
        self._serving = serving
        self._views = views
        # As they travel: they are the same for everybody.
        self._frames = json.loads(to_json_plotly({page.name: _mounted(page) for page in PAGES}))
        self.layout = self._frame
        self.server.before_request(self._refuse_unknown_path)
        self.server.before_request(_lead_to_the_board)
        self.server.register_error_handler(500, self._not_made)

    def interpolate_index(self, **parts: str) -> str:  # type: ignore[override]
        page = page_at(request.path)
        words = Words(page.read(_query_string()).language)
        with self._serving.reader() as reader:
            title = document_title(words, words(f"page.{page.name}"), city(reader))
        return _DOCUMENT.format(
            **{**parts, "title": escape(title), "app_entry": '<div id="react-entry-point"></div>'},
            lang=words("app.html_lang"),
            icon=self.get_asset_url("icon.svg"),
            theme=theme.css(),
            ahead="".join(self._ahead()),
            noscript=" ".join(escape(Words(language)("app.noscript")) for language in CATALOGUES),
        )

    def _ahead(self) -> Iterator[str]:
        """What scripts will ask for once they run comes while they load; Plotly's full bundle where set-up could not
        bring the smaller one.
        """
        search = f"?{_query_string()}" if request.query_string else ""
        for asked in ("/_dash-layout", "/_dash-dependencies", self._views.address(request.path, search)):
            yield f'<link rel="preload" as="fetch" crossorigin="anonymous" href="{escape(asked)}">'
        if not list(Path(self.config.assets_folder).glob("plotly-*.js")):
            # Each app of a process adds it to Dash's list.
            script = next(script for script in dcc._js_dist if script.get("namespace") == "plotly")
            (full,) = self._collect_and_register_resources([script])
            yield f'<script src="{escape(full)}"></script>'

    def _refuse_unknown_path(self) -> tuple[str, int] | None:
        # Dash answers any path with its layout; ours are those of the pages.
        is_page = request.endpoint != "/<path:path>" or request.path in BY_PATH
        return None if is_page else self._not_found()

    def _not_found(self) -> tuple[str, int]:
        """The answer to a path that is no page."""
        return self._sentence("app.not_found", 404)

    def _not_made(self, _: Exception) -> tuple[str, int]:
        """The answer where the snapshot has not even what every page needs; the reason is in the log."""
        return self._sentence("app.failed", 500)

    def _sentence(self, key: str, code: int) -> tuple[str, int]:
        first = PAGES[0]
        words = Words(first.read(_query_string()).language)
        document = _SENTENCE.format(
            lang=words("app.html_lang"),
            code=code,
            theme=theme.css(),
            css=self.get_asset_url("board.css"),
            sentence=escape(words(key)),
            home=first.path,
            link=escape(words("app.to_page", page=words(f"page.{first.name}"))),
        )
        return document, code

    def _frame(self) -> html.Div:
        return html.Div(
            [
                dcc.Location(id="address", refresh=False),
                dcc.Store(id="view"),
                dcc.Store(id="served-edition", data=self._views.edition()),
                dcc.Interval(id="poll", interval=POLL_MILLISECONDS),
                # The browser puts in the one of the page that is shown.
                dcc.Store(id="frames", data=self._frames),
                html.Div(
                    [
                        slot("skip"),
                        slot("header"),
                        slot("menu-place"),
                        slot("fictional"),
                        html.Main(
                            [slot("breadcrumb"), slot("absent-page"), html.Div(id="frame", className="slot")],
                            id="content",
                            className="page",
                        ),
                        slot("footer"),
                    ],
                    id="page",
                ),
            ]
        )


def _mounted(page: Page[Any]) -> list[Component]:
    """A page's frame, and what tells the browser that it is there."""
    return [*page.frame(), dcc.Store(id=f"mounted-{page.name}", data=True), dcc.Store(id=f"shown-{page.name}")]


def _lead_to_the_board() -> Response | None:
    """Addresses of the board from when it was the only page, at the top."""
    is_of_board = request.path == "/" and _OF_BOARD & request.args.keys()
    return redirect(f"{DISTRICT_BOARD}?{_query_string()}") if is_of_board else None


def _query_string() -> str:
    return request.query_string.decode("utf-8", "replace")
