"""Unusual weeks: limits by hand where there is no trend, the equations of the fit where there is, and edges."""

import math

import numpy as np
import pytest

from orchestration.series.farrington import HALF_WINDOW, YEAR, expectation

Z = 2.5758293035489004
NOW, YEARS = 4 * YEAR, 3


def flat(level: int = 10) -> np.ndarray:
    """Weeks that alternate around a level, so that they scatter less than by chance."""
    return np.array([level + (-1) ** week for week in range(NOW + 1)], dtype=np.float64)


def compared(counts: np.ndarray) -> np.ndarray:
    weeks = [NOW - YEAR * y + step for y in range(1, YEARS + 1) for step in range(-HALF_WINDOW, HALF_WINDOW + 1)]
    return np.array([counts[week] for week in weeks])


def test_without_trend_the_limit_is_that_of_the_formula() -> None:
    counts = flat()
    found = expectation(counts, NOW, YEARS)
    assert found is not None
    mean = compared(counts).mean()
    upper = (mean ** (2 / 3) + Z * math.sqrt(4 / 9 * mean ** (1 / 3) * (1 + 1 / len(compared(counts))))) ** 1.5
    assert (found.has_trend, found.dispersion) == (False, 1)
    assert (found.expected, found.upper) == pytest.approx((mean, upper), rel=1e-9)
    assert found.score == pytest.approx((counts[NOW] - mean) / (upper - mean), rel=1e-9)
    assert not found.is_alarm


def test_a_past_outbreak_is_weighted_down() -> None:
    plain, with_outbreak = flat(), flat()
    with_outbreak[NOW - YEAR] = 60
    usual, found = expectation(plain, NOW, YEARS), expectation(with_outbreak, NOW, YEARS)
    assert usual is not None
    assert found is not None
    unweighted = compared(with_outbreak).mean()
    assert usual.expected < found.expected < usual.expected + (unweighted - usual.expected) / 2
    assert found.dispersion > 1


def test_a_week_far_above_the_years_before_is_an_alarm() -> None:
    counts = flat()
    counts[NOW] = 40
    found = expectation(counts, NOW, YEARS)
    assert found is not None
    assert found.is_alarm
    assert found.score > 1


def test_few_events_are_no_alarm_however_rare_they_were() -> None:
    counts = np.zeros(NOW + 1)
    counts[NOW - YEAR] = 1
    counts[NOW] = 4
    found = expectation(counts, NOW, YEARS)
    assert found is not None
    assert found.score > 1
    assert not found.is_alarm


def test_a_steady_rise_is_followed_and_one_that_runs_away_is_not() -> None:
    falling = 200 * np.exp(-0.008 * np.arange(NOW + 1))
    found = expectation(falling, NOW, YEARS)
    assert found is not None
    assert found.has_trend
    assert found.expected == pytest.approx(falling[NOW], rel=1e-6)
    rising = falling[::-1].copy()
    capped = expectation(rising, NOW, YEARS)
    assert capped is not None
    # The trend leads above all that was ever seen: it is not trusted.
    assert not capped.has_trend
    assert capped.expected == pytest.approx(compared(rising).mean(), rel=0.1)


def test_the_order_of_magnitude_does_not_matter_and_zeros_give_none() -> None:
    assert expectation(np.zeros(NOW + 1), NOW, YEARS) is None
    assert expectation(flat(), NOW, 5) is None
    assert expectation(flat(), HALF_WINDOW, 0) is None
    constant = expectation(np.full(NOW + 1, 7.0), NOW, YEARS)
    assert constant is not None
    assert constant.expected == pytest.approx(7)
    assert (constant.dispersion, constant.has_trend) == (1, False)
    large = expectation(flat() * 1000, NOW, YEARS)
    assert large is not None
    assert large.expected == pytest.approx(1000 * compared(flat()).mean(), rel=0.02)
