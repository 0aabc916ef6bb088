"""Weeks that are out of the usual, by a regression on the same weeks of years before.

Farrington, Andrews, Beale and Catchpole (1996), as R's `surveillance::algo.farrington` does it: three weeks on either
side, quasi-Poisson, a trend where it is significant and does not run away, past outbreaks weighted down, limits on the
scale of the power 2/3.
"""

import math
import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM

Amounts = NDArray[np.float64]
YEAR = 52
HALF_WINDOW = 3
ALPHA = 0.01
# A trend from fewer years is none.
_TREND_YEARS = 3
_TREND_P = 0.05
# No alarm on fewer events than this in so many weeks, the week itself included.
_FEWEST_EVENTS, _RECENT_WEEKS = 5, 4


@dataclass(frozen=True)
class Expectation:
    """What a week should have brought. `upper`: limit of the alarm; `score`: (seen − expected) / (upper − expected)."""

    expected: float
    upper: float
    score: float
    dispersion: float
    has_trend: bool
    is_alarm: bool


@dataclass(frozen=True)
class _Fit:
    mean: float
    error: float
    dispersion: float
    fitted: Amounts
    leverage: Amounts
    trend_p: float


def expectation(counts: Amounts, week: int, years: int, alpha: float = ALPHA) -> Expectation | None:
    """Judge one week of a gapless weekly series.

    Args:
        counts: events a week.
        week: the index of the week to be judged.
        years: how many years before it are looked at.
        alpha: chance of an alarm, on either side, where nothing is the matter.

    Returns:
        None where the series does not reach back so far, or nothing happened in the weeks compared with.
    """
    weeks = [week - YEAR * year + step for year in range(years, 0, -1) for step in range(-HALF_WINDOW, HALF_WINDOW + 1)]
    if years < 1 or min(weeks) < 0:
        return None
    past = np.asarray([counts[one] for one in weeks], dtype=np.float64)
    if not past.any():
        return None
    times = np.asarray(weeks, dtype=np.float64)
    may_have_trend = years >= _TREND_YEARS and past.min() < past.max()
    fit = _reweighted(past, times, week, with_trend=may_have_trend)
    has_trend = may_have_trend and fit.trend_p < _TREND_P and fit.mean <= past.max()
    if may_have_trend and not has_trend:
        fit = _reweighted(past, times, week, with_trend=False)
    recent = float(counts[max(0, week - _RECENT_WEEKS + 1) : week + 1].sum())
    return _judged(float(counts[week]), fit, has_trend, recent, alpha)


def _judged(seen: float, fit: _Fit, has_trend: bool, recent: float, alpha: float) -> Expectation:
    spread = fit.dispersion + fit.error**2 / fit.mean
    error = math.sqrt(4 / 9 * fit.mean ** (1 / 3) * spread)
    z = float(stats.norm.ppf(1 - alpha / 2))
    upper = (fit.mean ** (2 / 3) + z * error) ** 1.5
    score = (seen - fit.mean) / (upper - fit.mean)
    is_alarm = seen > upper and recent >= _FEWEST_EVENTS
    return Expectation(fit.mean, upper, score, fit.dispersion, has_trend, is_alarm)


def _reweighted(past: Amounts, times: Amounts, week: int, *, with_trend: bool) -> _Fit:
    first = _fitted(past, times, week, np.ones_like(past), with_trend=with_trend)
    return _fitted(past, times, week, _weights(past, first), with_trend=with_trend)


def _weights(past: Amounts, fit: _Fit) -> Amounts:
    """Anscombe residuals above 1 weigh by their inverse square; the weights add up to the number of weeks."""
    residual = 1.5 * (past ** (2 / 3) * fit.fitted ** (-1 / 6) - np.sqrt(fit.fitted))
    residual /= np.sqrt(fit.dispersion * (1 - fit.leverage))
    down = np.where(residual > 1, np.maximum(residual, 1) ** -2.0, 1.0)
    return np.asarray(down * len(past) / down.sum())


def _fitted(past: Amounts, times: Amounts, week: int, weights: Amounts, *, with_trend: bool) -> _Fit:
    columns = [np.ones_like(times)]
    now = [1.0]
    if with_trend:
        centre, scale = times.mean(), times.std()
        columns.append((times - centre) / scale)
        now.append((week - centre) / scale)
    design = np.column_stack(columns)
    with warnings.catch_warnings():
        # Weights of variance are what is meant; the reminder that they are not counts is for others.
        warnings.simplefilter("ignore")
        # Fitted at a scale of 1, which moves no parameter: its own estimate is 0, and fails, where all weeks are equal.
        result = GLM(past, design, family=Poisson(), var_weights=weights).fit(scale=1.0, tol=1e-10)
        scale = float(result.pearson_chi2) / float(result.df_resid)
        # Counts scatter no less than by chance alone; the error of the mean is that of the dispersion used.
        dispersion = max(scale, 1.0)
        covariance = np.asarray(result.normalized_cov_params) * dispersion
        leverage = np.asarray(result.get_hat_matrix_diag(observed=False))
    point = np.asarray(now)
    mean = math.exp(float(point @ result.params))
    error = mean * math.sqrt(float(point @ covariance @ point))
    trend_p = 1.0
    if with_trend:
        t = float(result.params[1]) / math.sqrt(float(result.normalized_cov_params[1, 1]) * scale)
        trend_p = 2 * float(stats.t.sf(abs(t), len(past) - 2))
    return _Fit(mean, error, dispersion, np.asarray(result.fittedvalues), leverage, trend_p)
