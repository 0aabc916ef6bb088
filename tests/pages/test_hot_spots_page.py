"""What the page of hot spots shows is what the snapshot says, also of cities that lack some data."""

from collections import Counter
from collections.abc import Callable

import pytest

from dashboards.figures.funnel import limits
from dashboards.pages.hot_spots.page import PAGE
from dashboards.serving import Reader, Serving
from tests.fakes.rendering import elements, text, with_class, with_id
from tests.fixtures.cities import BuiltCity
from tests.fixtures.pages import CITY, COMMUNITY, DISTRICT, Open, figure, opened, traces

CATEGORY = "criminal_public_order"
FLAGS = ("high_99.8", "high_95", "low_95", "low_99.8", "within_limits")


@pytest.mark.parametrize("area", [CITY, DISTRICT])
def test_the_answers_above_count_the_classes_of_the_snapshot(reader: Reader, open_page: Open, area: str) -> None:
    rows = reader.rows(
        """
        select class
        from marts.mart_hotspot
        inner join marts.bridge_area_tree on descendant_area_id = area_id and ancestor_area_id = $area
        where category_id = $category and period_id = '2025-12'
        """,
        {"area": area, "category": CATEGORY},
    )
    classes = Counter(row["class"] for row in rows)
    assert classes["chronic"]
    tiles = [text(tile) for tile in with_class(open_page(f"/hot-spots?area={area}&lang=en"), "tile")]
    for name, kind in (("Chronic", "chronic"), ("New", "emerging"), ("Fading", "resolved")):
        (tile,) = [tile for tile in tiles if tile.startswith(name)]
        assert tile.startswith(f"{name} {classes[kind]} of {len(rows)}")
    (half,) = reader.rows(
        "select * from marts.mart_concentration"
        " where area_id = $area and category_id = $category and period_id = '2025'",
        {"area": area, "category": CATEGORY},
    )
    share = half["share_of_areas_with_50_percent"]
    assert f"{share * 100:.1f}% of {half['areas']}" in tiles[-1]
    assert f"{round(share * half['areas'])} of them, 2025" in tiles[-1]


def test_the_list_has_each_community_with_the_months_it_rests_on(reader: Reader, open_page: Open) -> None:
    tree = open_page("/hot-spots?lang=en")
    rows = reader.rows(
        "select * from marts.mart_hotspot where category_id = $category and period_id = '2025-12' and class != 'none'",
        {"category": CATEGORY},
    )
    listed = {
        getattr(link, "id", "").removeprefix("below-"): text(line)
        for line in elements(with_class(tree, "panel-spots"))
        if line._type == "Tr"
        for link in elements(line)
        if link._type == "A"
    }
    assert set(listed) == {row["area_id"] for row in rows}
    for row in rows:
        line = listed[row["area_id"]]
        assert f"{row['months_in_hot']} / {row['months_judged']}" in line
        # The signs are the months: as many full ones as hot months.
        assert line.count("■") == row["months_in_hot"]
        assert line.count("■") + line.count("□") == row["months_judged"]
        assert f"{row['calls_12_months']:,}" in line


def test_the_map_colours_the_share_of_months_that_were_hot(reader: Reader, open_page: Open) -> None:
    tree = open_page("/hot-spots?lang=en")
    drawn = with_class(with_id(tree, "hot-map"), "area")
    whole = reader.rows(
        "select sum(months_in_hot) as hot, sum(months_judged) as judged from marts.mart_hotspot"
        " where category_id = $category and period_id = '2025-12'",
        {"category": CATEGORY},
    )[0]
    told = [area.attributes["data-tip"].split("\n")[1] for area in drawn]
    pairs = [line.split(" months hot")[0].split(" of ") for line in told]
    assert len(drawn) == 74
    assert sum(int(hot.replace(",", "")) for hot, _ in pairs) == whole["hot"]
    assert sum(int(judged.replace(",", "")) for _, judged in pairs) == whole["judged"]


@pytest.mark.parametrize("area", [CITY, DISTRICT])
def test_the_curve_passes_half_where_the_mart_has_it(reader: Reader, open_page: Open, area: str) -> None:
    curves = traces(open_page(f"/hot-spots?area={area}&lang=en"), "hot-curve")
    (held,) = reader.rows(
        "select * from marts.mart_concentration"
        " where area_id = $area and category_id = $category and period_id = '2025'",
        {"area": area, "category": CATEGORY},
    )
    calls = curves["Calls"]
    half = held["share_of_areas_with_50_percent"] * 100
    before = [
        share for places, share in zip(calls["x"], calls["y"], strict=True) if places < half - 100 / held["areas"]
    ]
    after = [share for places, share in zip(calls["x"], calls["y"], strict=True) if places >= half - 0.01]
    assert max(before) < 50 <= min(after) + 0.01
    # The area between the curve and the even line is half of the Gini index.
    under = sum(
        (right - left) * (upper + lower) / 2
        for left, right, lower, upper in zip(calls["x"], calls["x"][1:], calls["y"], calls["y"][1:], strict=False)
    )
    assert 2 * under / 10_000 - 1 == pytest.approx(held["gini"], abs=0.01)
    said = text(with_class(open_page(f"/hot-spots?area={area}&lang=en"), "panel-hot-curve"))
    assert f"Gini {held['gini']:.2f}." in said
    assert 0 < held["gini_by_chance"] < held["gini"]
    assert f"equal chance would have a Gini of {held['gini_by_chance']:.2f}:" in said


