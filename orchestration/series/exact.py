"""Exact tests of two counts, for where the normal approximation of the score test is not to be trusted.

The conditional test takes the first count, given the sum of both, as binomial; the E-test does not condition.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Counts = NDArray[np.int64]
Amounts = NDArray[np.float64]
# Above this sum the exact and the score test agree to all digits that are shown, and exactness costs much.
LARGEST_SUM = 100_000


def conditional_p(events: Counts, base_events: Counts, exposure: Amounts, base_exposure: Amounts) -> Amounts:
    """Two-sided exact p-value of equal rates, each pair by itself; R's `poisson.test` of two counts.

    Args:
        events, base_events: counts of the two periods or places.
        exposure, base_exposure: days, or people by days, over which they were counted.

    Returns:
        p-values; 1 where nothing happened in either, nan where an exposure is not positive or the sum is above
        `LARGEST_SUM`.
    """
    return _each(_binomial_p, events, base_events, exposure, base_exposure)


def mid_p(events: Counts, base_events: Counts, exposure: Amounts, base_exposure: Amounts) -> Amounts:
    """Two-sided mid-p value of the conditional test: twice the smaller tail, of which what was seen counts half.

    Less conservative than `conditional_p`; arguments and result as there.
    """
    return _each(_binomial_mid_p, events, base_events, exposure, base_exposure)


def e_test_p(events: Counts, base_events: Counts, exposure: Amounts, base_exposure: Amounts) -> Amounts:
    """Two-sided p-value of the E-test, which has more power on small counts. Krishnamoorthy and Thomson (2004).

    Arguments and result as in `conditional_p`.
    """
    return _each(_e_test, events, base_events, exposure, base_exposure)


def _each(test: object, *columns: NDArray[np.generic]) -> Amounts:
    assert callable(test)
    events, base_events, exposure, base_exposure = (np.asarray(column, dtype=np.float64) for column in columns)
    result = np.full(events.shape, np.nan)
    total = events + base_events
    usable = (exposure > 0) & (base_exposure > 0) & (events >= 0) & (base_events >= 0) & (total <= LARGEST_SUM)
    result[usable & (total == 0)] = 1
    for i in np.flatnonzero(usable & (total > 0)):
        result[i] = test(int(events[i]), int(base_events[i]), float(exposure[i]), float(base_exposure[i]))
    return result


def _binomial_p(events: int, base_events: int, exposure: float, base_exposure: float) -> float:
    share = exposure / (exposure + base_exposure)
    return float(stats.binomtest(events, events + base_events, share).pvalue)


def _binomial_mid_p(events: int, base_events: int, exposure: float, base_exposure: float) -> float:
    total, share = events + base_events, exposure / (exposure + base_exposure)
    half = stats.binom.pmf(events, total, share) / 2
    below = stats.binom.cdf(events, total, share) - half
    above = stats.binom.sf(events, total, share) + half
    return float(min(1.0, 2 * min(below, above)))


def _e_test(events: int, base_events: int, exposure: float, base_exposure: float) -> float:
    return float(stats.poisson_means_test(events, exposure, base_events, base_exposure).pvalue)
