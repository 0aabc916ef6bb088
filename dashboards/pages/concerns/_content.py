"""What a view of the concerns holds, read from one build: which wave, and its rows."""

from dataclasses import dataclass

from dashboards.page import Address
from dashboards.periods import chosen_period
from dashboards.queries import concerns as questions
from dashboards.serving import Reader, Row
from dashboards.setting import Setting, read_setting

NAMES = ("area", "period")
_FEEDS = ("survey_concerns", "rectifications")


@dataclass(frozen=True)
class Concerns:
    """The page's whole content. `period` is None where the area was never asked."""

    setting: Setting
    address: Address
    period: Row | None
    periods: list[Row]
    concerns: list[Row]
    items: list[Row]


def read_concerns(reader: Reader, asked: Address) -> Concerns:
    setting = read_setting(reader, asked, feeds=_FEEDS)
    area_id = setting.place.area_id
    periods = questions.periods(reader, area_id=area_id)
    items = questions.items(reader, area_id=area_id)
    if not periods:
        return Concerns(setting, setting.put_right(), None, [], [], items)
    period = chosen_period(reader, periods, asked["period"], periods[0], setting.words, setting.problems)
    return Concerns(
        setting=setting,
        address=setting.put_right(period=period["period_id"]),
        period=period,
        periods=periods,
        concerns=questions.concerns(reader, area_id=area_id, period=period),
        items=items,
    )
