"""The map of areas: colours by class, outlines on a plane of pixels, and what a picture of it needs."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.components.area_map import MapArea, MapClass, area_map, classes
from dashboards.components.element import Element
from dashboards.components.markup import markup
from dashboards.components.outline import Outlines, outlines
from dashboards.theme import LIGHT, MAP_CLASSES
from tests.fakes.rendering import elements

SQUARE = "M0 0L10 0L10 10L0 10Z"
PLANE = Outlines(10, 10, {"a": SQUARE, "b": SQUARE}, {"a": (5, 5), "b": (2, 3)})


@given(st.lists(st.floats(0, 1000, allow_nan=False), min_size=1, max_size=60))
def test_map_classes_cover_every_value_once_and_in_order(values: list[float]) -> None:
    found = classes(values)
    assert 1 <= len(found) <= MAP_CLASSES
    for value in values:
        assert sum(c.lower <= value <= c.upper for c in found) == 1
    numbers = [c.number for c in found]
    assert numbers == sorted(set(numbers))
    assert set(numbers) <= set(range(1, MAP_CLASSES + 1))


def test_ten_areas_fill_five_classes_evenly() -> None:
    found = classes([float(n) for n in range(10)])
    assert [(c.number, c.lower, c.upper) for c in found] == [(1, 0, 1), (2, 2, 3), (3, 4, 5), (4, 6, 7), (5, 8, 9)]


def test_no_value_has_no_class() -> None:
    assert classes([]) == []


def drawn(svg: Element) -> dict[str, Element]:
    """The areas of a map, in the order in which they are drawn."""
    return {
        item.attributes["data-area"]: item for item in elements(svg) if "data-area" in getattr(item, "attributes", {})
    }


def test_an_unranked_area_is_hatched_and_a_chosen_one_has_a_strong_border_on_top() -> None:
    areas = [MapArea("a", 1.0, ["甲"]), MapArea("b", None, ["乙", "未排名"])]
    svg = area_map(areas, PLANE, [MapClass(1, 1.0, 1.0)], highlighted=["a"])
    found = drawn(svg)
    assert list(found) == ["b", "a"]
    assert found["b"].fill == "url(#map-hatch)"
    assert any(getattr(item, "id", None) == "map-hatch" for item in elements(svg))
    assert found["b"].attributes["data-tip"] == "乙\n未排名"
    assert found["a"].className == "area map-1 chosen"
    assert found["a"].fill == LIGHT["map-1"]
    assert found["a"].attributes["stroke-width"] > found["b"].attributes["stroke-width"]


def test_an_area_that_leads_on_is_a_link_with_its_numbers_in_words() -> None:
    areas = [MapArea("a", 1.0, ["Westridge", "3.2"], href="?area=a"), MapArea("b", 1.0, ["Eastlake"])]
    svg = area_map(areas, PLANE, [MapClass(1, 1.0, 1.0)])
    (link,) = [item for item in elements(svg) if item._type == "A"]
    assert (link.href, link.attributes["aria-label"]) == ("?area=a", "Westridge, 3.2")
    assert [item.attributes.get("data-area") for item in elements(link.children)] == ["a"]


def test_names_stand_on_their_areas_and_are_escaped() -> None:
    text = markup(area_map([MapArea("a", 1.0, ())], PLANE, [MapClass(1, 1.0, 1.0)], names={"a": "<b>甲"}))
    assert '<text x="5" y="5"' in text
    assert "&lt;b&gt;甲</text>" in text
    assert "data-tip" not in text


def polygon(*rings: list[list[float]]) -> str:
    return json.dumps({"type": "Polygon", "coordinates": list(rings)})


OUTER = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]
HOLE = [[4, 4], [6, 4], [6, 6], [4, 6], [4, 4]]


def rings(path: str) -> list[list[tuple[int, int]]]:
    return [[(int(x), int(y)) for x, y in re.findall(r"(-?\d+) (-?\d+)", ring)] for ring in path.split("M")[1:]]


def test_north_is_above_and_degrees_of_longitude_are_as_short_as_there() -> None:
    found = outlines({"a": polygon([[0, 59], [2, 59], [2, 61], [0, 61], [0, 59]])})
    # At 60° a degree of longitude is half one of latitude.
    assert (found.width, found.height) == (500, 1000)
    ((*corners,),) = rings(found.paths["a"])
    assert set(corners) == {(0, 0), (500, 0), (500, 1000), (0, 1000)}
    north = outlines({"a": polygon([[0, 59], [2, 59], [1, 61], [0, 59]])}).paths["a"]
    assert (250, 0) in rings(north)[0]


def test_areas_are_drawn_on_one_plane_and_the_border_that_they_share_is_one() -> None:
    west = polygon([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]])
    east = polygon([[1, 0], [2, 0], [2, 1], [1, 1], [1, 0]])
    found = outlines({"west": west, "east": east})
    assert found.width == pytest.approx(1000, abs=1)
    assert max(x for x, _ in rings(found.paths["west"])[0]) == min(x for x, _ in rings(found.paths["east"])[0])
    assert found.places["west"][0] < found.places["east"][0]


def test_a_hole_is_a_ring_of_its_own_left_open() -> None:
    path = outlines({"a": polygon(OUTER, HOLE)}).paths["a"]
    assert [len(ring) for ring in rings(path)] == [4, 4]
    plane = Outlines(1000, 1000, {"a": path}, {"a": (0, 0)})
    assert (
        drawn(area_map([MapArea("a", 1.0, ())], plane, [MapClass(1, 1.0, 1.0)]))["a"].attributes["fill-rule"]
        == "evenodd"
    )


def test_every_part_of_a_multipolygon_is_drawn_and_its_name_stands_on_the_largest() -> None:
    far = [[x / 5 + 20, y / 5] for x, y in OUTER]
    found = outlines({"a": json.dumps({"type": "MultiPolygon", "coordinates": [[OUTER], [far]]})})
    assert len(rings(found.paths["a"])) == 2
    assert found.places["a"][0] < found.width / 2


def test_a_name_stands_within_its_area() -> None:
    # The middle of a horseshoe is not in it.
    shoe = [[0, 0], [6, 0], [6, 6], [5, 6], [5, 1], [1, 1], [1, 6], [0, 6], [0, 0]]
    x, y = outlines({"a": polygon(shoe)}).places["a"]
    assert x < 1000 / 6 or x > 5000 / 6 or y > 5000 / 6


def test_points_too_close_for_a_screen_are_thinned_out() -> None:
    edge = [[i / 1000, 0] for i in range(10_001)]
    path = outlines({"a": polygon([*edge, [10, 10], [0, 10], [0, 0]])}).paths["a"]
    assert len(rings(path)[0]) < 20


def test_nothing_to_draw_gives_no_outline() -> None:
    assert outlines({}).paths == {}
