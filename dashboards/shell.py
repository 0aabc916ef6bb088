"""The app's documents: a page whole, or a sentence where there is none, with their scripts in order."""

from html import escape
from typing import Any

import dash
from dash import dcc
from dash.development.base_component import Component
from flask import Response, g, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from dashboards import theme
from dashboards.answer import Answer, page_at
from dashboards.document import body, first_view, frames
from dashboards.i18n import CATALOGUES, Words
from dashboards.registry import BY_PATH, PAGES
from dashboards.serving import Serving
from dashboards.views import Views, asked_search, sent

DISTRICT_BOARD = "/board"
# Parameters that only the board has.
_OF_BOARD = {"indicator", "level", "scope", "areas"}

# How often an open page looks whether a new build is served.
POLL_MILLISECONDS = 30_000

# Scripts of Dash for components that its layout here has none of.
_UNUSED = ("/dash/html/", "/dash/dash_table/")

# The page comes whole, with its figures; then our scripts, and only then Dash, which looks for new builds.
_DOCUMENT = """<!DOCTYPE html>
<html lang="{lang}" data-page="{name}" data-colours="{colours}">
  <head>
    {metas}
    <title>{title}</title>
    <link rel="icon" type="image/svg+xml" href="{icon}">
    <style>{theme}</style>
    {css}
    {scripts}
  </head>
  <body>
    <noscript>{noscript}</noscript>
    {page}
    <p id="away" class="away" role="status" hidden>{away}</p>
    {frames}
    <script type="application/json" id="first-view">{view}</script>
    <div hidden>
      {app_entry}
      {config}
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
    """A Dash app whose first HTML is the page asked for, whole."""

    def __init__(self, serving: Serving, views: Views, **settings: Any) -> None:
        super().__init__("dashboards", **settings)
        self._serving = serving
        self._views = views
        self.layout = self._watch
        self.server.before_request(self._refuse_unknown_path)
        self.server.before_request(_lead_to_the_board)
        self.server.register_error_handler(500, self._not_made)

    def index(self, *_ignored: Any, **_too: Any) -> Response:
        """The document of the request's address."""
        _, packed = self._views.packed(page_at(request.path), asked_search(), self._document)
        return sent(packed, "text/html")

    def _document(self, found: Answer, edition: str) -> str:
        # Dash hands its own parts over to `interpolate_index`, and nothing else.
        g.answered = found, edition
        return str(super().index())

    def interpolate_index(self, **parts: str) -> str:  # type: ignore[override]
        found, edition = g.answered
        scripts = parts["scripts"].splitlines()
        own = [script for script in scripts if f'src="{self.get_asset_url("")}' in script]
        of_dash = [script for script in scripts if script not in own and not any(part in script for part in _UNUSED)]
        # The theme is there before anything is seen; what is deferred runs in this order once the page is read.
        at_once = [script for script in own if "/theme.js" in script]
        ours = [script for script in own if script not in at_once]
        return _DOCUMENT.format(
            metas=parts["metas"],
            css=parts["css"],
            app_entry='<div id="react-entry-point"></div>',
            config=parts["config"],
            renderer=parts["renderer"].replace('type="application/javascript"', 'type="module"'),
            scripts="\n".join([*at_once, *map(_deferred, [*ours, *of_dash])]),
            title=escape(found["head"]["title"]),
            lang=found["head"]["lang"],
            name=found["page"],
            colours=escape(found["head"]["colours"]),
            icon=self.get_asset_url("icon.svg"),
            theme=theme.css(),
            noscript=" ".join(escape(Words(language)("app.noscript")) for language in CATALOGUES),
            page=body(found),
            away=escape(found["head"]["away"]),
            frames=frames(),
            view=first_view(found, edition),
        )

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
        words = Words(first.read(asked_search()).language)
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

    def _watch(self) -> list[Component]:
        """What Dash lays out: not the page, but what looks whether another build is served."""
        return [
            dcc.Store(id="served-edition", data=self._views.edition()),
            dcc.Store(id="followed-edition"),
            dcc.Interval(id="poll", interval=POLL_MILLISECONDS),
        ]


def _deferred(script: str) -> str:
    return script.replace("<script ", "<script defer ", 1)


def _lead_to_the_board() -> AnyResponse | None:
    """Addresses of the board from when it was the only page, at the top."""
    is_of_board = request.path == "/" and _OF_BOARD & request.args.keys()
    return redirect(f"{DISTRICT_BOARD}{asked_search()}") if is_of_board else None
