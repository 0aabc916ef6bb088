"""The bump chart draws ranks downwards, with an interval for each period and the other areas behind."""

from datetime import date
from typing import Any

import pytest

from dashboards.figures.rank_lines import rank_lines
from dashboards.figures.trend_lines import Line, Point


def point(year: int, rank: int | None, lower: int | None = None, upper: int | None = None, **more: Any) -> Point:
    fields: dict[str, Any] = {"is_complete": True, "is_redrawn": False, "tooltip": ()}
    return Point(date(year, 1, 1), rank, lower, upper, **{**fields, **more})


def test_rank_one_is_at_the_top() -> None:
    figure = rank_lines([Line("东湖区", 0, [point(2017, 1), point(2018, 10)])], [], most=10)
    bottom, top = figure["layout"]["yaxis"]["range"]
    assert bottom > 10 > 1 > top
    assert figure["layout"]["yaxis"]["tickvals"] == list(range(1, 11))


def test_an_interval_reaches_from_the_better_rank_to_the_worse() -> None:
    figure = rank_lines([Line("东湖区", 0, [point(2017, 4, 2, 9), point(2018, 4)])], [], most=10)
    bars = figure["data"][1]["error_y"]
    assert (bars["arrayminus"], bars["array"]) == ([2, 0], [5, 0])


def test_lines_stand_side_by_side_so_that_intervals_of_one_period_do_not_cover_each_other() -> None:
    lines = [Line(name, place, [point(2017, 1), point(2018, 2)]) for place, name in enumerate(("甲", "乙", "丙"))]
    drawn = rank_lines(lines, [], most=3)["data"][1:]
    first = [trace["x"][0] for trace in drawn]
    assert first == sorted(set(first))
    # The one in the middle stands where its period begins.
    assert first[1] == "2017-01-01 00:00"


def test_a_period_without_a_rank_breaks_the_line() -> None:
    line = rank_lines([Line("甲", 0, [point(2016, 1), point(2017, None), point(2018, 2)])], [], most=2)["data"][1]
    assert line["y"] == [1, None, 2]


def test_other_areas_are_one_pale_trace_each_area_ended_by_a_gap() -> None:
    others = [[(date(2017, 1, 1), 2), (date(2018, 1, 1), 1)], [(date(2017, 1, 1), 3), (date(2018, 1, 1), None)]]
    behind = rank_lines([Line("甲", 0, [point(2017, 1), point(2018, 2)])], others, most=3)["data"][0]
    assert behind["y"] == [2, 1, None, 3, None, None]
    assert behind["opacity"] < 0.5
    assert behind["showlegend"] is False


def test_new_bounds_and_incomplete_periods_have_marks_of_their_own() -> None:
    points = [point(2017, 1), point(2018, 2, is_redrawn=True), point(2019, 2, is_complete=False)]
    marks = rank_lines([Line("甲", 1, points)], [], most=2)["data"][1]["marker"]["symbol"]
    assert marks == ["square", "diamond", "square-open"]


@pytest.mark.parametrize(("most", "ticks"), [(3, [1, 2, 3]), (74, [1, 10, 20, 30, 40, 50, 60, 70])])
def test_ticks_are_ranks_that_a_reader_counts_in(most: int, ticks: list[int]) -> None:
    figure = rank_lines([Line("甲", 0, [point(2017, 1), point(2018, 2)])], [], most=most)
    assert figure["layout"]["yaxis"]["tickvals"] == ticks
