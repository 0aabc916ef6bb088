"""Seasonal decomposition by loess (STL) of monthly series.

Cleveland, Cleveland, McRae and Terpenning (1990). Settings are those of R's `stl(x, "periodic")`, so that figures can
be compared with it.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from statsmodels.tsa.seasonal import STL

Amounts = NDArray[np.float64]
PERIOD = 12
# Fewer years say little of a season.
FEWEST_YEARS = 3


@dataclass(frozen=True)
class Decomposition:
    """`trend + seasonal + remainder` is the series; the seasonal part is the same every year."""

    trend: Amounts
    seasonal: Amounts
    remainder: Amounts


def stl(series: Amounts) -> Decomposition | None:
    """Decompose a gapless monthly series.

    Returns:
        None where it is shorter than `FEWEST_YEARS`.
    """
    length = len(series)
    if length < FEWEST_YEARS * PERIOD:
        return None
    seasonal_window = 10 * length + 1
    trend_window = _next_odd(math.ceil(1.5 * PERIOD / (1 - 1.5 / seasonal_window)))
    low_pass_window = _next_odd(PERIOD)
    fitted = STL(
        series,
        period=PERIOD,
        seasonal=seasonal_window,
        seasonal_deg=0,
        seasonal_jump=math.ceil(seasonal_window / 10),
        trend=trend_window,
        trend_jump=math.ceil(trend_window / 10),
        low_pass=low_pass_window,
        low_pass_jump=math.ceil(low_pass_window / 10),
    ).fit(inner_iter=2, outer_iter=0)
    position = np.arange(length) % PERIOD
    seasonal = (np.bincount(position, fitted.seasonal) / np.bincount(position))[position]
    return Decomposition(fitted.trend, seasonal, series - fitted.trend - seasonal)


def _next_odd(number: int) -> int:
    return number + 1 - number % 2
