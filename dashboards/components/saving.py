"""Buttons that save what is shown, worked by `assets/save.js`; the browser gives them their full names."""

from dash import html

from dashboards.components.attributes import attributes


def save_button(form: str, *, of: str | None = None) -> html.Button:
    """`form`: `png` or `svg` of the panel `of`, `csv` of the table in the same element of class `tabled`."""
    more = attributes(data_of=of) if of is not None else {}
    return html.Button(form.upper(), type="button", className="save", **attributes(data_save=form), **more)
