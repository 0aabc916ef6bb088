"""Small multiples share one scale and keep each area to its own place."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.figures.small_multiples import Small, height, small_multiples
from tests.fakes.small_multiples import read_off


def small(name: str, *values: float | None, is_complete: bool = True) -> Small:
    points = [(date(2018, month, 1), value) for month, value in enumerate(values, start=1)]
    return Small(name, points, [is_complete] * len(values), [(name,)] * len(values))


@given(
    st.lists(
        st.lists(st.none() | st.just(0.0) | st.floats(0.001, 1000), min_size=3, max_size=3), min_size=1, max_size=9
    )
)
def test_values_are_read_off_the_axis_as_they_were_given(series: list[list[float | None]]) -> None:
    figure = small_multiples([small(str(place), *values) for place, values in enumerate(series)], whole=[])
    top = max((value for values in series for value in values if value is not None), default=1.0)
    for values, found in zip(series, read_off(figure), strict=True):
        assert [value is None for value in found] == [value is None for value in values]
        known = [(one, other) for one, other in zip(found, values, strict=True) if other is not None]
        assert all(one == pytest.approx(other, abs=top / 500 + 1e-9) for one, other in known)


def cells(trace: dict[str, Any]) -> list[list[tuple[float, float | None]]]:
    """The points of each cell."""
    found: list[list[tuple[float, float | None]]] = [[]]
    for x, y in zip(trace["x"], trace["y"], strict=True):
        if x is None:
            found.append([])
        else:
            found[-1].append((x, y))
    return found[:-1]


def test_no_two_areas_share_a_place_and_each_name_stands_at_its_own() -> None:
    figure = small_multiples([small(str(number), 1, 50, 2) for number in range(5)], whole=[])
    boxes = []
    for points, name in zip(cells(figure["data"][1]), figure["layout"]["annotations"], strict=True):
        xs, ys = [x for x, _ in points], [y for _, y in points if y is not None]
        assert name["x"] <= min(xs) <= name["x"] + 0.1
        # Its name is above its highest point.
        assert max(ys) < name["y"] - 0.1
        boxes.append((min(xs), max(xs), min(ys), name["y"]))
    assert [name["text"] for name in figure["layout"]["annotations"]] == list("01234")
    for place, (left, right, lower, upper) in enumerate(boxes):
        for other_left, other_right, other_lower, other_upper in boxes[place + 1 :]:
            assert right < other_left or other_right < left or upper < other_lower or other_upper < lower


def test_the_whole_stands_behind_each_area_and_missing_months_are_gaps() -> None:
    whole = [(date(2018, 1, 1), 2.0), (date(2018, 2, 1), 3.0)]
    figure = small_multiples([small("甲", 1, None), small("乙", 4, 5)], whole=whole)
    behind, before = figure["data"]
    first, second = cells(behind)
    assert [x for x, _ in first] == [x for x, _ in cells(before)[0]]
    assert [y for _, y in first] == [y for _, y in second], "side by side they are as high"
    assert cells(before)[0][1][1] is None
    # Between two areas the line breaks too.
    assert None in before["x"]


def test_only_an_incomplete_period_has_a_mark_and_every_point_its_own_words() -> None:
    figure = small_multiples([small("甲", 1, 2), small("乙", 1, 2, is_complete=False)], whole=[])
    trace = figure["data"][1]
    assert trace["marker"]["size"] == [0, 0, 0, 6, 6, 0]
    assert trace["text"] == ["甲", "甲", "", "乙", "乙", ""]


def test_years_are_named_under_both_columns() -> None:
    points = [(date(year, month, 1), 1.0) for year in (2018, 2019) for month in range(1, 13)]
    part = Small("甲", points, [True] * 24, [()] * 24)
    ticks = small_multiples([part, part], whole=[])["layout"]["xaxis"]
    assert ticks["ticktext"] == ["2018", "2019"] * 2
    assert ticks["tickvals"] == sorted(ticks["tickvals"])


def test_the_height_grows_by_lines() -> None:
    assert height(1) == height(2) < height(3) == height(4)
