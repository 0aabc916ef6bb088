"""The calendar tells apart a day without calls, one that was not collected whole, and one that does not exist."""

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest

from dashboards.i18n import Words
from dashboards.pages.alarm_trend._content import Days, Trend
from dashboards.pages.alarm_trend._days import days_section
from dashboards.serving import Row
from tests.fakes.rendering import text, with_class


def day(number: int, count: int, *, is_complete: bool = True, is_working_day: bool | None = None) -> Row:
    bases = dict.fromkeys(("previous_7_day_mean", "year_ago_count", "year_ago_week_count", "year_ago_festival_count"))
    return {
        "calendar_date": date(2018, 2, number),
        "alarm_count": count,
        "is_complete": is_complete,
        "is_working_day": is_working_day,
        "cny_offset": None,
        **bases,
    }


def section(language: str, *rows: Row) -> Any:
    setting = SimpleNamespace(words=Words(language), evidence=lambda **_: [])
    category = {"name_zh": "全部警情", "name_en": "All calls"}
    return days_section(cast("Trend", SimpleNamespace(setting=setting, category=category, days=Days(list(rows)))))


def cells(found: Any) -> list[Any]:
    return with_class(with_class(found, "heat-map"), "heat")


@pytest.mark.parametrize(("language", "dash"), [("zh", "未完整采集"), ("en", "not collected whole")])
def test_a_day_that_was_not_collected_whole_is_no_zero(language: str, dash: str) -> None:
    found = section(language, day(1, 0), day(2, 0, is_complete=False), day(3, 7))
    first, second, third, *others = cells(found)
    assert (text(first), text(second), text(third)) == ("0", "—", "7")
    assert "none" in second.className
    assert "none" not in first.className
    assert {text(cell) for cell in others} == {""}
    assert dash in text(found)
    assert dash not in text(section(language, day(1, 0), day(3, 7)))


def test_days_off_are_named_only_where_they_are_known() -> None:
    unknown = section("en", day(1, 5), day(3, 6))
    assert "underlined" not in text(unknown)
    known = section("en", day(2, 5, is_working_day=True), day(3, 6, is_working_day=False))
    assert "Days off are underlined" in text(known)
    assert ["marked" in cell.className for cell in cells(known)[1:3]] == [False, True]
