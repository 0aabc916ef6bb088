"""The document around the pages: the first HTML, and the parts of the layout that never change."""

from html import escape
from typing import Any

import dash
from dash import dcc, html
from flask import request

from dashboards import theme
from dashboards.i18n import CATALOGUES, Words
from dashboards.pages.district_board import page
from dashboards.queries.city import city
from dashboards.serving import Serving

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
  </head>
  <body>
    {app_entry}
    <noscript>{noscript}</noscript>
    <footer>
      {config}
      {scripts}
      {renderer}
    </footer>
  </body>
</html>"""


_NOT_FOUND = """<!DOCTYPE html>
<html lang="{lang}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>404</title>
    <style>{theme}</style>
    <link rel="stylesheet" href="{css}">
  </head>
  <body>
    <main class="page"><div class="empty"><p>{sentence}</p><p><a href="{home}">{link}</a></p></div></main>
  </body>
</html>"""


class Shell(dash.Dash):  # type: ignore[misc]
    """A Dash app whose first HTML has the language, title and theme of the view asked for."""

    def __init__(self, serving: Serving, **settings: Any) -> None:
        super().__init__("dashboards", **settings)
        self._serving = serving
        self.layout = self._frame
        self.server.before_request(self._refuse_unknown_path)

    def interpolate_index(self, **parts: str) -> str:  # type: ignore[override]
        words = page.words_of(request.query_string.decode("utf-8", "replace"))
        with self._serving.reader() as reader:
            title = page.document_title(words, city(reader))
        return _DOCUMENT.format(
            **{**parts, "title": escape(title), "app_entry": '<div id="react-entry-point"></div>'},
            lang=words("app.html_lang"),
            icon=self.get_asset_url("icon.svg"),
            theme=theme.css(),
            noscript=" ".join(escape(Words(language)("app.noscript")) for language in CATALOGUES),
        )

    def _refuse_unknown_path(self) -> tuple[str, int] | None:
        # Dash answers any path with the page; ours has one.
        return self._not_found() if request.endpoint == "/<path:path>" else None

    def _not_found(self) -> tuple[str, int]:
        """The answer to a path that is no page."""
        words = page.words_of(request.query_string.decode("utf-8", "replace"))
        document = _NOT_FOUND.format(
            lang=words("app.html_lang"),
            theme=theme.css(),
            css=self.get_asset_url("board.css"),
            sentence=escape(words("app.not_found")),
            home=page.PATH,
            link=escape(words("app.to_board")),
        )
        return document, 404

    def _frame(self) -> html.Div:
        return html.Div(
            [
                dcc.Location(id="address", refresh=False),
                dcc.Store(id="view"),
                dcc.Store(id="served-build", data=self._serving.build_id()),
                dcc.Interval(id="poll", interval=POLL_MILLISECONDS),
                html.Div(page.frame(), id="page"),
            ]
        )
