"""Indicator values and rankings of the hand-made city; rank limits against a plain re-computation."""

from itertools import groupby
from math import sqrt
from statistics import NormalDist

import pytest
from hand_made_city import STATION_CALLS, Row
from model_runs import Warehouse


def value(warehouse: Warehouse, indicator: str, area: str, period: str) -> Row:
    return warehouse.row(
        "from marts.fct_indicator_values"
        f" where indicator_id = '{indicator}' and area_id = '{area}' and period_id = '{period}'"
    )


def test_a_year_is_the_sum_of_its_months(first: Warehouse) -> None:
    row = value(first, "AL04", "elm", "2017")
    assert (row["period_type"], row["numerator"], row["denominator"]) == ("Y", 120, 1000)
    assert row["value"] == pytest.approx(1200)
    assert row["is_complete"] is True
    assert value(first, "AL04", "elm", "2018")["is_complete"] is False


def test_a_share_of_calls_is_of_those_that_are_valid(first: Warehouse) -> None:
    """Over the year three of the city's calls were void; a street's month is too small a base."""
    year = value(first, "AL02", "elm", "2017")
    assert (year["numerator"], year["denominator"]) == (12 * 14 + 1, 12 * 14 + 1 + 3)
    assert year["value"] == pytest.approx(169 / 172)
    month = value(first, "AL02", "elm", "2017-01")
    assert (month["value"], month["suppression_reason"]) == (None, "sample_too_small")


def test_few_events_are_shown_and_marked(first: Warehouse) -> None:
    row = value(first, "AL04", "ash", "2017-01")
    assert (row["value"], row["interval_status"], row["is_suppressed"]) == (40, "count_too_small", False)
    assert row["lower"] < row["value"] < row["upper"]


def test_no_residents_is_no_rate_but_not_a_secret(first: Warehouse) -> None:
    row = value(first, "AL04", "port", "2017")
    assert (row["value"], row["interval_status"], row["is_suppressed"]) == (None, "no_population", False)


def test_an_indicator_nobody_collected_says_so(first: Warehouse) -> None:
    rows = first.rows("select indicator_id from marts.dim_indicator where not is_collected order by indicator_id")
    assert [row["indicator_id"] for row in rows] == ["AL05", "SV06"]


def test_stations_rank_with_ties_and_intervals(first: Warehouse) -> None:
    rows = first.rows("""
        select area_id, rank, rank_lower, rank_upper from marts.mart_rankings
        where indicator_id = 'AL01' and scope_id = 'city' and level_id = 'station' and period_id = '2018-03'
        order by area_id
    """)
    assert [tuple(row.values()) for row in rows] == [
        ("station-1", 6, 6, 7),
        ("station-2", 8, 7, 9),
        ("station-3", 1, 1, 2),
        ("station-4", 1, 1, 2),
        ("station-5", 3, 3, 4),
        ("station-6", 4, 3, 5),
        ("station-7", 5, 4, 5),
        ("station-8", 7, 6, 9),
        ("station-9", 8, 7, 9),
    ]


def test_unknown_areas_are_not_ranked_and_parts_rank_within_their_parent(first: Warehouse) -> None:
    assert first.rows("from marts.mart_rankings where area_id = 'unknown-district'") == []
    scopes = first.rows("select distinct scope_id from marts.mart_rankings where level_id = 'street' order by all")
    assert [row["scope_id"] for row in scopes] == ["north", "port", "south", "south-new"]


def test_every_area_of_the_roster_is_ranked_or_says_why(first: Warehouse) -> None:
    rows = first.rows("""
        select area_id, rank, areas_ranked, areas_in_scope, unranked_reason, previous_rank, verdict_status
        from marts.mart_rankings
        where indicator_id = 'AL04' and scope_id = 'city' and level_id = 'district' and period_id = '2018-01'
        order by area_id
    """)
    assert [tuple(row.values()) for row in rows] == [
        ("north", 2, 2, 3, None, 2, "ok"),
        ("port", None, 2, 3, "no_population", None, "no_population"),
        ("south-new", 1, 2, 3, None, None, "area_redrawn"),
    ]


def test_counts_of_places_without_residents_are_shown_and_not_ranked(first: Warehouse) -> None:
    row = first.row(
        "from marts.mart_rankings where indicator_id = 'AL01' and scope_id = 'city'"
        " and area_id = 'port' and period_id = '2018-01'"
    )
    assert (row["value"] is not None, row["rank"], row["unranked_reason"]) == (True, None, "not_residential")


def test_periods_that_nobody_collected_have_no_value(first: Warehouse) -> None:
    """February 2018 was not collected: late calls of it are in the trend, and are no value of it."""
    counted = first.row(
        "select sum(alarm_count) as calls from marts.mart_alarm_trend"
        " where period_id = '2018-02' and category_id = 'all'"
    )
    assert counted["calls"] > 0
    assert first.rows("from marts.fct_indicator_values where period_id = '2018-02' and indicator_id like 'AL%'") == []
    assert first.rows("from marts.mart_rankings where period_id = '2018-02' and indicator_id like 'AL%'") == []


