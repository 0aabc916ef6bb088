"""What fills the survey's frame: from what `_content` read to components and figures."""

from collections import defaultdict

from dash import html

from dashboards.components.attributes import Children, attributes
from dashboards.components.data import Column, behind, data_table, rate_cell
from dashboards.components.filters import Offered, Option, filter_view
from dashboards.components.navigation import area_link
from dashboards.components.notices import empty, notices
from dashboards.components.panel import Drawn, panel_view
from dashboards.components.verdict import verdict_mark
from dashboards.components.view import View, hidden
from dashboards.figures.ranked_dots import Dot, height, ranked_dots
from dashboards.figures.trend_lines import Line, Point, trend_lines
from dashboards.i18n import Words
from dashboards.page import query
from dashboards.pages.survey._content import Survey
from dashboards.periods import offered_periods, period_name
from dashboards.serving import Row
from dashboards.values import reason, share

_HEIGHT = 320
# Points are marks out of ten or a hundred, all else is a share.
_POINTS = {"mean_10": 2, "mean_100": 1}
_SCORINGS = ("top_two", "top_two_of_all", "top_three", "mean_100", "mean_10", "net", "published")
_MOST_LINES = 5


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
                "survey-scores": _scores(survey, survey.period),
                "survey-scorings": _scorings(survey, survey.measure),
            },
            {"survey-columns": hidden(False)},
        )
        | panel_view("survey-areas", _areas(survey, survey.measure, survey.period))
        | panel_view("survey-history", _history(survey, survey.measure))
    )


def _written(row: Row, value: float | None, words: Words) -> str:
    if value is None:
        return words("table.absent")
    points = _POINTS.get(row["scoring"])
    return share(words, value) if points is None else words.number(value, points)


def _interval(row: Row, words: Words) -> str | None:
    if row["lower"] is None or row["upper"] is None:
        return None
    places, by = _POINTS.get(row["scoring"], 1), 1 if row["scoring"] in _POINTS else 100
    lower, upper = (words.number(row[end] * by, places) for end in ("lower", "upper"))
    return words("table.interval", lower=lower, upper=upper)


def _cell(row: Row, words: Words) -> Children:
    interval = _interval(row, words)
    if row["score"] is None:
        return reason(words, row["interval_status"])
    return rate_cell(_written(row, row["score"], words), interval) if interval else _written(row, row["score"], words)


def _changed(row: Row, words: Words) -> Children:
    """The change against the wave before and its verdict, else the reason."""
    if row["change_verdict"] is None:
        why = row["change_status"]
        return words("verdict.not_said", reason=reason(words, why)) if why else words("table.absent")
    key = "survey.change_points" if row["scoring"] in _POINTS else "change.points"
    by = 1 if row["scoring"] in _POINTS else 100
    changed = words(key, change=words.number(row["change"] * by, 1, signed=True))
    return [changed, " ", verdict_mark(words, row["change_verdict"], row.get("direction") or "up_good")]


def _limits(survey: Survey) -> list[str]:
    """Why numbers have no interval, said once."""
    words = survey.setting.words
    found = {row["interval_status"] for row in (*survey.headlines, *survey.standing) if row["lower"] is None}
    return [words("note.rank_interval", reason=reason(words, why)) for why in sorted(filter(None, found))]


def _scores(survey: Survey, period: Row) -> html.Section:
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
                _cell(row, words),
                _changed(row, words),
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


def _scorings(survey: Survey, measure: Row) -> html.Section | None:
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
            _cell(row, words),
            _changed(row, words),
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


