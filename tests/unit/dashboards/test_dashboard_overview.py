"""Which indicators the overview shows where a city has other ones than the fictional one."""

from typing import Any

from dashboards.pages.overview.content import headline


def row(code: str, feed: str, kind: str, category: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        "indicator_id": code,
        "feed": feed,
        "value_kind": kind,
        "category_kind": "alarm" if category else None,
        "category_id": category,
        "direction": "down_good",
        "value": 1.0,
        **more,
    }


def shown(*rows: dict[str, Any]) -> list[str]:
    return [found["indicator_id"] for found in headline(rows)]


def test_what_a_leader_looks_at_first_comes_first() -> None:
    assert shown(row("X1", "x", "rate"), row("SV01", "survey", "share"), row("AL04", "alarms", "rate", "crime")) == [
        "AL04",
        "SV01",
        "X1",
    ]


def test_feeds_that_are_not_there_yet_come_before_more_of_the_same_and_rates_before_counts() -> None:
    found = shown(
        row("AL04", "alarms", "rate", "crime"),
        row("A2", "alarms", "rate", "theft"),
        row("E1", "events", "count"),
        row("E2", "events", "share"),
    )
    assert found == ["AL04", "E2", "E1", "A2"]


def test_a_count_is_left_out_where_its_rate_is_shown() -> None:
    assert shown(row("AL04", "alarms", "rate", "crime"), row("AL03", "alarms", "count", "crime")) == ["AL04"]


def test_what_tells_neither_better_nor_worse_or_has_no_value_is_left_out() -> None:
    assert shown(row("C", "x", "rate", direction="context"), row("N", "x", "rate", value=None)) == []


def test_no_more_than_eight_are_shown() -> None:
    assert len(shown(*(row(f"X{number}", "x", "rate") for number in range(12)))) == 8
