"""The control chart marks the weeks that the models warn of, and no others."""

from datetime import date, timedelta
from typing import Any

import pytest

from dashboards.figures.control_chart import LEVELS, Week, control_chart
from dashboards.theme import WARNINGS


def week(number: int, value: float | None, level: str | None = None, **more: Any) -> Week:
    fields: dict[str, Any] = {"centre": 10.0, "upper": 20.0, "is_complete": True, "tooltip": ("周",)}
    start = date(2018, 1, 1) + timedelta(weeks=number)
    return Week(start=start, value=value, level=level, **{**fields, **more})


def drawn(*weeks: Week) -> dict[str | None, dict[str, Any]]:
    names = {level: level for level in LEVELS}
    figure = control_chart(weeks, name="calls", centre_name="mean", limit_name="limit", level_names=names)
    return {trace.get("name"): trace for trace in figure["data"]}


def test_weeks_are_marked_by_their_level_and_not_by_the_limit_drawn() -> None:
    traces = drawn(week(0, 25), week(1, 12, "blue"), week(2, 30, "red"))
    assert (traces["blue"]["y"], traces["red"]["y"]) == ([12], [30])
    assert not {"yellow", "orange"} & set(traces)
    marked = [value for level in ("blue", "red") for value in traces[level]["y"]]
    assert 25 not in marked


def test_a_history_that_is_too_short_and_a_week_that_is_missing_leave_gaps() -> None:
    traces = drawn(week(0, 5, centre=None, upper=None), week(1, None), week(2, 7))
    assert traces["limit"]["y"] == [None, 20.0, 20.0]
    assert traces["calls"]["y"] == [5, None, 7]


def test_an_incomplete_week_is_hollow() -> None:
    (hollow,) = [trace for name, trace in drawn(week(0, 5), week(1, 3, is_complete=False)).items() if name is None]
    assert (hollow["y"], hollow["marker"]["symbol"]) == ([3], "circle-open")


@pytest.mark.parametrize("attribute", ["symbol", "color"])
def test_levels_are_told_apart_without_colour_and_with_it(attribute: str) -> None:
    traces = drawn(*(week(number, 30, level) for number, level in enumerate(LEVELS)))
    assert len({traces[level]["marker"][attribute] for level in LEVELS}) == len(LEVELS) == len(WARNINGS)
