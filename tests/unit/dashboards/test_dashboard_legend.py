"""Keys beside plots name what is drawn as it is drawn; names beside a plot have their room."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.components.legend import plot_legend
from dashboards.components.markup import markup
from dashboards.figures.base import names_beside
from dashboards.figures.stacked_bars import Part, stacked_bars
from dashboards.figures.trend_lines import Line, Point, trend_lines
from dashboards.theme import RAMP, SERIES
from tests.fakes.rendering import elements, text, with_class


def line(name: str, series: int) -> Line:
    points = [Point(date(2018, month, 1), 1.0, 0.5, 1.5, True, False, ()) for month in (1, 2)]
    return Line(name, series, points)


SHAPES = ("Line", "Rect", "Circle", "Polygon")


def drawn(figure: dict[str, Any]) -> list[tuple[str, list[Any]]]:
    """The words of a key's entries and the shapes beside them."""
    entries = with_class(plot_legend(figure), "legend-entry")
    return [(text(entry), [item for item in elements(entry) if item._type in SHAPES]) for entry in entries]


def test_lines_are_told_by_colour_and_stroke_and_their_bands_and_marks_have_no_entry() -> None:
    found = drawn(trend_lines([line("甲", 0), line("<b>乙", 1)], from_zero=True))
    assert [name for name, _ in found] == ["甲", "<b>乙"]
    (solid,), (dashed,) = (shapes for _, shapes in found)
    assert (solid.stroke, dashed.stroke) == (SERIES[0], SERIES[1])
    assert "stroke-dasharray" not in solid.attributes
    assert "stroke-dasharray" in dashed.attributes
    assert "&lt;b&gt;乙" in markup(plot_legend(trend_lines([line("<b>乙", 1)], from_zero=True)))


def test_bars_are_told_by_their_fill() -> None:
    parts = [Part("young", [1.0], [()]), Part("old", [2.0], [()])]
    found = drawn(stacked_bars([date(2018, 1, 1)], parts))
    assert [(name, shapes[0].fill) for name, shapes in found] == [("young", RAMP[0]), ("old", RAMP[1])]


@pytest.mark.parametrize(
    ("symbol", "tag", "is_filled"),
    [
        ("circle", "Circle", True),
        ("circle-open", "Circle", False),
        ("triangle-down-open", "Polygon", False),
        ("star", "Polygon", True),
    ],
)
def test_symbols_keep_their_shape(symbol: str, tag: str, is_filled: bool) -> None:
    marker = {"color": ["#123456", "#ffffff"], "symbol": [symbol, "square"], "size": [9, 20]}
    trace = {"type": "scatter", "mode": "markers", "name": "a", "marker": marker}
    ((_, (shape,)),) = drawn({"data": [trace], "layout": {"showlegend": True}})
    assert shape._type == tag
    assert (shape.fill if is_filled else shape.stroke) == "#123456"


def test_a_plot_that_asks_for_no_key_has_none() -> None:
    figure = trend_lines([line("甲", 0)], from_zero=True)
    figure["layout"]["showlegend"] = False
    assert plot_legend(figure) is None


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60), min_size=1, max_size=5))
def test_names_beside_a_plot_leave_it_room_on_a_telephone(names: list[str]) -> None:
    kept, room = names_beside(names)
    assert room <= 200
    for name, shown in zip(names, kept, strict=True):
        assert shown == name or (shown.endswith("…") and name.startswith(shown[:-1]))


def test_short_names_are_whole_and_han_is_as_wide_as_two_letters() -> None:
    # With their places before them, as a ranking has them.
    boroughs = ["12  Hammersmith and Fulham", "15  Kensington and Chelsea", "32  Richmond upon Thames", "澜湾市"]
    assert names_beside(boroughs)[0] == boroughs
    assert names_beside(["澜湾市政府"])[1] > names_beside(["city!"])[1]
    assert names_beside([])[1] == 10
