"""What a view of the response holds, read from one build: which stage and period, and their rows."""

from dataclasses import dataclass

from dashboards.components.point import Points
from dashboards.page import Address
from dashboards.periods import chosen_period
from dashboards.queries import response as questions
from dashboards.serving import Reader, Row
from dashboards.setting import Setting, read_setting

NAMES = ("area", "stage", "period")
# The stages in their order and the limit of each in seconds, as indicators RT01 to RT05 have them; closing has none.
LIMITS = {"accept": 60, "depart": 180, "arrive": 300, "feedback": 1800, "close": None}
_FEEDS = ("police_alarms", "response_bands")


@dataclass(frozen=True)
class Response:
    """The page's whole content. `period` is None where no stage of the area is recorded."""

    setting: Setting
    address: Address
    period: Row | None
    periods: list[Row]
    # In the order of `LIMITS`.
    stages: list[Row]
    # Ids of the stages that are recorded; the one shown is `stage`.
    stage: str
    months: list[Row]
    categories: list[Row]
    below: list[Row]

    @property
    def points(self) -> Points:
        return Points("response-areas", self.setting.words, self.address)


def read_response(reader: Reader, asked: Address) -> Response:
    setting = read_setting(reader, asked, feeds=_FEEDS)
    area_id = setting.place.area_id
    periods = questions.periods(reader, area_id=area_id)
    if not periods:
        return Response(setting, setting.put_right(), None, [], [], "", [], [], [])
    default = next((row for row in periods if row["is_complete"]), periods[0])
    period = chosen_period(reader, periods, asked["period"], default, setting.words, setting.problems)
    found = {row["stage"]: row for row in questions.stages(reader, area_id=area_id, period=period)}
    stages = [found[name] for name in LIMITS if name in found]
    stage = _stage(setting, [row["stage"] for row in stages])
    below = questions.below(reader, parent_id=area_id, stage=stage, period=period)
    return Response(
        setting=setting,
        address=setting.put_right(period=period["period_id"], stage=stage, point=setting.point(below)),
        period=period,
        periods=periods,
        stages=stages,
        stage=stage,
        months=questions.months(reader, area_id=area_id, stage=stage),
        categories=questions.categories(reader, area_id=area_id, stage=stage, period=period),
        below=below,
    )


def _stage(setting: Setting, stages: list[str]) -> str:
    """The one asked for, else arriving: it is what a caller waits for."""
    asked, words = setting.asked["stage"], setting.words
    shown = "arrive" if "arrive" in stages else stages[0]
    if asked in stages:
        return str(asked)
    if asked is not None:
        setting.problems.append(words("problem.unknown_stage", value=asked, shown=words(f"stage.{shown}")))
    return shown
