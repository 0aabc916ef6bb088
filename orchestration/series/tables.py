"""From tables of counts to tables of statistics, for dbt's Python models: which series, in which order.

The statistics themselves are in the modules beside.
"""

import numpy as np
import polars as pl

from orchestration.series.exact import conditional_p, e_test_p, mid_p
from orchestration.series.farrington import HALF_WINDOW, YEAR, expectation
from orchestration.series.seasonal import FEWEST_YEARS, PERIOD, stl

_SERIES = ["area_id", "category_id"]
# A month, on average: fewer show no season.
_FEWEST_EVENTS = 5
# Weeks are judged by the years before: as many as there are, up to five; two say something of a season.
_MOST_YEARS, _FEWEST_YEARS = 5, 2
# A fit takes some milliseconds: the last weeks only, and series whose weeks are not mostly empty.
_JUDGED_WEEKS = 4
_FEWEST_A_WEEK = 2


def seasonal_parts(monthly: pl.DataFrame) -> pl.DataFrame:
    """STL of each series, from its first to its last complete month.

    Args:
        monthly: `area_id`, `category_id`, `month`, `alarm_count`; complete months only.

    Returns:
        one row a month of each series that is long enough, gapless and of at least 5 events a month: the keys, `trend`,
        `seasonal`, `remainder`.
    """
    parts = [
        pl.DataFrame(
            schema={
                **dict.fromkeys(_SERIES, pl.String),
                "month": pl.Date,
                "trend": pl.Float64,
                "seasonal": pl.Float64,
                "remainder": pl.Float64,
            }
        )
    ]
    dense = monthly.filter(pl.col("alarm_count").mean().over(_SERIES) >= _FEWEST_EVENTS)
    for (area_id, category_id), series in dense.sort("month").group_by(_SERIES, maintain_order=True):
        months = series["month"]
        first, last = months[0], months[-1]
        span = 12 * (last.year - first.year) + last.month - first.month + 1
        if series.height < FEWEST_YEARS * PERIOD or span != series.height:
            continue
        found = stl(series["alarm_count"].cast(pl.Float64).to_numpy())
        assert found is not None
        parts.append(
            pl.DataFrame(
                {"month": months, "trend": found.trend, "seasonal": found.seasonal, "remainder": found.remainder}
            ).select(pl.lit(area_id).alias("area_id"), pl.lit(category_id).alias("category_id"), pl.all())
        )
    return pl.concat(parts)


def unusual_weeks(weekly: pl.DataFrame) -> pl.DataFrame:
    """Farrington's judgement of the last weeks of each series.

    Args:
        weekly: `area_id`, `category_id`, `period_start` (Mondays), `alarm_count`; complete weeks only.

    Returns:
        one row for each of the last weeks that can be judged by at least two years before: the keys,
        `period_start`, `expected`, `upper`, `score`, `is_alarm`, `years`.
    """
    rows: list[tuple[object, ...]] = []
    dense = weekly.filter(pl.col("alarm_count").mean().over(_SERIES) >= _FEWEST_A_WEEK)
    for (area_id, category_id), series in dense.sort("period_start").group_by(_SERIES, maintain_order=True):
        weeks = series["period_start"]
        if (weeks[-1] - weeks[0]).days != 7 * (series.height - 1):
            continue
        counts = series["alarm_count"].cast(pl.Float64).to_numpy()
        for week in range(max(0, series.height - _JUDGED_WEEKS), series.height):
            years = min(_MOST_YEARS, (week - HALF_WINDOW) // YEAR)
            found = expectation(counts, week, years) if years >= _FEWEST_YEARS else None
            if found is not None:
                judged = (found.expected, found.upper, found.score, found.is_alarm, years)
                rows.append((area_id, category_id, weeks[week], *judged))
    return pl.DataFrame(
        rows,
        schema={
            **dict.fromkeys(_SERIES, pl.String),
            "period_start": pl.Date,
            "expected": pl.Float64,
            "upper": pl.Float64,
            "score": pl.Float64,
            "is_alarm": pl.Boolean,
            "years": pl.Int64,
        },
        orient="row",
    )


def exact_p_values(pairs: pl.DataFrame) -> pl.DataFrame:
    """The pairs, and the p-values of each: `p_exact`, `p_mid`, `p_e_test`.

    Args:
        pairs: `events`, `base_events`, `exposure`, `base_exposure` and keys.
    """
    columns = [pairs[name].cast(pl.Float64).fill_null(np.nan).to_numpy() for name in
               ("events", "base_events", "exposure", "base_exposure")]  # fmt: skip
    return pairs.with_columns(
        pl.Series("p_exact", conditional_p(*columns), dtype=pl.Float64).fill_nan(None),
        pl.Series("p_mid", mid_p(*columns), dtype=pl.Float64).fill_nan(None),
        pl.Series("p_e_test", e_test_p(*columns), dtype=pl.Float64).fill_nan(None),
    )
