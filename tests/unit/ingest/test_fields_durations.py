"""Stages of an event that come before its beginning, and those that only seem to."""

from datetime import datetime

import polars as pl
import pytest

from orchestration.ingest.durations import is_negative


def negative(begin: datetime, stage: datetime | None, timezone: str) -> bool:
    frame = pl.DataFrame({"begin": [begin], "stage": [stage]}, schema_overrides={"stage": pl.Datetime("us")})
    found: bool = frame.select(is_negative("begin", "stage", timezone)).item()
    return found


@pytest.mark.parametrize(
    ("begin", "stage", "expected"),
    [
        (datetime(2020, 5, 1, 10, 0), datetime(2020, 5, 1, 10, 5), False),
        (datetime(2020, 5, 1, 10, 0), datetime(2020, 5, 1, 10, 0), False),
        (datetime(2020, 5, 1, 10, 0), datetime(2020, 5, 1, 9, 59), True),
        (datetime(2020, 5, 1, 10, 0), None, False),
        # A sender without seconds.
        (datetime(2020, 5, 1, 10, 0, 40), datetime(2020, 5, 1, 10, 0), False),
        # Clocks go from 2:00 back to 1:00.
        (datetime(2020, 11, 1, 1, 50), datetime(2020, 11, 1, 1, 5), False),
        (datetime(2020, 11, 1, 1, 50), datetime(2020, 11, 1, 0, 40), True),
        (datetime(2020, 11, 2, 1, 50), datetime(2020, 11, 2, 1, 5), True),
    ],
)
def test_a_stage_before_its_event_is_told_from_clocks_that_were_changed(
    begin: datetime, stage: datetime | None, expected: bool
) -> None:
    assert negative(begin, stage, "America/Toronto") is expected


def test_where_clocks_are_not_changed_no_hour_is_let_pass() -> None:
    assert negative(datetime(2020, 11, 1, 1, 50), datetime(2020, 11, 1, 1, 5), "Asia/Shanghai")
