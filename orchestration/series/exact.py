"""Exact tests of two counts, for where the normal approximation of the score test is not to be trusted.

The conditional test takes the first count, given the sum of both, as binomial; the E-test does not condition.
"""

from collections.abc import Callable

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
    return _tested(_one_by_one(_binomial_p), events, base_events, exposure, base_exposure)


def mid_p(events: Counts, base_events: Counts, exposure: Amounts, base_exposure: Amounts) -> Amounts:
    """Two-sided mid-p value of the conditional test: twice the smaller tail, of which what was seen counts half.

    Less conservative than `conditional_p`; arguments and result as there.
    """
    return _tested(_binomial_mid_p, events, base_events, exposure, base_exposure)


def e_test_p(events: Counts, base_events: Counts, exposure: Amounts, base_exposure: Amounts) -> Amounts:
    """Two-sided p-value of the E-test, which has more power on small counts. Krishnamoorthy and Thomson (2004).

    Arguments and result as in `conditional_p`.
    """
    return _tested(_one_by_one(_e_test), events, base_events, exposure, base_exposure)


def _tested(test: Callable[..., Amounts], *columns: NDArray[np.generic]) -> Amounts:
    events, base_events, exposure, base_exposure = (np.asarray(column, dtype=np.float64) for column in columns)
    result = np.full(events.shape, np.nan)
    total = events + base_events
    usable = (exposure > 0) & (base_exposure > 0) & (events >= 0) & (base_events >= 0) & (total <= LARGEST_SUM)
    result[usable & (total == 0)] = 1
    some = usable & (total > 0)
    result[some] = test(events[some], base_events[some], exposure[some], base_exposure[some])
    return result


def _one_by_one(test: Callable[[int, int, float, float], float]) -> Callable[..., Amounts]:
    """A test of single pairs as one of arrays; small counts come again and again, and each pair is tested once."""

    def each(events: Amounts, base_events: Amounts, exposure: Amounts, base_exposure: Amounts) -> Amounts:
        # Only the ratio of the exposures matters.
        pairs, places = np.unique(
            np.column_stack([events, base_events, exposure / base_exposure]), axis=0, return_inverse=True
        )
        found = np.array([test(int(x), int(y), float(ratio), 1.0) for x, y, ratio in pairs])
        return found[places]

    return each


def _binomial_p(events: int, base_events: int, exposure: float, base_exposure: float) -> float:
    share = exposure / (exposure + base_exposure)
    return float(stats.binomtest(events, events + base_events, share).pvalue)


def _binomial_mid_p(events: Amounts, base_events: Amounts, exposure: Amounts, base_exposure: Amounts) -> Amounts:
    total, share = events + base_events, exposure / (exposure + base_exposure)
    half = stats.binom.pmf(events, total, share) / 2
    below = stats.binom.cdf(events, total, share) - half
    above = stats.binom.sf(events, total, share) + half
    return np.asarray(np.minimum(1.0, 2 * np.minimum(below, above)))


def _e_test(events: int, base_events: int, exposure: float, base_exposure: float) -> float:
    """As scipy's `poisson_means_test`, which loses pairs just as extreme as the one seen to rounding."""
    common = (events + base_events) / (exposure + base_exposure)
    x, p_x = _likely(common * exposure)
    y, p_y = _likely(common * base_exposure)
    seen = np.abs(_difference(np.array([events]), np.array([base_events]), exposure, base_exposure))
    as_extreme = np.abs(_difference(x[:, None], y[None, :], exposure, base_exposure)) >= seen * (1 - 1e-9)
    return min(1.0, float(np.sum(p_x[:, None] * p_y * as_extreme)))


def _likely(mean: float) -> tuple[Amounts, Amounts]:
    """Counts of all but a chance of 10⁻¹⁰ on either side, and the chance of each."""
    first, last = stats.poisson.ppf([1e-10, 1 - 1e-10], mean)
    counts = np.arange(first, last + 1)
    return counts, np.asarray(stats.poisson.pmf(counts, mean))


def _difference(x: Amounts, y: Amounts, exposure: float, base_exposure: float) -> Amounts:
    error = np.sqrt(x / exposure**2 + y / base_exposure**2)
    rates = x / exposure - y / base_exposure
    return np.divide(rates, error, out=np.zeros_like(error), where=error > 0)
