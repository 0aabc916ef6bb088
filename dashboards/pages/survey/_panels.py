"""The figures of the survey: areas by their score, and the question wave by wave."""

from collections import defaultdict

from dash import html

from dashboards.components.attributes import Children
from dashboards.components.data import Column, behind, data_table
from dashboards.components.navigation import area_link
from dashboards.components.notices import empty
from dashboards.components.panel import Drawn
from dashboards.components.point import key_of
from dashboards.figures.ranked_dots import Dot, height, ranked_dots
from dashboards.figures.trend_lines import Line, Point, trend_lines
from dashboards.i18n import Words
from dashboards.pages.survey._cells import POINTS, change_cell, interval_of, score_cell, written_score
from dashboards.pages.survey._content import Survey
from dashboards.periods import period_name
from dashboards.serving import Row
from dashboards.values import number, reason

_HEIGHT = 320
_MOST_LINES = 5


def areas_panel(survey: Survey, measure: Row, period: Row) -> Drawn:
    """Areas by their score with intervals, and their places as sets."""
    words, here, points = survey.setting.words, dict(survey.address.given), survey.points
    ranked = [row for row in survey.standing if row["rank"] is not None]
    label = words("survey.areas_label", measure=words.of(measure), period=period_name(period, words))
    heading = words("survey.areas", measure=words.of(measure))
    if not ranked:
        return Drawn(heading, None, label, 0, notes=[empty(words("survey.no_areas"))])
    by = 1 if ranked[0]["scoring"] in POINTS else 100
    dots = [
        Dot(
            name=f"{row['rank']}  {words.of(row)}",
            value=row["score"] * by,
            lower=None if row["lower"] is None else row["lower"] * by,
            upper=None if row["upper"] is None else row["upper"] * by,
            series=0 if row["area_id"] == survey.setting.place.area_id else points.series(row["area_id"]),
            href=points.href(row["area_id"]),
            tooltip=[words.of(row), _tooltip(row, words), words("tooltip.rank", rank=_place(row, words))],
        )
        for row in ranked
    ]
    whole = next((row for row in survey.headlines if row["measure_id"] == measure["measure_id"]), None)
    is_whole = whole is not None and survey.setting.place.is_city and whole["scoring"] == ranked[0]["scoring"]
    level = whole["score"] if is_whole and whole is not None else None
    figure = ranked_dots(
        dots,
        whole=None if level is None else level * by,
        whole_label="" if whole is None else words("dots.whole", value=written_score(whole, level, words)),
    )
    columns = [
        Column(words("table.rank")),
        Column(words("filter.area")),
        Column(words("survey.score"), is_number=True),
        Column(words("survey.first_three")),
        Column(words("survey.in_first_three"), is_number=True),
        Column(words("evidence.heading")),
    ]
    table: list[list[Children]] = []
    for row in survey.standing:
        link = area_link(words, row, here)
        claim = row["top_three_claim"]
        table.append(
            [
                _place(row, words),
                link,
                score_cell(row, words),
                words(f"first_three.{claim}") if claim else words("table.absent"),
                _first_three(row, words) if row["measures_in_top_three"] is not None else words("table.absent"),
                points.opener(row["area_id"], words.of(row)),
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
            _point_card(survey, measure, period),
            data_table(words("survey.areas_caption"), columns, table),
            survey.setting.line("marts.mart_survey_rank"),
        ],
    )


def _point_card(survey: Survey, measure: Row, period: Row) -> html.Section | None:
    """What the open point rests on."""
    words, points = survey.setting.words, survey.points
    row = next((row for row in survey.standing if points.is_open(row["area_id"])), None)
    if row is None:
        return None
    is_known = row["numerator"] is not None
    unknown = reason(words, row["interval_status"]) if row["interval_status"] else words("table.absent")
    numerator, denominator = (
        words("evidence.counted", count=words.number(row[name], 1), meaning=words(f"survey.{name}"))
        if is_known and row[name] is not None
        else unknown
        for name in ("numerator", "denominator")
    )
    found: list[tuple[str, Children]] = [
        (words("evidence.indicator"), words.of(measure)),
        (words("evidence.value"), score_cell(row, words)),
        (words("survey.scoring"), words(f"scoring.{row['scoring']}")),
        (words("evidence.numerator"), numerator),
        (words("evidence.denominator"), denominator),
        (words("survey.answers"), number(words, row["answers"])),
        (words("evidence.interval"), words("survey.interval") if row["lower"] is not None else unknown),
        (words("table.rank"), _place(row, words)),
        (words("evidence.scope"), words("point.of_city", total=row["areas_in_scope"], ranked=row["areas_ranked"])),
        (words("evidence.period"), period_name(period, words)),
        (words("evidence.row"), key_of(row, "area_id", "wave_id", "measure_id", "scoring", "scope_id")),
    ]
    evidence = survey.setting.evidence(table="marts.mart_survey_rank", row=row, more=found, area=row)
    return points.card(words("point.of", area=words.of(row)), evidence)


def _first_three(row: Row, words: Words) -> str:
    """On how many questions the area is in the first three; on how many surely only where that can be said."""
    given = {"measures": row["measures_ranked"], "places": row["measures_in_top_three"]}
    if row["rank_lower"] is None:
        return words("survey.of_measures_unsure", **given)
    return words("survey.of_measures", **given, sure=row["measures_surely_in_top_three"])


def _tooltip(row: Row, words: Words) -> str:
    interval = interval_of(row, words)
    score = written_score(row, row["score"], words)
    return words("event.rate", rate=score, interval=interval) if interval else score


def _place(row: Row, words: Words) -> str:
    if row["rank"] is None:
        return words("table.unranked_reason", reason=reason(words, row["unranked_reason"]))
    if row["rank_lower"] is None:
        return str(row["rank"])
    return words("table.rank_with_interval", rank=row["rank"], lower=row["rank_lower"], upper=row["rank_upper"])


def history_panel(survey: Survey, measure: Row) -> Drawn:
    """The measure over all waves, a line a survey: figures of two surveys are not one series."""
    words = survey.setting.words
    heading, label = words("survey.history"), words("survey.history_label", measure=words.of(measure))
    # A house figure scored otherwise than before is not drawn with the rest.
    scored = [row for row in survey.history if row["scoring"] not in POINTS]
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
            score_cell(row, words),
            words("table.absent") if row["answers"] is None else words.number(row["answers"]),
            change_cell(row, words),
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
        tooltip=[period_name(row, words), _tooltip(row, words)],
    )
