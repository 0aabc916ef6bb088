"""When a source is late, by its cadence."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.quality.freshness import freshness_of, last_day_of_period
from orchestration.registry.source import Cadence, Source

CADENCES = ("daily", "weekly", "monthly", "quarterly", "half_yearly", "yearly")


def source(**quality: object) -> Source:
    return Source.model_validate(
        {
            "schema_version": 1,
            "source_id": "people",
            "feed": "population",
            "title": {"zh": "人口", "en": "people"},
            "files": "people.csv",
            "format": {"type": "csv"},
            "columns": {"year": {"column": "year"}, "persons": {"column": "persons"}},
            "areas": [{"level": "district", "column": "code"}],
            "quality": quality,
        }
    )


@pytest.mark.parametrize(
    ("cadence", "day", "next_ends"),
    [
        ("daily", "2024-02-28", "2024-02-29"),
        # A Wednesday and a Sunday of the same week.
        ("weekly", "2024-05-15", "2024-05-26"),
        ("weekly", "2024-05-19", "2024-05-26"),
        ("monthly", "2024-01-31", "2024-02-29"),
        ("monthly", "2024-11-01", "2024-12-31"),
        ("monthly", "2024-12-31", "2025-01-31"),
        ("quarterly", "2024-12-31", "2025-03-31"),
        ("half_yearly", "2024-06-30", "2024-12-31"),
        ("half_yearly", "2024-12-31", "2025-06-30"),
        ("yearly", "2024-03-01", "2025-12-31"),
    ],
)
def test_the_next_period_ends_on_its_calendar_day(cadence: Cadence, day: str, next_ends: str) -> None:
    assert last_day_of_period(cadence, date.fromisoformat(day), 1).isoformat() == next_ends


@given(st.sampled_from(CADENCES), st.dates(date(1950, 1, 1), date(2190, 1, 1)), st.integers(0, 5))
def test_periods_follow_each_other_without_gap_or_overlap(cadence: Cadence, day: date, periods_on: int) -> None:
    end = last_day_of_period(cadence, day, periods_on)
    assert end >= day
    assert last_day_of_period(cadence, end, 0) == end
    assert last_day_of_period(cadence, end + timedelta(days=1), 0) == last_day_of_period(cadence, day, periods_on + 1)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("2024-04-15", "fresh"),
        # April is due ten days after its end, May ten days after its own.
        ("2024-05-10", "fresh"),
        ("2024-05-11", "late"),
        ("2024-06-10", "late"),
        ("2024-06-11", "overdue"),
    ],
)
def test_a_month_is_late_when_its_grace_is_over_and_overdue_with_the_next(today: str, state: str) -> None:
    found = freshness_of(source(cadence="monthly", grace_days=10), date(2024, 3, 20), date.fromisoformat(today))
    assert (found.state, found.due) == (state, date(2024, 5, 10))


def test_a_source_without_cadence_is_never_late() -> None:
    assert freshness_of(source(), date(2010, 1, 1), date(2024, 1, 1)).state == "no_cadence"


def test_a_source_that_promises_data_and_has_none_is_missing() -> None:
    assert freshness_of(source(cadence="yearly"), None, date(2024, 1, 1)).state == "missing"
