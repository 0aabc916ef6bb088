"""Figures are plain dicts that draw what they are given and nothing else."""

import ast
import json
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dashboards.components.heat import Cell, heat_map
from dashboards.drawing.plot import drawn as drawn_as_svg
from dashboards.figures.ranked_dots import MOST_NAMED, Dot, height, ranked_dots
from dashboards.figures.stacked_bars import Part, stacked_bars
from dashboards.figures.stage_bands import Quantile, Stage, stage_bands
from dashboards.figures.trend_lines import Line, Point, trend_lines
from dashboards.figures.waterfall import Step, waterfall
from tests.fakes.rendering import text, with_class


def test_no_module_builds_figures_with_plotly() -> None:
    paths = list(Path("dashboards").rglob("*.py"))
    assert paths, "run the tests from the checkout's top level"
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name.split(".")[0] == "plotly"], path


def point(month: int, value: float | None, **more: Any) -> Point:
    fields: dict[str, Any] = {"lower": None, "upper": None, "is_complete": True, "is_redrawn": False, "tooltip": ()}
    return Point(start=date(2018, month, 1), value=value, **{**fields, **more})


def drawn(line: Line) -> dict[str, dict[str, Any]]:
    """Traces of a chart of one line, by what they are."""
    traces = trend_lines([line], from_zero=True)["data"]
    return {"band" if "fill" in trace else trace["mode"]: trace for trace in traces}


def test_a_line_breaks_where_there_is_no_value() -> None:
    line = drawn(Line("东湖区", 0, [point(1, 3.0), point(2, None), point(3, 5.0)]))["lines"]
    assert line["y"] == [3.0, None, 5.0]


def test_a_share_need_not_begin_at_zero() -> None:
    line = Line("东湖区", 0, [point(1, 3.0)])
    assert trend_lines([line], from_zero=True)["layout"]["yaxis"]["rangemode"] == "tozero"
    assert trend_lines([line], from_zero=False)["layout"]["yaxis"]["rangemode"] == "normal"


def test_redrawn_bounds_and_incomplete_periods_have_marks_of_their_own() -> None:
    points = [point(1, 3.0), point(2, 4.0, is_redrawn=True), point(3, 5.0, is_complete=False)]
    marks = drawn(Line("东湖区", 0, points))["markers"]
    assert marks["marker"]["symbol"] == ["circle", "diamond", "circle-open"]


