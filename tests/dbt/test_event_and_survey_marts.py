"""Grid events and surveys from rows to their marts, counted by hand on the hand-made city."""

from datetime import date

import pytest
from model_runs import Warehouse

FLOWS = (
    "reported, due, closed, due_closed, due_closed_to_date, due_on_time, cancelled, open_at_end, closure_rate,"
    " on_time_rate, rate_status"
)


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2017-01", (4, 2, 1, 1, 2, 1, 0, 3, 0.5, 0.5, "ok")),
        ("2017-02", (0, 1, 2, 1, 1, 1, 1, 0, 1.0, 1.0, "ok")),
        ("2017-03", (0, 0, 0, 0, 0, 0, 0, 0, None, None, "no_denominator")),
        ("2017-12", (1, 1, 0, 0, 1, 0, 0, 1, 0.0, 0.0, "ok")),
        ("2018-01", (1, 0, 2, 0, 0, 0, 0, 0, None, None, "no_denominator")),
        ("2018-03", (2, 0, 0, 0, 0, 0, 0, 2, None, None, "no_denominator")),
    ],
)
@pytest.mark.parametrize("area", ["elm", "handmade"])
def test_events_flow_through_months(
    first: Warehouse, area: str, period: str, expected: tuple[float | str | None, ...]
) -> None:
    row = first.row(
        f"select {FLOWS} from marts.mart_event_closure"
        f" where area_id = '{area}' and category_id = 'all' and period_id = '{period}'"
    )
    assert tuple(row.values()) == expected


def test_months_after_the_data_are_not_published(first: Warehouse) -> None:
    """An event is due in 2018-06; that says nothing of June yet."""
    assert first.row("select max(month) as last from marts.mart_event_closure")["last"] == date(2018, 3, 1)


def test_a_year_counts_closures_to_its_end_and_hides_small_bases(first: Warehouse) -> None:
    year = first.row(
        "from marts.fct_indicator_values"
        " where indicator_id = 'EV03' and area_id = 'handmade' and period_id = '2017' and period_type = 'Y'"
    )
    assert (year["denominator"], year["is_complete"]) == (4, True)
    assert (year["value"], year["numerator"], year["lower"]) == (None, None, None)
    assert (year["is_suppressed"], year["suppression_reason"]) == (True, "sample_too_small")
    # Due in 2017: one closed in time, one late but within its year, one on the dot, one only in 2018.
    flows = first.row(
        "select sum(due) as due, sum(due_closed_in_year) as in_year, sum(due_closed) as in_month"
        " from intermediate.int_area_grid_events"
        " where area_id = 'handmade' and category_id = 'all' and month < '2018-01-01'"
    )
    assert tuple(flows.values()) == (4, 3, 2)


def survey(warehouse: Warehouse, area: str, measure: str, wave: str) -> dict[str, object]:
    return warehouse.row(
        f"from marts.mart_survey_score where area_id = '{area}' and measure_id = '{measure}' and wave_id = '{wave}'"
    )


def test_a_score_with_its_sample_has_interval_and_verdict(first: Warehouse) -> None:
    wave_2016 = survey(first, "north", "safety", "2016")
    assert wave_2016["lower"] == pytest.approx(0.5525444329688797, rel=1e-9)
    assert wave_2016["upper"] == pytest.approx(0.7363575175690247, rel=1e-9)
    # 2015 is missing, so 2014 is not the wave before.
    assert (wave_2016["change_status"], wave_2016["change"]) == ("not_collected", None)
    wave_2017 = survey(first, "north", "safety", "2017")
    assert (wave_2017["previous_score"], wave_2017["change"]) == (0.65, pytest.approx(0.25))
    assert wave_2017["change_z"] == pytest.approx(4.2333376, abs=1e-7)
    assert wave_2017["change_verdict"] == "rise"


def test_a_score_of_too_few_is_withheld_with_its_numerator(first: Warehouse) -> None:
    row = survey(first, "south", "safety", "2017")
    assert (row["interval_status"], row["denominator"]) == ("sample_too_small", 25)
    assert [row[name] for name in ("score", "numerator", "lower", "upper", "change", "change_verdict")] == [None] * 6
    assert row["change_status"] == "sample_too_small"


def test_a_score_without_sample_size_changes_but_is_not_judged(first: Warehouse) -> None:
    row = survey(first, "north", "awareness", "2017")
    assert (row["score"], row["lower"], row["interval_status"]) == (0.45, None, "sample_size_not_published")
    assert (row["change"], row["change_verdict"]) == (pytest.approx(0.05), None)
    assert row["change_status"] == "sample_size_not_published"
