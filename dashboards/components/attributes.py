"""Attributes of HTML elements that are no Python names: `aria-…` and `data-…`."""

from collections.abc import Sequence
from typing import Any

from dash.development.base_component import Component

from dashboards.components.element import Element

# What an element may contain.
Children = str | Component | Element | None | Sequence[str | Component | Element | None]


def attributes(**named: str) -> dict[str, Any]:
    """`aria_label="…"` as `aria-label`, to be unpacked into a component."""
    return {name.replace("_", "-"): value for name, value in named.items()}
