"""Months in which an area was hot, from rows of `mart_hotspot`: how many, and one by one."""

from dash import html

from dashboards.components.attributes import Children, attributes
from dashboards.i18n import Words
from dashboards.serving import Row

_SIGNS = {"1": "■", "0": "□", "-": "·"}


def months_hot(words: Words, row: Row) -> Children:
    """`19 / 24` and a sign for each month of `pattern` (`1` hot, `0` not, `-` not judged), the newest on the right."""
    if row["months_judged"] is None or row["pattern"] is None:
        return words("table.absent")
    return [
        words("table.ratio", numerator=row["months_in_hot"], denominator=row["months_judged"]),
        # What the number says, month by month.
        html.Span(
            "".join(_SIGNS[sign] for sign in row["pattern"]), className="months-hot", **attributes(aria_hidden="true")
        ),
    ]