def test_a_long_line_has_marks_only_where_they_say_something() -> None:
    points = [
        Point(date(2010 + n // 12, n % 12 + 1, 1), None if n in (5, 7) else 1.0, None, None, n != 99, n == 50, ())
        for n in range(100)
    ]
    # Alone between two gaps, redrawn, incomplete.
    assert drawn(Line("东湖区", 0, points))["markers"]["x"] == ["2010-07-01", "2014-03-01", "2018-04-01"]


def test_the_band_goes_forth_along_the_upper_and_back_along_the_lower_limits() -> None:
    points = [point(1, 3.0, lower=2.0, upper=5.0), point(2, 4.0, lower=3.0, upper=6.0)]
    band = drawn(Line("东湖区", 0, points))["band"]
    assert band["x"] == ["2018-01-01", "2018-02-01", "2018-02-01", "2018-01-01"]
    assert band["y"] == [5.0, 6.0, 3.0, 2.0]


def test_the_band_breaks_with_the_line_and_a_period_alone_is_still_seen() -> None:
    points = [point(1, 3.0, lower=2.0, upper=5.0), point(2, None), point(3, 4.0, lower=3.0, upper=6.0)]
    band = drawn(Line("东湖区", 0, points))["band"]
    assert band["y"] == [5.0, 5.0, 2.0, 2.0, None, 6.0, 6.0, 3.0, 3.0]
    assert band["x"][0] < "2018-01-01" < band["x"][1]


def test_without_intervals_there_is_no_band() -> None:
    assert "band" not in drawn(Line("东湖区", 0, [point(1, 3.0)]))


def test_lines_differ_by_more_than_colour() -> None:
    traces = trend_lines([Line(str(n), n, [point(1, 1.0)]) for n in range(5)], from_zero=True)["data"]
    assert len({trace["line"]["dash"] for trace in traces if trace["mode"] == "lines"}) == 5
    assert len({trace["marker"]["symbol"][0] for trace in traces if trace["mode"] == "markers"}) == 5


def test_dots_stand_in_the_order_given_the_first_on_top() -> None:
    dots = [Dot("1 甲", 1.0, 0.5, 2.0, 0, ()), Dot("2 乙", 3.0, None, None, None, ())]
    figure = ranked_dots(dots, whole=2.0, whole_label="2.0")
    trace, axis = figure["data"][0], figure["layout"]["yaxis"]
    assert trace["x"] == [1.0, 3.0]
    assert axis["ticktext"] == ["1 甲", "2 乙"]
    assert axis["range"][0] > axis["range"][1]
    assert trace["error_x"]["array"] == [1.0, 0]
    assert trace["error_x"]["arrayminus"] == [0.5, 0]
    assert figure["layout"]["shapes"][0]["x0"] == 2.0
    assert "shapes" not in ranked_dots(dots, whole=None, whole_label="")["layout"]


def test_of_very_many_areas_only_those_in_the_trend_are_named_and_the_plot_does_not_grow() -> None:
    dots = [Dot(f"{n} 甲", float(n), None, None, 0 if n == 7 else None, ()) for n in range(MOST_NAMED + 1)]
    axis = ranked_dots(dots, whole=None, whole_label="")["layout"]["yaxis"]
    assert axis["ticktext"] == ["7 甲"]
    assert axis["tickvals"] == [7]
    assert height(len(dots)) == height(10 * len(dots)) < height(MOST_NAMED)
    all_named = ranked_dots(dots[:-1], whole=None, whole_label="")["layout"]["yaxis"]
    assert len(all_named["ticktext"]) == MOST_NAMED


def step(name: str, addition: float, *, is_sure: bool = False) -> Step:
    return Step(name, addition, is_sure, [name])


def test_a_waterfall_begins_each_part_where_the_one_before_ended() -> None:
    steps = [step("a", 3.0), step("b", -1.0, is_sure=True), step("c", 0.5)]
    figure = waterfall(steps, whole=step("all", 2.5, is_sure=True))
    (bars,) = figure["data"]
    assert bars["base"] == [0.0, 3.0, 2.0, 0.0]
    assert bars["x"] == [3.0, -1.0, 0.5, 2.5]
    assert bars["marker"]["opacity"] == [0.45, 1.0, 0.45, 1.0]
    # Rise and fall are told apart, and the whole from both.
    assert len({bars["marker"]["color"][place] for place in (0, 1, 3)}) == 3
    lowest, highest = figure["layout"]["xaxis"]["range"]
    assert lowest < 0
    assert highest > 3.0


@given(st.lists(st.floats(-50, 50, allow_nan=False), max_size=12))
def test_a_waterfall_of_any_parts_can_be_sent(additions: list[float]) -> None:
    figure = waterfall([step("a", value) for value in additions], whole=step("all", sum(additions)))
    json.dumps(figure, allow_nan=False)
    low, high = figure["layout"]["xaxis"]["range"]
    assert low < high


def test_a_heat_map_writes_every_number_and_shades_all_but_the_totals() -> None:
    cells = {("r", "a"): Cell(1.0, "1", False), ("r", "b"): Cell(2.0, "2", False), ("r", "all"): Cell(3.0, "3", True)}
    columns = [("a", "A"), ("b", "B"), ("c", "C"), ("all", "All")]
    tree = heat_map("caption", "corner", columns=columns, rows=[("r", "R")], cells=cells, absent="—")
    assert text(tree) == "caption CSV corner A B C All R 1 2 — 3"
    assert [item.className for item in with_class(tree, "heat")] == [
        "heat map-1",
        "heat map-5",
        "heat none",
        "heat total",
    ]


def test_stacked_bars_draw_each_part_in_a_colour_of_its_own_and_leave_out_what_is_not_known() -> None:
    starts = [date(2018, 1, 1), date(2018, 2, 1)]
    parts = [Part("young", [3.0, None], [["a"], ["b"]]), Part("old", [1.0, 2.0], [["c"], ["d"]])]
    figure = stacked_bars(starts, parts)
    assert figure["layout"]["barmode"] == "stack"
    assert [trace["y"] for trace in figure["data"]] == [[3.0, None], [1.0, 2.0]]
    assert len({trace["marker"]["color"] for trace in figure["data"]}) == 2


def test_a_stage_of_which_only_a_band_of_times_is_known_has_no_mark_and_the_axis_is_of_minutes() -> None:
    stages = [
        Stage("arrive", Quantile(9.0, 8.0, 10.0), Quantile(16.0, None, None), ["a"]),
        Stage("close", Quantile(50.0, None, None), None, ["b"]),
        Stage("feedback", None, None, ["c"]),
    ]
    figure = stage_bands(stages, half_name="half", most_name="most")
    bands, half, most = figure["data"]
    assert (bands["base"], bands["x"], bands["y"]) == ([9.0], [7.0], [0])
    assert (half["x"], half["y"]) == ([9.0, 50.0], [0, 1])
    assert (most["x"], most["y"]) == ([16.0], [0])
    assert half["error_x"]["arrayminus"] == [1.0, 0.0]
    assert figure["layout"]["xaxis"]["ticktext"] == ["10", "20", "30", "60"]
    assert figure["layout"]["yaxis"]["ticktext"] == ["arrive", "close", "feedback"]
    only = stage_bands([Stage("a", Quantile(3.0, None, None), None, ["a"])], half_name="half", most_name="most")
    assert len(only["layout"]["xaxis"]["tickvals"]) == 1
    for one in (figure, only):
        assert drawn_as_svg(one).count("<text") >= 2
