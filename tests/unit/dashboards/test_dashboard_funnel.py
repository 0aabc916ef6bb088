"""The funnel and the concentration curve draw what they are given, by the rules of the models."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.figures.funnel import FunnelPoint, Limit, funnel, limits
from dashboards.figures.share_curve import Curve, reached, share_curve

FLAGS = ("high_99.8", "high_95", "low_95", "low_99.8", "within_limits")
PAIRS = (Limit(1.96, "95%"), Limit(3.09, "99.8%"))


def point(
    name: str, residents: float, rate: float, flag: str = "within_limits", *, is_within: bool = True
) -> FunnelPoint:
    return FunnelPoint(name, residents, rate, flag, is_within, (name,))


def drawn(*points: FunnelPoint, dispersion: float = 1.0) -> list[dict]:
    names = {flag: flag for flag in FLAGS}
    figure = funnel(points, mean=20, per=10_000, dispersion=dispersion, pairs=PAIRS, names=names, mean_name="mean")
    return figure["data"]


def byar(count: float, z: float) -> float:
    return count * (1 - 1 / (9 * count) + z / (3 * sqrt(count))) ** 3


@given(expected=st.floats(0.5, 5000), z=st.floats(1.5, 9))
def test_a_count_on_the_limit_has_its_own_limit_on_the_expected(expected: float, z: float) -> None:
    lower, upper = limits(expected, z)
    assert 0 <= lower < expected < upper
    assert byar(upper, -z) == pytest.approx(expected, rel=1e-4)
    if lower > 0:
        assert byar(lower + 1, z) == pytest.approx(expected, rel=1e-4)
    else:
        # Not even no call at all is few enough.
        assert byar(1, z) >= expected * (1 - 1e-4)


def test_limits_of_a_hundred_are_those_of_the_chi_square_distribution() -> None:
    # Counts k with P(X ≥ k) and P(X ≤ k) of a Poisson mean of 100 next to 2.5 %.
    assert limits(100, 1.96) == pytest.approx((80.5, 120.5), abs=0.6)


def test_the_limits_narrow_with_size_and_widen_with_dispersion() -> None:
    points = (point("小社区", 1_000, 10), point("大社区", 10_000, 30))
    narrow, wide = (
        [trace for trace in drawn(*points, dispersion=dispersion) if trace.get("name") == "95%"]
        for dispersion in (1, 4)
    )
    lower, upper = narrow
    assert upper["y"][0] - lower["y"][0] > upper["y"][-1] - lower["y"][-1]
    assert all(far > near for far, near in zip(wide[1]["y"], upper["y"], strict=True))
    # Under-dispersion narrows nothing, as in the models.
    same = [trace for trace in drawn(*points, dispersion=0.2) if trace.get("name") == "95%"]
    assert same[1]["y"] == upper["y"]


def test_areas_outside_are_named_and_told_apart_by_shape_and_those_elsewhere_are_pale() -> None:
    traces = drawn(
        point("高发社区", 5_000, 90, "high_99.8"),
        point("低发社区", 9_000, 1, "low_95"),
        point("普通社区", 6_000, 21),
        point("别处社区", 7_000, 99, "high_99.8", is_within=False),
    )
    by_name = {trace["name"]: trace for trace in traces if trace.get("name") in FLAGS}
    assert by_name["high_99.8"]["text"] == ["高发社区"]
    assert by_name["low_95"]["text"] == ["低发社区"]
    assert by_name["within_limits"]["text"] == [""]
    assert len({trace["marker"]["symbol"] for trace in by_name.values()}) == 3
    (elsewhere,) = [trace for trace in traces if trace.get("showlegend") is False and "markers" in trace["mode"]]
    assert elsewhere["x"] == [7_000]
    assert "text" not in elsewhere


def test_of_two_areas_at_one_spot_one_is_named_though_their_names_are_the_same() -> None:
    traces = drawn(
        point("西区", 5_000, 90, "high_99.8"), point("西区", 5_010, 89.9, "high_99.8"), point("西区", 9_000, 20)
    )
    texts = [text for trace in traces if trace.get("name") in FLAGS for text in trace["text"]]
    assert sorted(texts) == ["", "", "西区"]


def test_sizes_far_apart_are_drawn_by_their_logarithm() -> None:
    def kind(largest: float) -> str:
        names = {flag: flag for flag in FLAGS}
        points = (point("甲", 1_000, 10), point("乙", largest, 30))
        figure = funnel(points, mean=20, per=10_000, dispersion=1, pairs=PAIRS, names=names, mean_name="mean")
        return str(figure["layout"]["xaxis"]["type"])

    assert (kind(20_000), kind(50_000)) == ("linear", "log")


def test_half_of_the_whole_is_reached_on_the_places_with_most_of_it() -> None:
    assert reached([0, 2, 10, 8]) == pytest.approx([0.5, 0.9, 1.0, 1.0])


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=400).filter(any))
def test_the_curve_never_falls_and_never_lies_below_the_line_of_even_places(amounts: list[int]) -> None:
    traces = share_curve(
        [Curve("警情", amounts)], half=0.2, half_label="", even_name="", tooltip="{name}{places}{share}"
    )["data"]
    x, y = traces[0]["x"], traces[0]["y"]
    assert (x[0], y[0], x[-1], y[-1]) == (0, 0, 100, 100)
    assert y == sorted(y)
    assert all(share >= places - 0.02 for places, share in zip(x, y, strict=True))
    assert len(x) <= 250
