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


class Shell(dash.Dash):  # type: ignore[misc]
    """A Dash app whose first HTML has the language, title and theme of the view asked for."""

    def __init__(self, serving: Serving, **settings: Any) -> None:
        super().__init__("dashboards", **settings)
        self._serving = serving
        self.layout = self._frame

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

    def _frame(self) -> html.Div:
        return html.Div(
            [
                dcc.Location(id="address", refresh=False),
                dcc.Store(id="head"),
                dcc.Store(id="served-build", data=self._serving.build_id()),
                dcc.Interval(id="poll", interval=POLL_MILLISECONDS),
                html.Div(html.Div(className="waiting"), id="page"),
            ]
        )
