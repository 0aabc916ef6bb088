"""Figures and words of the wall that need no city."""

import pytest

from dashboards.figures.enlarged import enlarged
from dashboards.figures.outline import places_of_names
from dashboards.figures.ranked_dots import Dot, ranked_dots


def test_a_figure_for_a_wall_is_a_larger_copy() -> None:
    figure = ranked_dots([Dot("a", 1.0, 0.5, 1.5, None, ())], whole=1.0, whole_label="whole")
    large = enlarged(figure)
    small_trace, trace = figure["data"][0], large["data"][0]
    assert trace["marker"]["size"][0] > small_trace["marker"]["size"][0] == 9
    assert trace["error_x"]["thickness"] > small_trace["error_x"]["thickness"]
    assert trace["x"] == small_trace["x"]
    assert large["layout"]["font"]["size"] > figure["layout"]["font"]["size"]
    assert large["layout"]["shapes"][0]["line"]["width"] > figure["layout"]["shapes"][0]["line"]["width"]


def test_a_name_stands_within_the_largest_part_of_its_area() -> None:
    parts = [[[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]], [[[5, 5], [9, 5], [9, 9], [5, 9], [5, 5]]]]
    text = f'{{"type": "MultiPolygon", "coordinates": {parts}}}'
    east, north = places_of_names({"a": text})["a"]
    assert 5 < east < 9
    assert 5 < north < 9
    # A horseshoe's middle is not in it.
    shoe = [[[0, 0], [6, 0], [6, 6], [5, 6], [5, 1], [1, 1], [1, 6], [0, 6], [0, 0]]]
    east, north = places_of_names({"b": f'{{"type": "Polygon", "coordinates": {shoe}}}'})["b"]
    assert north < 1 or east < 1 or east > 5


@pytest.mark.parametrize("figure", [{"data": [{"type": "scatter", "fill": "toself", "line": {"width": 0.8}}]}])
def test_outlines_of_areas_stay_thin(figure: dict[str, list[dict[str, object]]]) -> None:
    whole = {**figure, "layout": {"font": {"size": 13}, "margin": {}, "xaxis": {}, "yaxis": {}}}
    assert enlarged(whole)["data"][0]["line"] == {"width": 0.8}
