"""A verdict in words and symbol: rise and fall are said, marked and coloured here and only where there is one."""

from dashboards.components.attributes import attributes
from dashboards.components.element import Element, span
from dashboards.i18n import Words
from dashboards.serving import Row
from dashboards.values import Written, favour_of

_ARROWS = {"rise": "▲", "fall": "▼", "no_significant_change": "≈"}


def verdict_mark(words: Words, verdict: str, direction: str) -> Element:
    """Symbol, words, and whether it is for the better; the colour only repeats what is said."""
    favour = favour_of(direction, verdict)
    judged: list[Element | str] = [
        span(_ARROWS[verdict], className="arrow", **attributes(aria_hidden="true")),
        words(f"verdict.{verdict}"),
    ]
    if favour:
        judged.append(span(words(f"verdict.{favour}"), className="favour"))
    tone = favour or ("neutral" if verdict != "no_significant_change" else "unchanged")
    return span(judged, className=f"verdict {tone}")


def verdict_symbol(words: Words, verdict: str | None, direction: str, *, said: str | None = None) -> Element:
    """The symbol alone, for a narrow cell, its words for who cannot see it; without verdict a dash, `said` is why."""
    if verdict is None:
        return span(words("table.absent"), className="verdict none", title=said)
    tone = favour_of(direction, verdict) or ("neutral" if verdict != "no_significant_change" else "unchanged")
    spoken = words(f"verdict.{verdict}")
    return span(
        [span(_ARROWS[verdict], **attributes(aria_hidden="true")), span(spoken, className="spoken")],
        className=f"verdict {tone}",
        title=spoken,
    )


def change_said(row: Row, written: Written) -> list[Element | str | None]:
    """The change of an indicator's value with its verdict and what it is a change of, or why nothing is said of it."""
    words, status = written.words, row["verdict_status"]
    if row["verdict"] is None:
        said = words("verdict.not_said", reason=written.reason(status)) if status and status != "ok" else None
        return [span(said or words("overview.untested_here"), className="verdict none")]
    # Of a survey the change is of a share, of calls of their count.
    changed = written.change(row)
    return [
        span(changed, className="change-number") if changed else None,
        verdict_mark(words, row["verdict"], row["direction"]),
        span(words(f"basis.{row['change_basis']}"), className="basis"),
    ]
