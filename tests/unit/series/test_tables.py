"""Tables of counts to tables of statistics: which series are taken, and that each gets its own result."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from orchestration.series.farrington import HALF_WINDOW, YEAR, expectation
from orchestration.series.tables import exact_p_values, unusual_weeks

MONDAY = date(2018, 1, 1)
COLUMNS = ["area_id", "category_id", "period_start", "expected", "upper", "score", "is_alarm", "years"]


def weekly(area_id: str, counts: list[int]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "area_id": area_id,
            "category_id": "theft",
            "period_start": [MONDAY + timedelta(weeks=week) for week in range(len(counts))],
            "alarm_count": counts,
        }
    )


def test_the_last_weeks_of_each_series_are_judged_by_the_years_there_are() -> None:
    length = 2 * YEAR + HALF_WINDOW + 2
    calm, loud = [9 + 2 * (week % 2) for week in range(length)], [20] * (length - 1) + [90]
    found = unusual_weeks(pl.concat([weekly("loud", loud), weekly("calm", calm)])).sort("area_id", "period_start")
    assert found.columns == COLUMNS
    # Two years before the third week from the end lie before the first week that is known.
    last_two = [MONDAY + timedelta(weeks=week) for week in (length - 2, length - 1)]
    assert found.select("area_id", "period_start", "is_alarm", "years").rows() == [
        ("calm", last_two[0], False, 2),
        ("calm", last_two[1], False, 2),
        ("loud", last_two[0], False, 2),
        ("loud", last_two[1], True, 2),
    ]
    alone = expectation(np.array(loud, dtype=np.float64), length - 1, 2)
    assert alone is not None
    assert found.row(3)[3:6] == pytest.approx((alone.expected, alone.upper, alone.score))


def test_series_that_are_short_thin_or_have_a_gap_are_not_judged() -> None:
    length = 3 * YEAR
    series = [
        weekly("short", [10] * (2 * YEAR)),
        weekly("thin", [week % 2 for week in range(length)]),
        weekly("gap", [10] * length).filter(pl.col("period_start") != MONDAY + timedelta(weeks=5)),
    ]
    found = unusual_weeks(pl.concat(series))
    assert (found.columns, found.height) == (COLUMNS, 0)
    assert unusual_weeks(weekly("none", [])).columns == COLUMNS


def test_pairs_keep_their_p_values_and_an_unknown_exposure_has_none() -> None:
    pairs = pl.DataFrame(
        {
            "area_id": ["elm", "ash", "oak"],
            "events": [3, 0, 5],
            "base_events": [1, 0, 2],
            "exposure": [1.0, 1.0, None],
            "base_exposure": [1.0, 1.0, 1.0],
        }
    )
    found = exact_p_values(pairs)
    assert found["area_id"].to_list() == ["elm", "ash", "oak"]
    # Of four by a fair coin: 2 · (1 + 4) / 16, and half of what was seen counts: 2 · (1 + 4 / 2) / 16.
    assert found["p_exact"].to_list() == pytest.approx([0.625, 1.0, None])
    assert found["p_mid"].to_list() == pytest.approx([0.375, 1.0, None])
    assert found["p_e_test"].null_count() == 1


def test_an_e_test_does_not_hang_on_the_unit_of_exposure() -> None:
    # Pairs as extreme as the one seen, such as 0 and 1 for 1 and 0, must count whatever rounding does to them.
    scale = [1.0, 31.0, 31.0 * 123_457.0]
    pairs = pl.DataFrame({"events": [1] * 3, "base_events": [0] * 3, "exposure": scale, "base_exposure": scale})
    assert exact_p_values(pairs)["p_e_test"].to_list() == pytest.approx([0.4860554614] * 3, rel=1e-6)
