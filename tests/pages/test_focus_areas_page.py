"""What the page of focus areas says is what the snapshot supports, and no more."""

from collections.abc import Callable
from typing import Any

import pytest
from dash.development.base_component import Component

from dashboards.pages.focus_areas.page import PAGE
from dashboards.serving import Reader, Row, Serving
from tests.fakes.rendering import elements, text, with_class, with_id
from tests.fixtures.cities import BuiltCity
from tests.fixtures.pages import Open

OLDER, NEWER = "治安重点社区整治", "警情高发社区挂牌"
CATEGORY = "criminal_public_order"


def effect(reader: Reader, programme: str, category: str = CATEGORY) -> Row:
    (row,) = reader.rows(
        "select * from marts.mart_focus_area where programme = $programme and category_id = $category",
        {"programme": programme, "category": category},
    )
    return row


def signed(value: float) -> str:
    return f"{value:+.1f}".replace("-", "−")


def finding(tree: list[Component]) -> str:
    return text(with_class(tree, "panel-finding"))


@pytest.mark.parametrize("programme", [OLDER, NEWER])
def test_the_finding_is_the_verdict_of_the_mart_with_its_interval(
    reader: Reader, open_page: Open, programme: str
) -> None:
    row = effect(reader, programme)
    said = finding(open_page(f"/focus-areas?programme={programme}&lang=en"))
    numbers = tuple(signed(row[name]) for name in ("difference", "difference_lower", "difference_upper"))
    assert "{} calls against the control (95% interval {} to {})".format(*numbers) in said
    words = {
        "fall": "That supports an effect",
        "rise": "An effect for the better is not supported",
        "no_significant_change": "no effect beyond chance can be shown",
    }
    assert {verdict for verdict, sentence in words.items() if sentence in said} == {row["verdict"]}
    assert f"{row['ratio']:.2f} times ({row['ratio_lower']:.2f}–{row['ratio_upper']:.2f})" in said
    assert f"of {row['treated_before']:,} calls before, {row['expected_by_chance']:.1f} were" in said.lower()
    assert f"({signed(row['expected_regression'])})" in said


def test_where_difference_and_proportion_do_not_agree_neither_is_claimed_alone(reader: Reader, open_page: Open) -> None:
    row = effect(reader, OLDER)
    assert row["verdict"] == "no_significant_change"
    assert row["ratio_upper"] < 1
    assert "do not agree" in finding(open_page(f"/focus-areas?programme={OLDER}&lang=en"))


def test_what_is_said_of_each_group_is_the_verdict_of_its_own_row(reader: Reader, open_page: Open) -> None:
    rows = reader.rows("select * from marts.mart_focus_area where verdict is not null")
    assert len({(row["programme"], row["category_id"]) for row in rows}) > 8
    marks = {"fall": "▼ Significant fall", "rise": "▲ Significant rise", "no_significant_change": "≈ No significant"}
    for row in rows:
        said = finding(open_page(f"/focus-areas?programme={row['programme']}&category={row['category_id']}&lang=en"))
        assert [verdict for verdict, mark in marks.items() if mark in said] == [row["verdict"]]
        assert ("it does not prove that the programme alone made it" in said) == (row["verdict"] == "fall")
        assert ("the verdict is on the bold side" in said) == (row["verdict"] != "no_significant_change")


@pytest.mark.parametrize(
    ("category", "reason"),
    [("sensitive", "small count of a sensitive category, withheld"), ("severe", "zero in the period compared with")],
)
def test_what_cannot_be_told_says_why_and_shows_no_withheld_count(
    reader: Reader, open_page: Open, category: str, reason: str
) -> None:
    row = effect(reader, NEWER, category)
    assert row["verdict"] is None
    tree = open_page(f"/focus-areas?programme={NEWER}&category={category}&lang=en")
    assert f"The effect cannot be told: {reason}" in finding(tree)
    counts = text(with_class(tree, "panel-counts"))
    assert (f"No counts are shown: {reason}" in counts) == (row["treated_before"] is None)


def test_the_counts_are_those_that_the_difference_is_made_of(reader: Reader, open_page: Open) -> None:
    row = effect(reader, NEWER)
    tree = open_page(f"/focus-areas?programme={NEWER}&lang=en")
    lines = [text(item) for item in elements(with_class(tree, "panel-counts")) if item._type == "Tr"]
    names = {
        "treated": "Treated",
        "control": "Control",
        "buffer": "Around the treated",
        "control_buffer": "Around the control",
    }
    made = 0.0
    for role, name in names.items():
        (line,) = [line for line in lines if line.startswith(name)]
        before, after = (int(part.replace(",", "")) for part in line.removeprefix(name).split()[1:3])
        assert (before, after) == (row[f"{role}_before"], row[f"{role}_after"])
        weight = row.get(f"{role}_weight") or 1
        made += (after - before) / weight * (-1 if "control" in role else 1)
    assert made == pytest.approx(row["difference"])


@pytest.mark.parametrize("programme", [OLDER, NEWER])
def test_the_effects_drawn_are_those_of_the_snapshot_with_their_intervals(
    reader: Reader, open_page: Open, programme: str
) -> None:
    rows = reader.rows(
        "select * from marts.mart_focus_area where programme = $programme and difference is not null"
        " order by difference",
        {"programme": programme},
    )
    figure: Any = with_id(open_page(f"/focus-areas?programme={programme}&lang=en"), "focus-effects").figure
    (dots,) = figure["data"]
    assert dots["x"] == [row["difference"] for row in rows]
    assert dots["error_x"]["array"] == pytest.approx([row["difference_upper"] - row["difference"] for row in rows])
    assert [shape["x0"] for shape in figure["layout"]["shapes"]] == [0.0]


def test_areas_are_proposed_as_the_snapshot_has_them(reader: Reader, open_page: Open) -> None:
    tree = open_page("/focus-areas?lang=en")
    rows = {
        row["area_id"]: row
        for row in reader.rows("select * from marts.mart_focus_list where category_id = $id", {"id": CATEGORY})
    }
    words = {
        "may_leave": "may leave",
        "stays": "stays",
        "may_enter": "may enter",
        "held": "has left, quiet",
        "watch": "watch",
    }
    assert {row["proposal"] for row in rows.values()} == set(words)
    listed = {
        getattr(link, "id", "").removeprefix("spot-"): (text(line), link.href)
        for line in elements(with_class(tree, "panel-focus-list"))
        if line._type == "Tr"
        for link in elements(line)
        if link._type == "A"
    }
    assert set(listed) == set(rows)
    for area_id, row in rows.items():
        line, address = listed[area_id]
        assert f" {words[row['proposal']]} " in line
        assert f"{row['months_in_hot']} / {row['months_judged']}" in line
        assert f"{row['recent_months_in_hot']} / 6" in line
        assert f"/hot-spots?area={area_id}&category={CATEGORY}" in address
        assert ("never" in line) == (row["programme"] is None)


def test_a_programme_that_does_not_exist_is_told(reader: Reader) -> None:
    shown = PAGE.work_out(reader, PAGE.read("?programme=none&lang=en"))
    (notice,) = with_class(list(shown.view.children.values()), "notice-address")
    assert "“none” that does not exist; “Communities listed for many calls” is shown" in text(notice)
    assert "none" not in shown.search


@pytest.mark.real_data
@pytest.mark.parametrize("city_id", ["london", "st-louis"])
def test_a_city_without_programmes_has_no_such_page(built: Callable[[str], BuiltCity], city_id: str) -> None:
    with Serving(built(city_id).home).reader() as reader:
        assert not PAGE.is_filled(reader)
