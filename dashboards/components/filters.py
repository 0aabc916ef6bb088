"""Filters: native selects that write the address, by `data-parameter` and `assets/address.js`.

The selects stay on the page, so that focus stays in them; their words and options are filled in.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html

from dashboards.components.attributes import attributes
from dashboards.components.element import option
from dashboards.components.view import View, hidden


@dataclass(frozen=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True)
class Offered:
    """What a filter offers. `chosen` is one of the options' values."""

    label: str
    options: Sequence[Option]
    chosen: str


def filter_frame(parameter: str, *, clears: Sequence[str] = (), of: str | None = None) -> html.Label:
    """A labelled select. A change sets `parameter` in the address and drops the parameters it `clears`.

    `of` is the page that it is on, where several pages have a filter of that parameter.
    """
    name = _name(parameter, of)
    return html.Label(
        [
            html.Span(id=f"{name}-label", className="filter-label"),
            html.Select(
                id=name,
                disable_n_clicks=True,
                **attributes(data_parameter=parameter, data_clears=" ".join(clears)),
            ),
        ],
        id=f"{name}-frame",
        className=f"filter filter-{parameter}",
        hidden=True,
    )


def filter_view(parameter: str, offered: Offered | None, *, of: str | None = None) -> View:
    """What fills the frame; None hides it."""
    name = _name(parameter, of)
    frame = f"{name}-frame"
    if offered is None:
        return View(attributes={frame: hidden(True)})
    options = [option(one.label, value=one.value, selected=one.value == offered.chosen) for one in offered.options]
    return View(
        {f"{name}-label": offered.label, name: options},
        {frame: hidden(False)},
    )


def _name(parameter: str, of: str | None) -> str:
    return f"filter-{parameter}" if of is None else f"{of}-filter-{parameter}"
