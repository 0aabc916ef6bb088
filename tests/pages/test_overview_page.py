"""What the overview shows of the fictional city is what its snapshot says."""

from dashboards.serving import Reader
from tests.fakes.rendering import text, with_class, with_id
from tests.fixtures.pages import CITY, DISTRICT, Open, one


def test_the_overview_shows_the_values_intervals_and_verdicts_of_the_snapshot(reader: Reader, open_page: Open) -> None:
    tree = open_page("/?period=2025&lang=en")
    card = next(item for item in with_class(tree, "card") if getattr(item, "data-indicator") == "AL04")
    value = one(
        reader,
        "select * from marts.fct_indicator_values where area_id = $area and indicator_id = 'AL04'"
        " and period_id = '2025'",
        area=CITY,
    )
    trend = one(
        reader,
        "select * from marts.mart_alarm_trend where area_id = $area and category_id = 'criminal_public_order'"
        " and period_type = 'Y' and period_id = '2025'",
        area=CITY,
    )
    said = text(card)
    assert f"{value['value']:.2f}" in said
    assert f"95% interval {value['lower']:.2f}–{value['upper']:.2f}" in said
    assert f"{value['numerator']:,.0f} / {value['denominator']:,.0f}" in said
    assert f"{trend['year_ago_change'] * 100:+.1f}%".replace("-", "−") in said
    assert ("No significant change" in said) == (trend["year_ago_verdict"] == "no_significant_change")


def test_the_overview_of_a_district_has_its_rank_as_a_set(reader: Reader, open_page: Open) -> None:
    rank = one(
        reader,
        "select * from marts.mart_rankings where scope_id = 'city' and area_id = $area and indicator_id = 'AL04'"
        " and period_id = '2025'",
        area=DISTRICT,
    )
    said = text(with_class(open_page(f"/?area={DISTRICT}&period=2025&lang=en"), "card")[0])
    assert f"Rank {rank['rank']} ({rank['rank_lower']}–{rank['rank_upper']}) of {rank['areas_ranked']}" in said


def test_the_overview_names_the_districts_that_moved_beyond_chance_and_no_others(
    reader: Reader, open_page: Open
) -> None:
    tree = open_page("/?period=2025&lang=en")
    for card in with_class(tree, "card"):
        code = getattr(card, "data-indicator")
        rows = reader.rows(
            """
            select area.name_en, indicator.direction, ranking.verdict_adjusted
            from marts.mart_rankings as ranking
            inner join marts.dim_area as area using (area_id)
            inner join marts.dim_indicator as indicator using (indicator_id)
            where indicator_id = $code and scope_id = 'city' and ranking.level_id = 'district'
                and period_id = case when indicator.feed like 'survey%' then '2025-Q4' else '2025' end
            """,
            {"code": code},
        )
        bad = {"up_good": "fall", "down_good": "rise"}
        moved = {row["name_en"] for row in rows if row["verdict_adjusted"] in ("rise", "fall")}
        worse = {row["name_en"] for row in rows if row["verdict_adjusted"] == bad[row["direction"]]}
        lines = {text(item) for item in with_class(card, "unfavourable")}
        assert {name for name in moved if any(name in line for line in lines)} == worse, code


def test_what_is_overdue_is_the_backlog_of_the_last_complete_month(reader: Reader, open_page: Open) -> None:
    total = one(
        reader,
        "select * from marts.mart_event_backlog where area_id = $area and responsible_unit = 'all'"
        " and period_id = '2025-12'",
        area=CITY,
    )
    said = text(with_id(open_page("/?lang=en"), "late-units"))
    assert f"All units {total['open_events']:,} {total['overdue']:,} {total['overdue_share'] * 100:.1f}%" in said
    late = one(reader, "select count(*) as items from marts.mart_rectification where is_overdue and not is_done")
    assert f"({late['items']})" in text(with_id(open_page("/?lang=en"), "late-items"))