def test_surveys_are_compared_with_the_wave_before_and_ranked_without_false_precision(first: Warehouse) -> None:
    safety = first.row(
        "from marts.mart_rankings where indicator_id = 'SV01' and area_id = 'north' and period_id = '2017'"
    )
    assert (safety["previous_period_id"], safety["previous_rank"], safety["verdict"]) == ("2016", 2, "rise")
    assert safety["change"] == pytest.approx(0.25)
    # One area of the scope publishes no sample size: no rank of the scope can have an interval.
    awareness = first.rows(
        "select rank, rank_lower, rank_interval_status from marts.mart_rankings"
        " where indicator_id = 'SV04' and period_id = '2017' order by rank"
    )
    assert [tuple(row.values()) for row in awareness] == [
        (1, None, "sample_size_not_published"),
        (2, None, "sample_size_not_published"),
    ]


def test_score_of_a_month_is_that_of_the_trend_but_for_whose_dispersion_it_is(first: Warehouse) -> None:
    """The trend's is that of an area's own months, the rank board's that between the areas of a roster."""
    rows = first.rows("""
        select rankings.change_z, rankings.dispersion, trend.year_ago_z, trend.dispersion as dispersion_of_months
        from marts.mart_rankings as rankings
        inner join marts.mart_alarm_trend as trend using (area_id, period_id)
        where
            rankings.indicator_id = 'AL01' and rankings.period_type = 'M' and trend.category_id = 'all'
            and rankings.verdict is not null
    """)
    assert len(rows) > 10
    for row in rows:
        between_areas, of_months = max(row["dispersion"] or 1, 1), max(row["dispersion_of_months"] or 1, 1)
        assert row["change_z"] * sqrt(between_areas) == pytest.approx(row["year_ago_z"] * sqrt(of_months))


def test_adjusted_p_values_are_those_of_the_step_up_procedure(first: Warehouse) -> None:
    rows = first.rows("""
        select indicator_id, scope_id, level_id, period_type, period_id, change_p, p_adjusted, verdict, verdict_adjusted
        from marts.mart_rankings
        where change_p is not null
        order by all
    """)
    rosters = [list(roster) for _, roster in groupby(rows, key=lambda row: tuple(row.values())[:5])]
    assert max(map(len, rosters)) > 3
    for roster in rosters:
        ordered = sorted(row["change_p"] for row in roster)
        for row in roster:
            steps = [p * len(ordered) / (i + 1) for i, p in enumerate(ordered) if p >= row["change_p"]]
            assert row["p_adjusted"] == pytest.approx(min(steps))
            stands = row["p_adjusted"] <= 0.05
            assert row["verdict_adjusted"] == (row["verdict"] if stands else "no_significant_change")


def test_rank_limits_agree_with_a_plain_recomputation(first: Warehouse) -> None:
    rows = first.rows("""
        select
            rankings.indicator_id, rankings.scope_id, rankings.level_id, rankings.period_id, rankings.area_id,
            rankings.value, rankings.rank, rankings.rank_lower, rankings.rank_upper, known.numerator, known.denominator
        from marts.mart_rankings as rankings
        inner join marts.fct_indicator_values as known using (indicator_id, area_id, period_type, period_id)
        where rankings.indicator_id in ('AL01', 'AL04') and rankings.rank is not null
        order by all
    """)
    rosters = [list(roster) for _, roster in groupby(rows, key=lambda row: tuple(row.values())[:4])]
    assert max(map(len, rosters)) == len(STATION_CALLS) + 3
    for roster in rosters:
        assert [(row["rank"], row["rank_lower"], row["rank_upper"]) for row in roster] == _rank_sets(roster)


def _rank_sets(roster: list[Row]) -> list[tuple[int, int, int]]:
    """Rank and its Bonferroni limits by comparing each pair: more is better for AL01, fewer for AL04."""
    sign = 1 if roster[0]["indicator_id"] == "AL01" else -1
    z = NormalDist().inv_cdf(1 - 0.025 / max(1, len(roster) - 1))

    def error(row: Row) -> float:
        return sqrt(max(row["numerator"], 1)) * (1 if sign == 1 else 10_000 / row["denominator"])

    sets = []
    for one in roster:
        leads = [sign * (other["value"] - one["value"]) / sqrt(error(one) ** 2 + error(other) ** 2) for other in roster]
        better = sum(lead > z for lead in leads)
        worse = sum(-lead > z for lead in leads)
        ahead = sum(round(sign * other["value"], 2) > round(sign * one["value"], 2) for other in roster)
        sets.append((1 + ahead, 1 + better, len(roster) - worse))
    return sets
