"""The page as the app knows it."""

from dash import html
from dash.development.base_component import Component

from dashboards.area_page import area_page
from dashboards.components.panel import panel_frame
from dashboards.components.view import slot
from dashboards.pages.survey._content import NAMES, read_survey
from dashboards.pages.survey._layout import fill


def body() -> list[Component]:
    """What stands under the filters before the first view."""
    return [
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


PAGE = area_page(
    "survey",
    "/survey",
    filters=NAMES,
    panels=("survey-areas", "survey-history"),
    body=body,
    content=read_survey,
    fill=fill,
    collected_in=("mart_survey_score",),
    has_points=True,
    also_asks=("mart_survey_rank",),
)
