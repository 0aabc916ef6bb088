"""The page as the app knows it."""

from dash import html
from dash.development.base_component import Component

from dashboards.components.filters import filter_frame
from dashboards.components.panel import panel_frame
from dashboards.components.view import slot
from dashboards.page import Address, Page, Shown
from dashboards.pages.survey._content import NAMES, read_survey
from dashboards.pages.survey._layout import fill
from dashboards.queries.places import has_rows, top
from dashboards.serving import Reader

PANELS = ("survey-areas", "survey-history")


def frame() -> list[Component]:
    """The page before its first view."""
    return [
        slot("survey-opening"),
        html.Section([filter_frame(name, of="survey") for name in NAMES], id="survey-filters", className="filters few"),
        slot("survey-problems"),
        slot("survey-limits"),
        slot("survey-scores"),
        html.Div(
            [
                html.Div([panel_frame("survey-areas")], className="side"),
                html.Div([panel_frame("survey-history"), slot("survey-scorings")], className="side"),
            ],
            id="survey-columns",
            className="columns even",
        ),
    ]


def read(search: str) -> Address:
    return Address.read(search, NAMES)


def work_out(reader: Reader, asked: Address) -> Shown:
    survey = read_survey(reader, asked)
    return Shown(fill(survey), survey.setting.words("page.survey"), survey.address.search(), survey.setting.place.path)


def is_filled(reader: Reader) -> bool:
    return top(reader) is not None and has_rows(reader, "marts.mart_survey_score", "marts.mart_survey_rank")


PAGE = Page(
    name="survey",
    path="/survey",
    parameters=NAMES,
    panels=PANELS,
    frame=frame,
    read=read,
    work_out=work_out,
    is_filled=is_filled,
)
