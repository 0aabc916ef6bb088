"""Exact tests of two counts against published figures, enumeration and what must hold for any counts."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.series.exact import LARGEST_SUM, conditional_p, e_test_p, mid_p

counts = st.integers(0, 60)
exposures = st.floats(0.5, 400)


def one(test: object, events: int, base: int, exposure: float = 1, base_exposure: float = 1) -> float:
    assert callable(test)
    result = test(np.array([events]), np.array([base]), np.array([exposure]), np.array([base_exposure]))
    return float(result[0])


@pytest.mark.parametrize(("events", "base", "p"), [(70, 62, 0.54), (310, 378, 0.0106)])
def test_printed_changes_have_the_published_p_values(events: int, base: int, p: float) -> None:
    digits = 2 if p > 0.1 else 4
    assert round(one(conditional_p, events, base), digits) == p


@pytest.mark.parametrize(("events", "base"), [(750, 962), (2566, 2170)])
def test_large_changes_are_beyond_doubt(events: int, base: int) -> None:
    assert one(conditional_p, events, base) < 1e-4


def test_women_and_coronary_disease_as_published_with_the_score_test() -> None:
    """60 cases in 51,477.5 person-years against 30 in 54,308.7: the score test's z is 3.417."""
    score = math.erfc(3.417402 / math.sqrt(2))
    for test in (conditional_p, mid_p, e_test_p):
        assert one(test, 60, 30, 51_477.5, 54_308.7) == pytest.approx(score, rel=0.6)


@given(events=counts, base=counts, exposure=exposures, base_exposure=exposures)
def test_the_conditional_p_value_is_the_sum_over_outcomes_no_likelier_than_the_seen_one(
    events: int, base: int, exposure: float, base_exposure: float
) -> None:
    total, share = events + base, exposure / (exposure + base_exposure)
    chances = [math.comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(total + 1)]
    expected = sum(chance for chance in chances if chance <= chances[events] * (1 + 1e-7))
    assert one(conditional_p, events, base, exposure, base_exposure) == pytest.approx(min(1, expected), rel=1e-6)


@given(events=counts, base=counts, exposure=exposures, base_exposure=exposures)
def test_nothing_depends_on_which_of_the_two_is_named_first(
    events: int, base: int, exposure: float, base_exposure: float
) -> None:
    for test in (conditional_p, mid_p):
        there = one(test, events, base, exposure, base_exposure)
        back = one(test, base, events, base_exposure, exposure)
        assert there == pytest.approx(back, rel=1e-6)
        assert 0 <= there <= 1


@given(events=counts, base=counts)
def test_mid_p_is_never_above_twice_the_smaller_tail(events: int, base: int) -> None:
    total = events + base
    below = sum(math.comb(total, k) for k in range(events + 1)) / 2**total
    above = sum(math.comb(total, k) for k in range(events, total + 1)) / 2**total
    assert one(mid_p, events, base) <= min(1, 2 * min(below, above)) + 1e-12


def test_edges() -> None:
    for test in (conditional_p, mid_p, e_test_p):
        assert one(test, 0, 0) == 1
        assert math.isnan(one(test, 1, 1, 0, 1))
        assert math.isnan(one(test, -1, 5))
        assert math.isnan(one(test, LARGEST_SUM, 1))
        assert test(*[np.array([])] * 4).size == 0
    assert one(conditional_p, 0, 6) == pytest.approx(2 / 64)
    assert one(mid_p, 0, 6) == pytest.approx(1 / 64)
