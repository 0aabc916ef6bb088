"""The address is the view: reading and writing it are inverse, and what it asks for is shown or explained."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.pages.district_board._address import Address
from dashboards.pages.district_board._board import Board

word = st.text(min_size=1, max_size=12)
# An address is UTF-8: it cannot hold half of a surrogate pair.
area = st.text(st.characters(codec="utf-8", exclude_characters=","), min_size=1, max_size=8)
addresses = st.builds(
    Address,
    indicator=st.none() | word,
    level=st.none() | word,
    type=st.none() | word,
    period=st.none() | word,
    scope=st.none() | word,
    area=st.none() | word,
    areas=st.none() | st.lists(area, unique=True, max_size=6).map(tuple),
    lang=st.none() | word,
)


@given(addresses)
def test_an_address_written_and_read_is_the_same(address: Address) -> None:
    assert Address.read(address.search()) == address


def test_no_areas_asked_for_and_no_areas_wanted_are_two_things() -> None:
    assert Address.read("").areas is None
    assert Address.read("?areas=").areas == ()


def test_unknown_parameters_are_ignored() -> None:
    assert Address.read("?utm_source=mail&level=street") == Address(level="street")


def test_the_default_is_the_newest_complete_year_of_the_first_indicator(board: Callable[[str], Board]) -> None:
    choice = board("").choice
    assert choice.indicator["indicator_id"] == "alarm_rate"
    assert choice.view is not None
    assert choice.view.level["level_id"] == "district"
    assert choice.view.scope["scope_id"] == "city"
    assert choice.view.period["period_id"] == "2018"
    assert choice.problems == []


def test_a_type_alone_chooses_its_newest_complete_period(board: Callable[[str], Board]) -> None:
    view = board("?type=M").choice.view
    assert view is not None
    # December is newer, and incomplete.
    assert view.period["period_id"] == "2018-11"


def test_a_period_says_its_type(board: Callable[[str], Board]) -> None:
    view = board("?period=2017&type=M").choice.view
    assert view is not None
    assert view.period["period_type"] == "Y"


@pytest.mark.parametrize(
    ("search", "named"),
    [
        ("?indicator=murders", "murders"),
        ("?level=galaxy", "galaxy"),
        ("?period=1918-11", "1918-11"),
        ("?type=D", "D"),
        ("?scope=atlantis", "atlantis"),
        ("?lang=fr", "fr"),
        ("?areas=d1,atlantis", "atlantis"),
        ("?period=%27%3B%20drop%20table%20x", "'; drop table x"),
    ],
)
def test_what_does_not_exist_is_named_and_a_default_shown(
    board: Callable[[str], Board], search: str, named: str
) -> None:
    found = board(search)
    assert len(found.choice.problems) == 1
    assert named in found.choice.problems[0]
    assert found.content is not None
    assert found.content.ranked
    # The address put right asks for nothing that does not exist.
    again = board(found.choice.address.search())
    assert again.choice.problems == []
    assert again.content == found.content


@pytest.mark.parametrize(
    ("search", "sentence"),
    [
        ("?indicator=safety&level=street", "“群众安全感”没有“街道”层级的排名，已改为显示“区”。"),
        ("?indicator=safety&period=2018-11", "“群众安全感”没有2018年11月的数据，已改为显示2018年。"),
        ("?level=district&scope=d1", "“万人警情率”没有“东湖区内”范围的排名，已改为显示“全市”。"),
    ],
)
def test_what_exists_without_rows_is_explained(board: Callable[[str], Board], search: str, sentence: str) -> None:
    assert board(search).choice.problems == [sentence]


def test_at_most_five_areas_are_drawn(board: Callable[[str], Board]) -> None:
    found = board("?areas=d1,d2,d3,d4,d5,d6")
    assert found.content is not None
    assert found.content.chosen == ("d1", "d2", "d3", "d4", "d5")
    assert len(found.choice.problems) == 1


def test_the_trend_begins_with_the_two_best_and_the_last(board: Callable[[str], Board]) -> None:
    content = board("").content
    assert content is not None
    ranks = {row["area_id"]: row["rank"] for row in content.ranked}
    assert [ranks[area_id] for area_id in content.chosen] == [1, 2, 5]


def test_areas_chosen_by_hand_stay_when_the_indicator_changes(board: Callable[[str], Board]) -> None:
    content = board("?areas=d3&indicator=safety").content
    assert content is not None
    assert content.chosen == ("d3",)
