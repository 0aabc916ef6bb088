"""Figures of series: early warning, control charts, streaks, seasons.

References run through the series step by step.
"""

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from formulas import MACROS, query, value

Row = dict[str, Any]


@pytest.fixture
def random() -> np.random.Generator:
    return np.random.default_rng(2005)


def series(values: list[Any], missing: tuple[int, ...] = ()) -> dict[str, list[Any]]:
    """A table of two equal series, `missing` periods left out of the second."""
    rows = [
        (name, t, y) for name in ("full", "gaps") for t, y in enumerate(values) if name == "full" or t not in missing
    ]
    return {"name": [row[0] for row in rows], "t": [row[1] for row in rows], "y": [row[2] for row in rows]}


def of(rows: list[Row], name: str = "full") -> list[Row]:
    return sorted((row for row in rows if row["name"] == name), key=lambda row: row["t"])


def test_ears_limits_look_back_over_seven_periods(random: np.random.Generator) -> None:
    y = random.poisson(3, 60).tolist()
    ears = MACROS.ears("weeks", ["name"], "t", "y", MACROS.z_value("99.8"), MACROS.z_value("95"))
    rows = query(ears, weeks=series(y, missing=(20,)))
    statistics: dict[int, float] = {}
    for row in of(rows):
        t = row["t"]
        for name, first, last in (("c1", t - 7, t), ("c2", t - 9, t - 2)):
            if first < 0:
                assert row[f"{name}_limit"] is None
                assert row[f"{name}_alarm"] is None
                continue
            baseline = np.array(y[first:last])
            sd = baseline.std(ddof=1) or max(math.sqrt(baseline.mean()), 0.5)
            limit = baseline.mean() + 3.090232306167813 * sd
            assert row[f"{name}_limit"] == pytest.approx(limit, rel=1e-9)
            assert row[f"{name}_alarm"] == (y[t] > limit)
            if name == "c2":
                statistics[t] = (y[t] - baseline.mean()) / sd
        last_three = [statistics[k] for k in (t - 2, t - 1, t) if k in statistics]
        if len(last_three) == 3:
            c3 = sum(max(0.0, c2 - 1) for c2 in last_three)
            assert row["c3_statistic"] == pytest.approx(c3, rel=1e-9, abs=1e-9)
            assert row["c3_alarm"] == (row["c3_statistic"] > 1.959963984540054)
        else:
            assert row["c3_alarm"] is None
    unknown = {row["t"] for row in of(rows, "gaps") if row["c1_limit"] is None}
    assert unknown == {*range(7), *range(21, 28)}


def test_history_is_the_same_season_of_five_years(random: np.random.Generator) -> None:
    y = random.poisson(20, 90).tolist()
    limits = MACROS.historical_limits("months", ["name"], "t", "y", 12, MACROS.z_value("95"))
    rows = query(limits, months=series(y, missing=(30,)))
    for row in of(rows):
        past = [row["t"] - 12 * year + shift for year in range(1, 6) for shift in (-1, 0, 1)]
        if min(past) < 0:
            assert row["history_mean"] is None
            assert row["history_values"] < 15
            continue
        values = np.array([y[t] for t in past])
        reach = 1.959963984540054 * values.std(ddof=1) * math.sqrt(1 + 1 / 15)
        assert row["history_mean"] == pytest.approx(values.mean(), rel=1e-12)
        assert row["history_lower"] == pytest.approx(values.mean() - reach, rel=1e-9)
        assert row["history_upper"] == pytest.approx(values.mean() + reach, rel=1e-9)
    # A missing month is a value too few in each of the years after.
    assert [row["history_values"] for row in of(rows, "gaps") if row["t"] == 78] == [14]


def test_cusum_is_the_recursion(random: np.random.Generator) -> None:
    z = random.normal(0.3, 1, 200).tolist()
    z[50] = None
    rows = of(query(MACROS.cusum("weeks", ["name"], "t", "y", reference="0.75"), weeks=series(z)))
    level = 0.0
    for row in rows:
        if row["y"] is not None:
            level = max(0.0, level + row["y"] - 0.75)
        assert row["cusum"] == pytest.approx(level, abs=1e-9)


def test_control_limits_of_shares_and_rates_follow_each_size(random: np.random.Generator) -> None:
    size = random.integers(5, 300, 40)
    x = random.binomial(size, 0.9)
    table = {"t": list(range(40)), "x": x.tolist(), "n": size.tolist()}
    share, rate = x.sum() / size.sum(), x.sum() / size.sum()
    for row in query(MACROS.control_chart("months", "p", [], "t", "x", size="n"), months=table):
        reach = 3 * math.sqrt(share * (1 - share) / row["n"])
        assert row["lower_limit"] == pytest.approx(max(0.0, share - reach), rel=1e-9)
        assert row["upper_limit"] == pytest.approx(min(1.0, share + reach), rel=1e-9)
        assert row["is_out"] == (not row["lower_limit"] <= row["x"] / row["n"] <= row["upper_limit"])
    for row in query(MACROS.control_chart("months", "u", [], "t", "x", size="n"), months=table):
        assert row["upper_limit"] == pytest.approx(rate + 3 * math.sqrt(rate / row["n"]), rel=1e-9)
    with pytest.raises(ValueError, match="size"):
        MACROS.control_chart("months", "p", [], "t", "x")


