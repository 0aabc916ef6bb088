"""Filters: native selects that write the address, by `data-parameter` and `assets/address.js`."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html

from dashboards.components.attributes import attributes


@dataclass(frozen=True)
class Option:
    value: str
    label: str


def select(
    parameter: str, label: str, options: Sequence[Option], chosen: str, *, clears: Sequence[str] = ()
) -> html.Label:
    """A labelled select. A change sets `parameter` in the address and drops the parameters it `clears`."""
    return html.Label(
        [
            html.Span(label, className="filter-label"),
            html.Select(
                [html.Option(option.label, value=option.value, selected=option.value == chosen) for option in options],
                id=f"filter-{parameter}",
                # A choice made elsewhere makes a new element: an old one would keep what was picked in it.
                key=f"{parameter}={chosen}",
                disable_n_clicks=True,
                **attributes(data_parameter=parameter, data_clears=" ".join(clears)),
            ),
        ],
        className=f"filter filter-{parameter}",
    )
