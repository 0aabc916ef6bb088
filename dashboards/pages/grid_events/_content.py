"""What a view of the grid events holds, read from one build: which month, and its rows."""

from dataclasses import dataclass

from dashboards.components.point import Points
from dashboards.page import Address
from dashboards.periods import chosen_period
from dashboards.queries import grid_events as questions
from dashboards.serving import Reader, Row
from dashboards.setting import Setting, read_setting

NAMES = ("area", "period")
ALL = "all"
_FEED = "grid_events"


@dataclass(frozen=True)
class Events:
    """The page's whole content. `month` is None where the area has no events at all."""

    setting: Setting
    address: Address
    month: Row | None
    months: list[Row]
    backlog: list[Row]
    categories: list[Row]
    units: list[Row]
    below: list[Row]

    @property
    def points(self) -> Points:
        return Points("event-areas", self.setting.words, self.address)


def read_events(reader: Reader, asked: Address) -> Events:
    setting = read_setting(reader, asked, feeds=(_FEED,))
    area_id = setting.place.area_id
    months = questions.months(reader, area_id=area_id, category_id=ALL)
    if not months:
        return Events(setting, setting.put_right(), None, [], [], [], [], [])
    complete = [row for row in months if row["is_complete"]]
    default = (complete or months)[-1]
    month = chosen_period(reader, months, asked["period"], default, setting.words, setting.problems)
    period_id = month["period_id"]
    below = questions.below(reader, parent_id=area_id, category_id=ALL, period_id=period_id)
    return Events(
        setting=setting,
        address=setting.put_right(period=period_id, point=setting.point(below)),
        month=month,
        months=months,
        backlog=questions.backlog(reader, area_id=area_id),
        categories=questions.categories(reader, area_id=area_id, period_id=period_id),
        units=questions.units(reader, area_id=area_id, period_id=period_id),
        below=below,
    )
