"""What a trace gives its marks: what they tell, values of each of them, attributes of their elements."""

from collections.abc import Sequence
from html import escape
from typing import Any

from dashboards.figures.base import Figure


def told_by(trace: Figure) -> list[str]:
    """What each of a trace's points tells; nothing where none does."""
    if trace.get("hoverinfo") != "text":
        return []
    return [text.replace("<br>", "\n") for text in trace.get("hovertext") or trace.get("text") or []]


def tip(text: str, href: str | None = None) -> str:
    told = f' data-tip="{escape(text)}"' if text else ""
    return f'{told} data-href="{escape(href)}"' if href else told


def each(value: Any, count: int) -> Sequence[Any]:
    return value if isinstance(value, list) else [value] * count


def written(**given: Any) -> str:
    return "".join(f' {name}="{escape(str(value))}"' for name, value in given.items() if value is not None)