def test_individuals_chart_moves_by_the_mean_move(random: np.random.Generator) -> None:
    y = random.normal(50, 4, 30).tolist()
    rows = of(query(MACROS.control_chart("months", "xmr", ["name"], "t", "y"), months=series(y)))
    reach = 2.66 * np.abs(np.diff(y)).mean()
    for row in rows:
        assert row["lower_limit"] == pytest.approx(np.mean(y) - reach, rel=1e-9)
        assert row["upper_limit"] == pytest.approx(np.mean(y) + reach, rel=1e-9)


def test_streaks_count_moves_of_one_direction(random: np.random.Generator) -> None:
    y = random.integers(0, 3, 300).tolist()
    missing = tuple(random.choice(300, 40, replace=False).tolist())
    rows = query(MACROS.streaks("years", ["name"], "t", "y"), years=series(y, missing))
    for name in ("full", "gaps"):
        length, direction = 0, None
        for before, row in pairwise([None, *of(rows, name)]):
            adjacent = before is not None and before["t"] == row["t"] - 1
            move = int(np.sign(row["y"] - before["y"])) if before and adjacent else None
            length = length + 1 if move == direction else 1
            direction = move
            assert row["move"] == move
            assert row["run_length"] == (length if move is not None else None)
            assert row["run_start"] == (row["t"] - length + 1 if move is not None else None)


def test_eight_on_one_side_and_six_in_a_row_are_signals() -> None:
    for side_run, side, move_run, move, signal in (
        (8, 1, 1, 1, "eight_on_one_side"),
        (8, -1, 5, -1, "eight_on_one_side"),
        (8, 0, 1, 1, None),
        (7, 1, 5, 1, "six_rising"),
        (7, 1, 5, -1, "six_falling"),
        (7, 1, 5, 0, None),
        (7, 1, 4, 1, None),
    ):
        assert value(MACROS.run_signal(side_run, side, move_run, move)) == signal


def test_chance_of_a_streak_is_one_in_factorials() -> None:
    for falls in (0, 1, 4, 12, 15, 16, 30, 100):
        exact = math.exp(-math.lgamma(falls + 2))
        assert value(MACROS.chance_of_streak(falls)) == pytest.approx(exact, rel=1e-11, abs=0)
    assert value(MACROS.chance_of_streak("-1")) is None
    assert value(MACROS.chance_of_streak("null")) is None


def test_growth_compounds_to_the_last_value() -> None:
    assert value(MACROS.compound_growth("80", "100", "5")) == pytest.approx((100 / 80) ** 0.2 - 1, rel=1e-12)
    for first, last, years in (("0", "9", "3"), ("-1", "9", "3"), ("9", "9", "0"), ("9", "null", "3")):
        assert value(MACROS.compound_growth(first, last, years)) is None
    assert value(MACROS.compound_growth("9", "0", "3")) == -1


def decompose(y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Trend and season as R's decompose makes them: filter of 13 terms, halves at its ends."""
    weights = np.array([0.5, *[1.0] * 11, 0.5]) / 12
    trend = np.full(len(y), np.nan)
    trend[6:-6] = np.convolve(y, weights, mode="valid")
    months = np.array([np.nanmean((y - trend)[month::12]) for month in range(12)])
    return trend, np.resize(months - months.mean(), len(y))


@pytest.mark.parametrize("months", [36, 40, 100])
def test_seasons_are_those_of_the_classical_decomposition(random: np.random.Generator, months: int) -> None:
    y = random.poisson(30 * (1 + 0.5 * np.sin(np.arange(months) / 12 * 2 * np.pi))).astype(float)
    table = {**series(y.tolist()), "m": [t % 12 for t in series(y.tolist())["t"]]}
    for form in ("additive", "log"):
        rows = of(query(MACROS.classical_decomposition("months", ["name"], "t", "m", "y", form=form), months=table))
        level = y if form == "additive" else np.log(y + 0.5)
        trend, season = decompose(level)
        back = (lambda x: x) if form == "additive" else (lambda x: math.exp(x) - 0.5)
        factor = (lambda x: x) if form == "additive" else math.exp
        for row in rows:
            t = row["t"]
            assert row["seasonal"] == pytest.approx(factor(season[t]), rel=1e-9, abs=1e-9)
            assert row["seasonally_adjusted"] == pytest.approx(back(level[t] - season[t]), rel=1e-9, abs=1e-9)
            if np.isnan(trend[t]):
                assert row["trend"] is None
                assert row["remainder"] is None
            else:
                assert row["trend"] == pytest.approx(back(trend[t]), rel=1e-9, abs=1e-9)
                assert row["remainder"] == pytest.approx(factor(level[t] - trend[t] - season[t]), rel=1e-9, abs=1e-9)


def test_a_missing_year_leaves_the_trend_around_it_unknown(random: np.random.Generator) -> None:
    y = random.poisson(30, 72).tolist()
    gap = tuple(range(24, 36))
    table = series(y, missing=gap)
    table["m"] = [t % 12 for t in table["t"]]
    rows = of(query(MACROS.classical_decomposition("months", ["name"], "t", "m", "y"), months=table), "gaps")
    known = {row["t"] for row in rows if row["trend"] is not None}
    assert known == {*range(6, 18), *range(42, 66)}
    assert all(row["seasonally_adjusted"] is not None for row in rows)
