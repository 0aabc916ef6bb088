"""What fills the survey's frame: from what `_content` read to components and figures."""

from dashboards.components.attributes import Children
from dashboards.components.filters import Offered, Option, filter_view
from dashboards.components.notices import empty, notices
from dashboards.components.panel import panel_view
from dashboards.components.view import View, hidden
from dashboards.pages.survey._content import Survey
from dashboards.pages.survey._panels import areas_panel, history_panel
from dashboards.pages.survey._tables import scores_section, scorings_section
from dashboards.periods import offered_periods, period_name
from dashboards.values import reason


def fill(survey: Survey) -> View:
    setting, words = survey.setting, survey.setting.words
    area = filter_view("area", setting.place.offered(words), of="survey")
    label = View(attributes={"survey-filters": {"aria-label": words("filter.heading")}})
    if survey.period is None or survey.measure is None:
        nothing: dict[str, Children] = {"survey-limits": None, "survey-scorings": None}
        undrawn = View({**nothing, "survey-scores": empty(words("survey.none"))}, {"survey-columns": hidden(True)})
        unasked = filter_view("measure", None, of="survey") | filter_view("period", None, of="survey")
        return setting.opening("survey", subtitle=None, as_of=None) | area | label | unasked | undrawn
    measures = [Option(row["measure_id"], words.of(row)) for row in survey.measures]
    as_of = next((row["as_of"] for row in (*survey.scores, *survey.standing)), None)
    return (
        setting.opening("survey", subtitle=period_name(survey.period, words), as_of=as_of)
        | area
        | label
        | filter_view("measure", Offered(words("survey.measure"), measures, survey.measure["measure_id"]), of="survey")
        | filter_view("period", offered_periods(survey.periods, survey.period, words), of="survey")
        | View(
            {
                "survey-limits": notices(_limits(survey), kind="limits"),
                "survey-scores": scores_section(survey, survey.period),
                "survey-scorings": scorings_section(survey, survey.measure),
            },
            {"survey-columns": hidden(False)},
        )
        | panel_view("survey-areas", areas_panel(survey, survey.measure, survey.period))
        | panel_view("survey-history", history_panel(survey, survey.measure))
    )


def _limits(survey: Survey) -> list[str]:
    """Why numbers have no interval, said once."""
    words = survey.setting.words
    found = {row["interval_status"] for row in (*survey.headlines, *survey.standing) if row["lower"] is None}
    return [words("note.rank_interval", reason=reason(words, why)) for why in sorted(filter(None, found))]
