"""The tables of the survey: every question, and one question by each scoring."""

from dash import html

from dashboards.components.attributes import Children, attributes
from dashboards.components.data import Column, data_table
from dashboards.components.notices import empty
from dashboards.page import query
from dashboards.pages.survey._cells import change_cell, score_cell
from dashboards.pages.survey._content import Survey
from dashboards.periods import period_name
from dashboards.serving import Row
from dashboards.values import share

_SCORINGS = ("top_two", "top_two_of_all", "top_three", "mean_100", "mean_10", "net", "published")


def scores_section(survey: Survey, period: Row) -> html.Section:
    """Every measure of the period: the house figure with interval, base, response and change."""
    words, here = survey.setting.words, dict(survey.address.given)
    heading = html.H2(words("survey.scores", area=words.of(survey.setting.place.area)))
    if not survey.headlines:
        sentence = words("survey.no_score", period=period_name(period, words), area=words.of(survey.setting.place.area))
        return html.Section([heading, empty(sentence)], className="panel panel-scores")
    columns = [
        Column(words("survey.measure")),
        Column(words("survey.score"), is_number=True),
        Column(words("survey.change")),
        Column(words("survey.answers"), is_number=True),
        Column(words("survey.effective"), is_number=True),
        Column(words("survey.no_opinion"), is_number=True),
        Column(words("survey.response"), is_number=True),
        Column(words("survey.scoring")),
    ]
    rows: list[list[Children]] = []
    for row in survey.headlines:
        link = html.A(
            words.of(row),
            href=query(here | {"measure": row["measure_id"]}),
            id=f"measure-{row['measure_id']}",
            **attributes(data_in_place="yes"),
        )
        rows.append(
            [
                link,
                score_cell(row, words),
                change_cell(row, words),
                words("table.absent") if row["answers"] is None else words.number(row["answers"]),
                words("table.absent") if row["denominator"] is None else words.number(row["denominator"]),
                words("table.absent") if row["no_opinion_share"] is None else share(words, row["no_opinion_share"]),
                words("table.absent") if row["response_rate"] is None else share(words, row["response_rate"]),
                words(f"scoring.{row['scoring']}"),
            ]
        )
    return html.Section(
        [
            heading,
            data_table(words("survey.scores_caption"), columns, rows),
            survey.setting.line("marts.mart_survey_score"),
        ],
        className="panel panel-scores",
    )


def scorings_section(survey: Survey, measure: Row) -> html.Section | None:
    """One measure by each scoring: that a rank may hang on the scoring is to be seen."""
    words = survey.setting.words
    found = [row for row in survey.scores if row["measure_id"] == measure["measure_id"]]
    if not found:
        return None
    columns = [
        Column(words("survey.scoring")),
        Column(words("survey.score"), is_number=True),
        Column(words("survey.change")),
    ]
    ordered = sorted(found, key=lambda row: (row["wave_id"], _SCORINGS.index(row["scoring"])))
    rows: list[list[Children]] = [
        [
            [
                words(f"scoring.{row['scoring']}"),
                html.Span(words("survey.house"), className="entry-mark") if row["is_headline"] else None,
            ],
            score_cell(row, words),
            change_cell(row, words),
        ]
        for row in ordered
    ]
    return html.Section(
        [
            html.H2(words("survey.scorings", measure=words.of(measure))),
            data_table(words("survey.scorings_caption"), columns, rows),
            survey.setting.line("marts.mart_survey_score"),
        ],
        className="panel panel-scorings",
    )