@pytest.mark.parametrize("area", [CITY, DISTRICT])
def test_the_funnel_draws_the_flags_of_the_snapshot_and_its_limits_part_them(
    reader: Reader, open_page: Open, area: str
) -> None:
    drawn = traces(open_page(f"/hot-spots?area={area}&lang=en"), "hot-funnel")
    names = ("above 99.8%", "above 95%", "below 95%", "below 99.8%", "within the limits")
    rows = reader.rows(
        """
        select funnel.*
        from marts.mart_rate_funnel as funnel
        inner join marts.bridge_area_tree on descendant_area_id = area_id and ancestor_area_id = $area
        where category_id = $category and period_id = '2025' and level_id = 'community' and flag is not null
        """,
        {"area": area, "category": CATEGORY},
    )
    for flag, name in zip(FLAGS, names, strict=True):
        here = sorted((row["population"], row["rate_per_10k"]) for row in rows if row["flag"] == flag)
        found = drawn.get(name, {"x": [], "y": []})
        assert sorted(zip(found["x"], found["y"], strict=True)) == here, flag
    # Above what is drawn as a limit where and only where the mart says so.
    for row in rows:
        widened = max(row["dispersion"], 1) ** 0.5
        flag = "within_limits"
        for name, z in (("95", 1.959963984540054), ("99.8", 3.090232306167813)):
            lower, upper = limits(row["expected"], z * widened)
            flag = f"high_{name}" if row["alarm_count"] > upper else flag
            flag = f"low_{name}" if row["alarm_count"] < lower else flag
        assert flag == row["flag"], row


def test_a_district_is_held_against_the_limits_of_the_whole_city(reader: Reader, open_page: Open) -> None:
    of_city, of_district = (
        traces(open_page(f"/hot-spots?area={area}&lang=en"), "hot-funnel") for area in (CITY, DISTRICT)
    )
    assert of_city["99.8% limits"] == of_district["99.8% limits"]
    assert len(of_district["within the limits"]["x"]) < len(of_city["within the limits"]["x"])


def test_what_is_not_told_by_hour_and_place_is_shown_for_all_calls_and_says_so(reader: Reader, open_page: Open) -> None:
    said = text(with_class(open_page(f"/hot-spots?area={DISTRICT}&lang=en"), "panel-heat"))
    assert "“Criminal and public-order” is not told by hour and place, so all calls are shown." in said
    rows = reader.rows(
        """
        select * from marts.mart_alarm_when_where
        where area_id = $area and category_id = 'all' and period_id = '2025'
            and (hour_band = 'all') != (place_type = 'all')
        """,
        {"area": DISTRICT},
    )
    assert len(rows) > 10
    for row in rows:
        assert f"{row['index_to_city']:.2f} {row['index_lower']:.2f}–{row['index_upper']:.2f}" in said
    assert "not told" not in text(
        with_class(open_page(f"/hot-spots?area={DISTRICT}&category=all&lang=en"), "panel-heat")
    )


def test_a_category_of_another_page_is_told_and_replaced(reader: Reader) -> None:
    answer = PAGE.work_out(reader, PAGE.read("?category=30&lang=en"))
    assert answer.search == f"?category={CATEGORY}&lang=en"
    (notice,) = with_class(list(answer.view.children.values()), "notice-address")
    assert "only by all calls and groups; “Criminal and public-order” is shown" in text(notice)


def test_a_community_has_no_curve_and_is_in_the_funnel_of_the_city(open_page: Open) -> None:
    tree = open_page(f"/hot-spots?area={COMMUNITY}&lang=en")
    assert "There is nothing below this area" in text(with_class(tree, "panel-hot-curve"))
    found = [trace for name, trace in traces(tree, "hot-funnel").items() if name in ("within the limits", "above 95%")]
    assert sum(len(trace["x"]) for trace in found) == 1
    assert ": within the limits. What" in text(with_class(tree, "panel-hot-funnel"))


@pytest.mark.real_data
def test_a_city_of_too_few_months_says_so_and_shows_what_it_can(built: Callable[[str], BuiltCity]) -> None:
    with Serving(built("st-louis").home).reader() as reader:
        tree = opened(reader, "/hot-spots?lang=en")
        assert "24 months are needed, 12 can be judged" in text(with_class(tree, "panel-spots"))
        assert "not a residential area" in text(with_class(tree, "panel-hot-funnel"))
        assert figure(tree, "hot-curve")


@pytest.mark.real_data
def test_a_city_without_hours_and_places_says_that_they_are_not_recorded(built: Callable[[str], BuiltCity]) -> None:
    with Serving(built("london").home).reader() as reader:
        tree = opened(reader, "/hot-spots?lang=en")
        assert "does not record hours or kinds of place" in text(with_class(tree, "panel-heat"))
        # Of the last whole year, though months go on after it.
        assert "2022" in text(with_class(tree, "panel-hot-funnel"))
