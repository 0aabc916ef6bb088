"""Sentences that must be seen before the numbers: what was asked for and is not shown, and what limits the numbers."""

from collections.abc import Sequence

from dash import html


def notices(sentences: Sequence[str], *, kind: str) -> html.Div | None:
    """One box of sentences, read out by screen readers when it changes; None where there is nothing to say."""
    if not sentences:
        return None
    return html.Div(
        [html.P(sentence) for sentence in sentences], className=f"notice notice-{kind}", role="status"
    )


def empty(heading: str, sentence: str) -> html.Div:
    """In place of content that does not exist, with the reason."""
    return html.Div(
        [html.P(heading, className="empty-heading"), html.P(sentence)], className="empty", role="status"
    )