def _areas(survey: Survey, measure: Row, period: Row) -> Drawn:
    """Areas by their score with intervals, and their places as sets."""
    words, here = survey.setting.words, dict(survey.address.given)
    ranked = [row for row in survey.standing if row["rank"] is not None]
    label = words("survey.areas_label", measure=words.of(measure), period=period_name(period, words))
    heading = words("survey.areas", measure=words.of(measure))
    if not ranked:
        return Drawn(heading, None, label, 0, notes=[empty(words("survey.no_areas"))])
    by = 1 if ranked[0]["scoring"] in _POINTS else 100
    dots = [
        Dot(
            name=f"{row['rank']}  {words.of(row)}",
            value=row["score"] * by,
            lower=None if row["lower"] is None else row["lower"] * by,
            upper=None if row["upper"] is None else row["upper"] * by,
            series=0 if row["area_id"] == survey.setting.place.area_id else None,
            tooltip=[f"<b>{words.of(row)}</b>", _tooltip(row, words), words("tooltip.rank", rank=_place(row, words))],
        )
        for row in ranked
    ]
    whole = next((row for row in survey.headlines if row["measure_id"] == measure["measure_id"]), None)
    is_whole = whole is not None and survey.setting.place.is_city and whole["scoring"] == ranked[0]["scoring"]
    level = whole["score"] if is_whole and whole is not None else None
    figure = ranked_dots(
        dots,
        whole=None if level is None else level * by,
        whole_label="" if whole is None else words("dots.whole", value=_written(whole, level, words)),
    )
    columns = [
        Column(words("table.rank")),
        Column(words("filter.area")),
        Column(words("survey.score"), is_number=True),
        Column(words("survey.first_three")),
        Column(words("survey.in_first_three"), is_number=True),
    ]
    table: list[list[Children]] = []
    for row in survey.standing:
        link = area_link(words, row, here)
        claim = row["top_three_claim"]
        table.append(
            [
                _place(row, words),
                link,
                _cell(row, words),
                words(f"first_three.{claim}") if claim else words("table.absent"),
                _first_three(row, words) if row["measures_in_top_three"] is not None else words("table.absent"),
            ]
        )
    return Drawn(
        heading,
        figure,
        label,
        height(len(dots)),
        unit=words("survey.points") if by == 1 else "%",
        lead=html.P(words("dots.note"), className="footnote") if dots[0].lower is not None else None,
        notes=[
            data_table(words("survey.areas_caption"), columns, table),
            survey.setting.line("marts.mart_survey_rank"),
        ],
    )


def _first_three(row: Row, words: Words) -> str:
    """On how many questions the area is in the first three; on how many surely only where that can be said."""
    given = {"measures": row["measures_ranked"], "places": row["measures_in_top_three"]}
    if row["rank_lower"] is None:
        return words("survey.of_measures_unsure", **given)
    return words("survey.of_measures", **given, sure=row["measures_surely_in_top_three"])


def _tooltip(row: Row, words: Words) -> str:
    interval = _interval(row, words)
    score = _written(row, row["score"], words)
    return words("event.rate", rate=score, interval=interval) if interval else score


def _place(row: Row, words: Words) -> str:
    if row["rank"] is None:
        return words("table.unranked_reason", reason=reason(words, row["unranked_reason"]))
    if row["rank_lower"] is None:
        return str(row["rank"])
    return words("table.rank_with_interval", rank=row["rank"], lower=row["rank_lower"], upper=row["rank_upper"])


def _history(survey: Survey, measure: Row) -> Drawn:
    """The measure over all waves, a line a survey: figures of two surveys are not one series."""
    words = survey.setting.words
    heading, label = words("survey.history"), words("survey.history_label", measure=words.of(measure))
    # A house figure scored otherwise than before is not drawn with the rest.
    scored = [row for row in survey.history if row["scoring"] not in _POINTS]
    if not scored:
        return Drawn(heading, None, label, 0, notes=[empty(words("survey.no_history"))])
    by_survey: dict[str, list[Row]] = defaultdict(list)
    for row in scored:
        by_survey[row["survey"]].append(row)
    lines = [
        Line(words.of(rows[0], "title") or words("survey.one"), series, [_point(row, words) for row in rows])
        for series, rows in enumerate(list(by_survey.values())[:_MOST_LINES])
    ]
    columns = [
        Column(words("evidence.period")),
        Column(words("survey.survey")),
        Column(words("survey.score"), is_number=True),
        Column(words("survey.answers"), is_number=True),
        Column(words("survey.change")),
    ]
    table: list[list[Children]] = [
        [
            period_name(row, words),
            words.of(row, "title") or words("survey.one"),
            _cell(row, words),
            words("table.absent") if row["answers"] is None else words.number(row["answers"]),
            _changed(row, words),
        ]
        for row in sorted(scored, key=lambda row: row["period_end"], reverse=True)
    ]
    evidence = survey.setting.evidence(
        table="marts.mart_survey_score",
        row=scored[-1],
        more=[
            (words("evidence.numerator"), words("survey.numerator")),
            (words("evidence.denominator"), words("survey.denominator")),
            (words("evidence.test"), words("survey.test")),
        ],
    )
    return Drawn(
        heading,
        trend_lines(lines, from_zero=False),
        label,
        _HEIGHT,
        unit="%",
        notes=[
            html.P(words("survey.history_note"), className="footnote"),
            behind(words, "survey-history", table=data_table(label, columns, table), evidence=evidence),
        ],
    )


def _point(row: Row, words: Words) -> Point:
    return Point(
        start=row["period_end"],
        value=row["score"] * 100,
        lower=None if row["lower"] is None else row["lower"] * 100,
        upper=None if row["upper"] is None else row["upper"] * 100,
        is_complete=True,
        is_redrawn=False,
        tooltip=[f"<b>{period_name(row, words)}</b>", _tooltip(row, words)],
    )
