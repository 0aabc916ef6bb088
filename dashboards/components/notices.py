"""Sentences to be seen before the numbers: what was asked for and is not shown, what limits them."""

from collections.abc import Sequence

from dash import html


def notices(sentences: Sequence[str], *, kind: str) -> html.Div | None:
    """One box of sentences, read out when it changes; None where there is nothing to say."""
    if not sentences:
        return None
    return html.Div([html.P(sentence) for sentence in sentences], className=f"notice notice-{kind}", role="status")


def empty(sentence: str, *, heading: str | None = None, is_page: bool = False) -> html.Div:
    """In place of content that does not exist, with the reason; in place of a whole page the heading is the page's."""
    title = (html.H1 if is_page else html.P)(heading, className="empty-heading") if heading else None
    return html.Div([title, html.P(sentence)], className="empty", role="status")
