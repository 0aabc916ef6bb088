"""Seasonal decomposition by loess: parts add up, seasons are found as drawn, short series are left alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.series.seasonal import FEWEST_YEARS, PERIOD, stl

drawn_season = np.array([-9, -8, -5, 0, 5, 9, 11, 10, 6, 0, -8, -11], dtype=np.float64)
drawn_season = drawn_season - drawn_season.mean()


def test_a_trend_and_a_season_without_noise_are_found() -> None:
    months = np.arange(72)
    series = 100 + 0.5 * months + drawn_season[months % PERIOD]
    found = stl(series)
    assert found is not None
    assert found.seasonal[:PERIOD] == pytest.approx(drawn_season, abs=0.5)
    assert found.trend[12:60] == pytest.approx((100 + 0.5 * months)[12:60], abs=0.5)
    assert np.abs(found.remainder[12:60]).max() < 0.7


@settings(max_examples=30)
@given(st.lists(st.integers(0, 500), min_size=36, max_size=80))
def test_parts_add_up_and_the_season_repeats(values: list[int]) -> None:
    series = np.array(values, dtype=np.float64)
    found = stl(series)
    assert found is not None
    assert found.trend + found.seasonal + found.remainder == pytest.approx(series, abs=1e-6)
    assert found.seasonal[PERIOD:] == pytest.approx(found.seasonal[:-PERIOD], abs=1e-9)


def test_a_constant_has_no_season() -> None:
    found = stl(np.full(48, 7.0))
    assert found is not None
    assert np.abs(found.seasonal).max() < 1e-9


def test_fewer_years_than_needed_give_none() -> None:
    assert stl(np.ones(FEWEST_YEARS * PERIOD - 1)) is None
    assert stl(np.array([])) is None
