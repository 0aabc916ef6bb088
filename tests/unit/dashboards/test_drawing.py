"""Figures become SVG that shows each of their marks at its place, and nothing that no browser could read."""

from datetime import date, timedelta
from math import log10
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboards.drawing.plot import drawn
from dashboards.drawing.scale import Scale, scale
from dashboards.drawing.ticks import round_step, ticks
from dashboards.figures.base import layout, time_axis
from dashboards.figures.funnel import FunnelPoint, Limit, funnel
from dashboards.figures.ranked_dots import Dot, ranked_dots
from dashboards.figures.stacked_bars import Part, stacked_bars
from dashboards.figures.trend_lines import Line, Point, trend_lines
from dashboards.figures.waterfall import Step, waterfall


def parsed(figure: dict[str, Any]) -> ElementTree.Element:
    # XML takes lines within an attribute for spaces, HTML does not.
    return ElementTree.fromstring(drawn(figure).replace("\n", "&#10;"))


def found(figure: dict[str, Any], path: str) -> list[ElementTree.Element]:
    return parsed(figure).findall(f".//{path}")


def part(written: str | None) -> float:
    """A part of the plot, from its percentage."""
    assert written is not None
    return float(written.removesuffix("%")) / 100


def trend(values: list[float | None], **more: Any) -> dict[str, Any]:
    first = date(2018, 1, 1)
    points = [
        Point(first + timedelta(days=31 * n), value, None, None, True, False, ("told",))
        for n, value in enumerate(values)
    ]
    return trend_lines([Line("甲", 0, points)], from_zero=more.get("from_zero", True))


# Axes


@given(st.floats(1e-6, 1e9), st.integers(2, 12))
def test_steps_are_round_and_no_more_than_asked_for(span: float, most: int) -> None:
    step = round_step(span, most)
    assert span / step <= most * (1 + 1e-9)
    assert any(abs(step / 10 ** round(log10(step / digit)) - digit) < 1e-6 for digit in (1, 2, 5))


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(2, 9))
def test_labels_of_numbers_lie_on_the_axis_and_differ(lowest: float, span: float, most: int) -> None:
    labels = ticks({"nticks": most}, Scale("linear", lowest, lowest + span))
    assert 1 <= len(labels) <= most + 1
    assert len({label.text for label in labels}) == len(labels)
    assert all(lowest - span * 1e-6 <= label.place <= lowest + span * (1 + 1e-6) for label in labels)


def test_numbers_are_written_with_groups_signs_and_what_the_axis_adds() -> None:
    assert [tick.text for tick in ticks({"nticks": 3}, Scale("linear", 0, 20_000))] == ["0", "10,000", "20,000"]
    assert [tick.text for tick in ticks({"nticks": 2}, Scale("linear", -0.5, 0.5))] == ["−0.5", "0", "0.5"]
    assert [tick.text for tick in ticks({"nticks": 2, "ticksuffix": "%"}, Scale("linear", 0, 100))][-1] == "100%"


def test_a_logarithm_is_labelled_by_powers_of_ten() -> None:
    of_log = Scale("log", log10(900), log10(2_000_000))
    assert [tick.text for tick in ticks({}, of_log)] == ["1,000", "10,000", "100,000", "1,000,000"]
    assert of_log.part(900) == 0
    assert of_log.part(0) is None


