"""The first HTML of an address: the page as it is read, whole, before any script runs. What fills it is an answer
(`answer`); scripts only change it in place afterwards (`assets/view.js`).
"""

import json
from functools import cache
from typing import Any

from dash import html

from dashboards.answer import Answer
from dashboards.components.markup import markup
from dashboards.components.view import slot
from dashboards.page import Page
from dashboards.registry import PAGES

# What scripts need of the first view; the rest of it is in the markup.
_FOR_SCRIPTS = ("page", "head", "caption", "marks")


def body(found: Answer) -> str:
    """The page of an answer, filled."""
    page = next(page for page in PAGES if page.name == found["page"])
    return markup(_layout(page), found["markup"], found["attributes"])


def first_view(found: Answer, edition: str) -> str:
    """JSON of what scripts need of an answer, to stand in a script element."""
    needed = {name: found[name] for name in _FOR_SCRIPTS} | {"edition": edition}
    text = json.dumps(needed, ensure_ascii=False, separators=(",", ":"))
    # Nothing in it may end the element.
    return text.replace("<", "\\u003c")


@cache
def frames() -> str:
    """The frames of all pages, unfilled, so that turning to a page asks only for its view."""
    return "".join(f'<template id="frame-of-{page.name}">{markup(page.frame())}</template>' for page in PAGES)


def _layout(page: Page[Any]) -> html.Div:
    return html.Div(
        [
            slot("skip"),
            slot("header"),
            slot("menu-place"),
            slot("fictional"),
            html.Main(
                [slot("breadcrumb"), slot("absent-page"), html.Div(page.frame(), id="frame", className="slot")],
                id="content",
                className="page",
            ),
            slot("footer"),
        ],
        id="page",
    )
