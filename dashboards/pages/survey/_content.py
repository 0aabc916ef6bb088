"""What a view of the survey holds, read from one build: which period and measure, and their rows."""

from dataclasses import dataclass

from dashboards.components.point import Points
from dashboards.page import Address
from dashboards.periods import chosen_period
from dashboards.queries import survey as questions
from dashboards.serving import Reader, Row
from dashboards.setting import Setting, read_setting

NAMES = ("area", "measure", "period")
_FEEDS = ("survey_scores", "survey_answers", "survey_contacts")


@dataclass(frozen=True)
class Survey:
    """The page's whole content. `period` and `measure` are None where the area has no score at all."""

    setting: Setting
    address: Address
    period: Row | None
    periods: list[Row]
    measure: Row | None
    measures: list[Row]
    scores: list[Row]
    history: list[Row]
    standing: list[Row]

    @property
    def points(self) -> Points:
        return Points("survey-areas", self.setting.words, self.address)

    @property
    def headlines(self) -> list[Row]:
        """The house figures of the area in the period, one a measure and wave."""
        return [row for row in self.scores if row["is_headline"]]


def read_survey(reader: Reader, asked: Address) -> Survey:
    setting = read_setting(reader, asked, feeds=_FEEDS)
    area_id = setting.place.area_id
    periods = questions.periods(reader, area_id=area_id)
    if not periods:
        return Survey(setting, setting.put_right(), None, [], None, [], [], [], [])
    period = chosen_period(reader, periods, asked["period"], periods[0], setting.words, setting.problems)
    measures = questions.measures(reader, period=period)
    measure = _measure(setting, measures)
    measure_id = measure["measure_id"]
    standing = questions.standing(reader, measure_id=measure_id, period=period)
    point = setting.point(standing)
    return Survey(
        setting=setting,
        address=setting.put_right(period=period["period_id"], measure=measure_id, point=point),
        period=period,
        periods=periods,
        measure=measure,
        measures=measures,
        scores=questions.scores(reader, area_id=area_id, period=period),
        history=questions.history(reader, area_id=area_id, measure_id=measure_id),
        standing=standing,
    )


def _measure(setting: Setting, measures: list[Row]) -> Row:
    asked, words = setting.asked["measure"], setting.words
    found = next((row for row in measures if row["measure_id"] == asked), None)
    if found is None and asked is not None:
        setting.problems.append(words("problem.unknown_measure", value=asked, shown=words.of(measures[0])))
    return found or measures[0]
