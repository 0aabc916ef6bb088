"""What the page of surveys shows of the fictional city is what its snapshot says."""

import pytest

from dashboards.serving import Reader
from tests.fakes.rendering import text, with_class
from tests.fixtures.pages import CITY, Open, figure


def test_scores_of_the_survey_are_those_of_the_snapshot(reader: Reader, open_page: Open) -> None:
    said = text(with_class(open_page("/survey?period=2025-Q4&lang=en"), "panel-scores"))
    rows = reader.rows(
        """
        select score.*, measure.name_en
        from marts.mart_survey_score as score
        inner join marts.dim_survey_measure as measure using (measure_id)
        where area_id = $area and period_id = '2025-Q4' and is_headline
        """,
        {"area": CITY},
    )
    assert len(rows) == 7
    for row in rows:
        score, lower, upper = (f"{row[name] * 100:.1f}" for name in ("score", "lower", "upper"))
        assert f"{row['name_en']} {score}% {lower}–{upper}" in said
        assert f"{row['answers']:,}" in said


def test_scorings_of_a_question_stand_side_by_side(reader: Reader, open_page: Open) -> None:
    said = text(with_class(open_page("/survey?period=2025-Q4&measure=safety&lang=en"), "panel-scorings"))
    rows = reader.rows(
        "select * from marts.mart_survey_score where area_id = $area and period_id = '2025-Q4'"
        " and measure_id = 'safety'",
        {"area": CITY},
    )
    assert len(rows) > 4
    for row in rows:
        places = {"mean_10": f"{row['score']:.2f}", "mean_100": f"{row['score']:.1f}"}
        assert places.get(row["scoring"], f"{row['score'] * 100:.1f}%") in said
    assert said.count("house figure") == 1


def test_areas_of_the_survey_have_places_as_sets(reader: Reader, open_page: Open) -> None:
    tree = open_page("/survey?period=2025&measure=safety&lang=en")
    rows = reader.rows(
        "select rank.*, area.name_en from marts.mart_survey_rank as rank"
        " inner join marts.dim_area as area using (area_id)"
        " where scope_id = 'city' and not is_published and measure_id = 'safety' and rank.period_id = '2025'"
    )
    said = text(with_class(tree, "panel-survey-areas"))
    for row in rows:
        assert f"{row['rank']} ({row['rank_lower']}–{row['rank_upper']}) {row['name_en']}" in said
    dots = figure(tree, "survey-areas")["data"][0]
    assert sorted(dots["x"], reverse=True) == dots["x"]
    assert sorted(dots["x"]) == pytest.approx(sorted(row["score"] * 100 for row in rows))


def test_a_question_that_was_not_asked_is_told(reader: Reader, open_page: Open) -> None:
    tree = open_page("/survey?period=2025-Q4&measure=horoscope&lang=en")
    assert "“horoscope” that was not asked then" in text(with_class(tree, "notice-address"))
