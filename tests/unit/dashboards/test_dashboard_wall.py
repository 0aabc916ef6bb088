"""Figures and words of the wall that need no city."""

import pytest

from dashboards.figures.enlarged import enlarged
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


@pytest.mark.parametrize("figure", [{"data": [{"type": "scatter", "fill": "toself", "line": {"width": 0.8}}]}])
def test_outlines_of_areas_stay_thin(figure: dict[str, list[dict[str, object]]]) -> None:
    whole = {**figure, "layout": {"font": {"size": 13}, "margin": {}, "xaxis": {}, "yaxis": {}}}
    assert enlarged(whole)["data"][0]["line"] == {"width": 0.8}
