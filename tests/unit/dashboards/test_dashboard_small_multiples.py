"""Small multiples share one scale and keep each area to its own place."""

from datetime import date

from dashboards.figures.small_multiples import Small, height, small_multiples


def small(name: str, *values: float | None, is_complete: bool = True) -> Small:
    points = [(date(2018, month, 1), value) for month, value in enumerate(values, start=1)]
    return Small(name, points, [is_complete] * len(values), [(name,)] * len(values))


def test_all_areas_are_drawn_on_one_scale_from_zero() -> None:
    figure = small_multiples([small("甲", 1, 2), small("乙", 40, 50), small("丙", 3, None)], whole=[])
    ranges = [figure["layout"][name]["range"] for name in ("yaxis", "yaxis2", "yaxis3")]
    assert ranges[0] == ranges[1] == ranges[2]
    assert ranges[0][0] == 0
    assert ranges[0][1] >= 50


def test_no_two_areas_share_a_place_and_each_name_stands_at_its_own() -> None:
    count = 5
    layout = small_multiples([small(str(number), 1, 2) for number in range(count)], whole=[])["layout"]
    places = []
    for number in range(count):
        suffix = "" if number == 0 else str(number + 1)
        (left, right), (lower, upper) = layout[f"xaxis{suffix}"]["domain"], layout[f"yaxis{suffix}"]["domain"]
        assert 0 <= left < right <= 1
        assert 0 <= lower < upper <= 1
        name = layout["annotations"][number]
        assert (name["text"], name["x"]) == (str(number), left)
        assert name["y"] > upper
        places.append((left, right, lower, upper))
    for place, (left, right, lower, upper) in enumerate(places):
        for other_left, other_right, other_lower, other_upper in places[place + 1 :]:
            assert right < other_left or other_right < left or upper < other_lower or other_upper < lower


def test_the_whole_stands_behind_each_area_and_missing_months_are_gaps() -> None:
    whole = [(date(2018, 1, 1), 2.0), (date(2018, 2, 1), 3.0)]
    data = small_multiples([small("甲", 1, None), small("乙", 4, 5)], whole=whole)["data"]
    behind, first, behind_too, second = data
    assert behind["y"] == behind_too["y"] == [2.0, 3.0]
    assert first["y"] == [1, None]
    assert first["connectgaps"] is False
    assert (first["xaxis"], second["xaxis"]) == ("x", "x2")


def test_only_an_incomplete_period_has_a_mark() -> None:
    data = small_multiples([small("甲", 1, 2), small("乙", 1, 2, is_complete=False)], whole=[])["data"]
    assert [trace["marker"]["size"] for trace in data[1::2]] == [[0, 0], [6, 6]]


def test_the_height_grows_by_lines() -> None:
    assert height(1) == height(2) < height(3) == height(4)