@pytest.mark.parametrize("months", [1, 4, 6, 14, 30, 60, 200, 2000])
def test_months_are_labelled_on_their_first_days_and_have_room(months: int) -> None:
    starts = [date(2015 + month // 12, month % 12 + 1, 1) for month in range(months)]
    labelled = [date.fromisoformat(day) for day in time_axis(starts)["tickvals"]]
    assert 1 <= len(labelled) <= 7
    assert set(labelled) <= set(starts)
    assert labelled == sorted(labelled)


def test_years_are_labelled_where_they_begin_and_weeks_by_their_months() -> None:
    assert time_axis([date(2000 + n, 7, 1) for n in range(6)])["tickvals"][0] == "2000-07-01"
    assert len(time_axis([date(1950 + n, 7, 1) for n in range(60)])["tickvals"]) <= 8
    weeks = [date(2025, 1, 6) + timedelta(days=7 * n) for n in range(20)]
    assert time_axis(weeks)["tickvals"] == ["2025-02-01", "2025-03-01", "2025-04-01", "2025-05-01"]
    assert time_axis(weeks[5:7] * 3)["tickvals"] == ["2025-02-10", "2025-02-17"]
    days = [date(2025, 1, 6) + timedelta(days=n) for n in range(9)]
    assert time_axis(days)["tickvals"] == ["2025-01-06"]


def test_of_many_labels_every_second_can_be_left_out() -> None:
    assert [tick.is_fine for tick in ticks({"tickvals": [1, 2, 3]}, Scale("linear", 0, 4))] == [False] * 3
    assert [tick.is_fine for tick in ticks({"tickvals": [1, 2, 3, 4, 5]}, Scale("linear", 0, 6))][:2] == [False, True]


def test_an_axis_that_begins_at_zero_does_and_one_of_shares_need_not() -> None:
    at_zero = trend([90.0, 95.0])
    assert scale(at_zero["layout"]["yaxis"], "y", at_zero).lowest == 0
    free = trend([90.0, 95.0], from_zero=False)
    assert 85 < scale(free["layout"]["yaxis"], "y", free).lowest < 90


# Marks


def test_a_line_breaks_where_there_is_no_value() -> None:
    (line,) = [path for path in found(trend([1.0, 2.0, None, 3.0, 4.0]), "path") if path.get("fill") == "none"]
    assert line.get("d", "").count("M") == 2


def test_a_point_lies_where_its_value_is() -> None:
    figure = trend([0.0, 5.0, 10.0])
    top = scale(figure["layout"]["yaxis"], "y", figure).highest
    marks = [mark for mark in found(figure, "circle") if mark.get("class") != "point"]
    assert [part(mark.get("cy")) for mark in marks] == pytest.approx([1, 1 - 5 / top, 1 - 10 / top], abs=1e-4)


def test_a_line_tells_at_each_of_its_points_also_where_it_has_no_symbol() -> None:
    points = [
        Point(date(2010 + n // 12, n % 12 + 1, 1), 1.0, None, None, True, False, (f"n{n}", "b")) for n in range(60)
    ]
    told = [mark.get("data-tip") for mark in found(trend_lines([Line("a", 0, points)], from_zero=True), "circle")]
    assert told == [f"n{n}\nb" for n in range(60)]


def test_intervals_reach_from_limit_to_limit_and_a_click_leads_on() -> None:
    dots = [Dot("甲", 2.0, 1.0, 4.0, 0, ("a",), "?point=a"), Dot("乙", 3.0, None, None, 1, ("b",))]
    figure = ranked_dots(dots, whole=2.5, whole_label="whole")
    of_x = scale(figure["layout"]["xaxis"], "x", figure)
    (interval,) = [path for path in found(figure, "path") if path.get("stroke-dasharray") is None]
    across = [float(number) for number in interval.get("d", "M").removeprefix("M").split()[::2]]
    assert across == pytest.approx([1000 * of_x.place(1.0), 1000 * of_x.place(4.0)], abs=0.1)
    assert [mark.get("data-href") for mark in found(figure, "*[@data-tip]")] == ["?point=a", None]
    assert [text.text for text in found(figure, "text")][:2] == ["甲", "乙"]
    assert [text.text for text in found(figure, "text")][-1] == "whole"


def test_stacked_bars_stand_on_one_another() -> None:
    figure = stacked_bars(
        [date(2018, 1, 1), date(2018, 2, 1)],
        [Part("a", [3.0, None], [["x"], ["y"]]), Part("b", [1.0, 2.0], [["z"], ["w"]])],
    )
    lower, upper, alone = found(figure, "rect")
    assert part(upper.get("y")) + part(upper.get("height")) == pytest.approx(part(lower.get("y")), abs=1e-4)
    assert part(alone.get("y")) + part(alone.get("height")) == pytest.approx(1, abs=1e-4)
    assert part(lower.get("height")) == pytest.approx(3 * part(upper.get("height")), abs=1e-4)
    assert upper.get("data-tip") == "z"


def test_parts_of_a_change_lie_from_where_the_one_before_ended() -> None:
    steps = [Step("a", 3.0, True, ["a"]), Step("b", -1.0, False, ["b"])]
    first, second, whole = found(waterfall(steps, whole=Step("all", 2.0, True, ["all"])), "rect")
    assert part(second.get("x")) + part(second.get("width")) == pytest.approx(
        part(first.get("x")) + part(first.get("width")), abs=1e-4
    )
    assert part(whole.get("width")) == pytest.approx(2 * part(second.get("width")), abs=1e-4)
    assert (first.get("opacity"), second.get("opacity")) == (None, "0.45")


def test_what_leaves_a_plot_is_cut_and_what_touches_its_edge_is_not() -> None:
    points = [FunnelPoint(str(n), 100.0 * 4**n, 20.0, "within_limits", True, ("a",)) for n in range(5)]
    figure = funnel(
        points,
        mean=20.0,
        per=10_000,
        dispersion=1.0,
        pairs=[Limit(1.96, "95 %"), Limit(3.09, "99.8 %")],
        names=dict.fromkeys(("high_99.8", "high_95", "low_95", "low_99.8", "within_limits"), "a"),
        mean_name="mean",
    )
    boxes = [box.get("overflow") for box in found(figure, "svg[@class='stretched']")]
    assert boxes.count("hidden") == 2
    assert boxes[-1] == "visible"


@given(st.lists(st.one_of(st.none(), st.floats(-1e9, 1e9)), min_size=1, max_size=30), st.booleans())
@example([5e-324], True)
@example([1e9, 1e9 + 1e-6], False)
@example([0.0], True)
def test_any_values_can_be_drawn(values: list[float | None], from_zero: bool) -> None:
    markup = drawn(trend(values, from_zero=from_zero))
    ElementTree.fromstring(markup)
    assert "nan" not in markup
    assert "inf" not in markup


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="￾￿"), max_size=30))
def test_words_are_written_as_they_are(name: str) -> None:
    hostile = f"<script>{name}&\"'"
    figure = ranked_dots([Dot(hostile, 1.0, 0.5, 2.0, None, (hostile,), f"?{hostile}")], whole=1.0, whole_label=hostile)
    marks = found(figure, "circle")
    assert [(mark.get("data-tip"), mark.get("data-href")) for mark in marks] == [(hostile, f"?{hostile}")]
    assert hostile in [text.text for text in found(figure, "text")]


@pytest.mark.parametrize(
    "unknown",
    [
        {"data": [{"type": "pie", "x": [], "y": []}]},
        {"data": [{"type": "scatter", "mode": "lines", "x": [1], "y": [1], "fill": "tozeroy", "line": {"width": 1}}]},
    ],
)
def test_what_cannot_be_drawn_is_not_drawn_in_part(unknown: dict[str, Any]) -> None:
    with pytest.raises(KeyError):
        drawn({"layout": layout(xaxis={}, yaxis={}), **unknown})
    shape = {"type": "circle", "x0": 0, "x1": 1, "y0": 0, "y1": 1, "line": {"color": "red", "width": 1}}
    with pytest.raises(KeyError):
        drawn({"data": [], "layout": layout(xaxis={}, yaxis={}, shapes=[shape])})
