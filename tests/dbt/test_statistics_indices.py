"""Composite indices, how they hang on their weights, before-and-after measures, banded times, plausible percentages."""

import math
from itertools import product

import numpy as np
import pytest
from formulas import MACROS, evaluate, query, value

COMPONENTS = ["calls", "fires", "roads", "survey"]
WEIGHTS = {"calls": 4.0, "fires": 2.0, "roads": 2.0, "survey": 1.0}


@pytest.fixture
def random() -> np.random.Generator:
    return np.random.default_rng(2008)


@pytest.fixture
def scores(random: np.random.Generator) -> np.ndarray:
    """Areas × components, 0 to 100."""
    return np.round(random.uniform(0, 100, (12, 4)), 1)


def long_form(scores: np.ndarray) -> dict[str, list]:
    pairs = list(product(range(len(scores)), range(4)))
    return {
        "area": [area for area, _ in pairs],
        "component": [COMPONENTS[k] for _, k in pairs],
        "score": [float(scores[area, k]) for area, k in pairs],
        "weight": [WEIGHTS[COMPONENTS[k]] for _, k in pairs],
    }


def ranks(values: np.ndarray) -> np.ndarray:
    return np.array([1 + (values > value + 1e-12).sum() for value in values])


def test_means_are_weighted_means(scores: np.ndarray) -> None:
    scores[0, 0] = 0
    rows = query(
        f"select area, {MACROS.weighted_arithmetic_mean('score', 'weight')} as arithmetic,"
        f" {MACROS.weighted_geometric_mean('score', 'weight', least_score='1')} as geometric,"
        f" {MACROS.weighted_geometric_mean('score', 'weight')} as strict from scores group by area order by area",
        scores=long_form(scores),
    )
    weights = np.array(list(WEIGHTS.values()))
    for row, own in zip(rows, scores, strict=True):
        assert row["arithmetic"] == pytest.approx((own * weights).sum() / 9, rel=1e-12)
        assert row["geometric"] == pytest.approx(np.prod(np.maximum(own, 1) ** (weights / 9)), rel=1e-10)
    assert rows[0]["strict"] is None
    assert rows[1]["strict"] == pytest.approx(rows[1]["geometric"], rel=1e-12)


def test_goalposts_stay_where_they_were_put() -> None:
    values = [-5.0, 0.0, 2.5, 10.0, 11.0, None]
    computed = evaluate(
        [MACROS.goalpost_score("x", "0", "10"), MACROS.goalpost_score("x", "0", "10", direction="down_good")], x=values
    )
    assert computed == [(0, 100), (0, 100), (25, 75), (100, 0), (100, 0), (None, None)]
    assert value(MACROS.goalpost_score("1", "10", "10")) is None
    assert value(MACROS.standard_score("12", "10", "4")) == 105
    assert value(MACROS.standard_score("12", "10", "4", direction="down_good")) == 95
    assert value(MACROS.standard_score("12", "10", "0")) is None


def test_drawn_weights_fill_the_range_around_the_nominal_ones() -> None:
    nominal = {"component": COMPONENTS, "weight": list(WEIGHTS.values())}
    rows = query(MACROS.weight_sets("nominal", [], "component", "weight"), nominal=nominal)
    assert len(rows) == 201 * 4
    for number in range(201):
        drawn = {row["component"]: row["weight"] for row in rows if row["weight_set"] == number}
        assert sum(drawn.values()) == pytest.approx(1, rel=1e-12)
        if number == 0:
            assert drawn == {name: pytest.approx(weight / 9) for name, weight in WEIGHTS.items()}
    # Before they are brought to a sum of one, weights are uniform: so is the ratio to another, in a known range.
    ratios = [
        next(row["weight"] for row in rows if (row["weight_set"], row["component"]) == (number, "fires"))
        / next(row["weight"] for row in rows if (row["weight_set"], row["component"]) == (number, "roads"))
        for number in range(1, 201)
    ]
    assert min(ratios) >= 0.75 / 1.25
    assert max(ratios) <= 1.25 / 0.75
    assert np.mean(ratios) == pytest.approx(np.log(1.25 / 0.75) / 0.5, rel=0.02)
    assert max(ratios) - min(ratios) > 0.8


def test_ranks_under_weights_are_those_of_each_set(scores: np.ndarray) -> None:
    nominal = {"component": COMPONENTS, "weight": list(WEIGHTS.values())}
    drawn = query(MACROS.weight_sets("nominal", [], "component", "weight", sets=25), nominal=nominal)
    under_weights = MACROS.rank_under_weights("scores", "weight_sets", ["period"], "area", "component", "score")
    sql = (
        "with weight_sets as (" + MACROS.weight_sets("nominal", [], "component", "weight", sets=25) + "), ranked as ("
        f"{under_weights}) "
    )
    table = {**long_form(scores), "period": ["2018-07"] * 48}
    rows = query(sql + "select * from ranked", nominal=nominal, scores=table)
    by_area: dict[int, list[int]] = {area: [] for area in range(12)}
    for number in range(26):
        weights = [
            next(w["weight"] for w in drawn if (w["weight_set"], w["component"]) == (number, c)) for c in COMPONENTS
        ]
        expected = ranks(scores @ np.array(weights))
        of_set = {row["area"]: row["rank"] for row in rows if row["weight_set"] == number}
        assert [of_set[area] for area in range(12)] == expected.tolist()
        if number > 0:
            for area, rank in enumerate(expected.tolist()):
                by_area[area].append(rank)
    summary = query(
        sql + f"select * from ({MACROS.rank_sensitivity('ranked', ['period'], 'area', 3)})",
        nominal=nominal,
        scores=table,
    )
    for row in summary:
        own = by_area[row["area"]]
        quantiles = np.quantile(own, [0.05, 0.5, 0.95])
        assert [row["rank_p5"], row["rank_median"], row["rank_p95"]] == pytest.approx(quantiles.tolist())
        assert (row["rank_best"], row["rank_worst"]) == (min(own), max(own))
        assert row["share_of_sets_in_top"] == pytest.approx(np.mean(np.array(own) <= 3))


def test_leaving_one_component_out_shifts_ranks(scores: np.ndarray) -> None:
    rows = query(MACROS.leave_one_out("scores", [], "area", "component", "score", "weight"), scores=long_form(scores))
    weights = np.array(list(WEIGHTS.values()))
    complete = ranks(scores @ weights)
    for row in rows:
        without = np.where(np.array(COMPONENTS) == row["component"], 0, weights)
        shift = np.abs(ranks(scores @ without / without.sum()) - complete).mean()
        assert row["mean_absolute_rank_shift"] == pytest.approx(shift, rel=1e-12)
    assert len(rows) == 4


def test_copeland_counts_the_pairs_an_area_wins(scores: np.ndarray) -> None:
    rows = query(
        f"select * from ({MACROS.copeland('scores', [], 'area', 'component', 'score', 'weight')}) order by area",
        scores=long_form(scores),
    )
    weights = np.array(list(WEIGHTS.values()))
    for row in rows:
        gains = [
            (np.sign(scores[row["area"]] - other) * weights).sum() for k, other in enumerate(scores) if k != row["area"]
        ]
        assert row["share_of_pairs_won"] == pytest.approx(np.mean([(np.sign(gain) + 1) / 2 for gain in gains]))


def test_red_streaks_end_with_another_colour() -> None:
    colours = ["red", "red", "green", "red", "red", "red", "yellow"]
    rows = query(MACROS.streak_of_red("months", [], "t", "colour"), months={"t": list(range(7)), "colour": colours})
    assert [row["red_streak"] for row in sorted(rows, key=lambda row: row["t"])] == [1, 2, 0, 1, 2, 3, 0]


def test_displacement_difference_and_its_variance_per_year_and_area() -> None:
    counts = {"treated": ["20", "10"], "control": ["20", "20"], "displacement": ["30", "20"]}
    weights = {"treated": ["2 * 1.5", "1 * 1.5"], "control": ["2 * 2", "1 * 2"]}
    assert value(MACROS.weighted_displacement_difference(counts)) == -20
    assert value(MACROS.weighted_displacement_variance(counts)) == 120
    difference = (10 / 1.5 - 20 / 3) - (20 / 2 - 20 / 4) + (20 - 30)
    variance = 10 / 1.5**2 + 20 / 3**2 + 20 / 2**2 + 20 / 4**2 + 50
    assert value(MACROS.weighted_displacement_difference(counts, weights)) == pytest.approx(difference, rel=1e-12)
    assert value(MACROS.weighted_displacement_variance(counts, weights)) == pytest.approx(variance, rel=1e-12)


def test_ratio_of_rate_ratios_has_the_error_of_four_counts() -> None:
    treated, control, z = ["207", "110"], ["308", "318"], MACROS.z_value("95")
    ratio = value(MACROS.ratio_of_rate_ratios(treated, control))
    assert ratio == pytest.approx(110 / 207 / (318 / 308), rel=1e-12)
    reach = math.exp(1.959963984540054 * math.sqrt(1 / 207 + 1 / 110 + 1 / 308 + 1 / 318))
    assert value(MACROS.ratio_of_rate_ratios_lower(treated, control, z)) == pytest.approx(ratio / reach, rel=1e-12)
    assert value(MACROS.ratio_of_rate_ratios_upper(treated, control, z)) == pytest.approx(ratio * reach, rel=1e-12)
    assert value(MACROS.ratio_of_rate_ratios(["207", "null"], control)) is None
    assert value(MACROS.ratio_of_rate_ratios(["207", "-1"], control)) is None


def test_quantiles_of_banded_times_are_interpolated(random: np.random.Generator) -> None:
    bounds = np.array([0, 60, 180, 300, 600, 3600])
    cases = random.integers(0, 200, (30, 5))
    table = {
        "area": [area for area in range(30) for _ in range(5)],
        "lo": np.tile(bounds[:-1], 30).tolist(),
        "hi": np.tile(bounds[1:], 30).tolist(),
        "n": cases.ravel().tolist(),
    }
    for fraction in (0.5, 0.9):
        rows = query(MACROS.band_quantile("bands", ["area"], "lo", "hi", "n", fraction), bands=table)
        for row in rows:
            below = np.concatenate([[0], cases[row["area"]].cumsum()])
            assert row["quantile_value"] == pytest.approx(np.interp(fraction * below[-1], below, bounds), rel=1e-9)
            assert row["cases"] == below[-1]


def test_limits_of_quantiles_are_the_times_of_the_cases_that_bound_them(random: np.random.Generator) -> None:
    bounds = np.array([0, 60, 180, 300, 600, 3600])
    cases = random.integers(0, 200, (30, 5))
    cases[0] = [3, 1, 0, 2, 1]
    table = {
        "area": [area for area in range(30) for _ in range(5)],
        "lo": np.tile(bounds[:-1], 30).tolist(),
        "hi": np.tile(bounds[1:], 30).tolist(),
        "n": cases.ravel().tolist(),
    }
    z = 1.959963984540054
    sql = MACROS.band_quantiles("bands", ["area"], "lo", "hi", "n", {"p50": 0.5, "p90": 0.9}, z)
    for row in query(sql, bands=table):
        below = np.concatenate([[0], cases[row["area"]].cumsum()])
        n = row["cases"]
        assert n == below[-1]
        for name, p in (("p50", 0.5), ("p90", 0.9)):
            assert row[name] == pytest.approx(np.interp(p * n, below, bounds), rel=1e-9)
            for limit, side in (("lower", -1), ("upper", 1)):
                case = p * n + side * z * math.sqrt(n * p * (1 - p))
                inside = 0 < case <= n
                assert row[f"{name}_{limit}"] == (
                    pytest.approx(np.interp(case, below, bounds), rel=1e-9) if inside else None
                )


def test_intervals_of_quantiles_hold_the_true_one_as_often_as_they_say(random: np.random.Generator) -> None:
    bounds = np.arange(0, 1201, 10)
    times = random.gamma(4, 60, (600, 120)).clip(max=1199)
    counted = np.stack([np.histogram(area, bounds)[0] for area in times])
    table = {
        "area": np.repeat(np.arange(600), 120).tolist(),
        "lo": np.tile(bounds[:-1], 600).tolist(),
        "hi": np.tile(bounds[1:], 600).tolist(),
        "n": counted.ravel().tolist(),
    }
    sql = MACROS.band_quantiles("bands", ["area"], "lo", "hi", "n", {"p50": 0.5}, 1.959963984540054)
    rows = query(sql, bands=table)
    median = 60 * 3.672060748850897  # of a gamma distribution of shape 4
    assert 0.92 < np.mean([row["p50_lower"] <= median <= row["p50_upper"] for row in rows]) < 0.98


def test_estimates_differ_by_standard_errors() -> None:
    assert value(MACROS.quantile_variance("480", "520", "2")) == 100
    assert value(MACROS.quantile_variance("480", "null", "2")) is None
    assert value(MACROS.two_estimates_z("510", "9", "500", "16")) == 2
    assert value(MACROS.two_estimates_z("500", "0", "500", "0")) == 0
    assert value(MACROS.two_estimates_z("510", "0", "500", "0")) is None
    assert value(MACROS.two_estimates_z("510", "9", "500", "null")) is None


def test_open_events_are_dated_in_bands_of_age() -> None:
    bands = [
        band for (band,) in evaluate([MACROS.age_band("days")], days=[0, 3, 4, 7, 8, 15, 16, 30, 31, 400, -1, None])
    ]
    assert bands == [
        *["0-3"] * 2, *["4-7"] * 2, *["8-15"] * 2, *["16-30"] * 2, *["over_30"] * 2, None, None,
    ]  # fmt: skip


def test_a_percentage_is_possible_where_some_count_rounds_to_it(random: np.random.Generator) -> None:
    bases = random.integers(1, 300, 400)
    percentages = np.round(random.uniform(0, 100, 400), 1)
    computed = evaluate([MACROS.is_possible_percentage("p", "1", "n")], p=percentages.tolist(), n=bases.tolist())
    for (possible,), p, n in zip(computed, percentages, bases, strict=True):
        distance = min(abs(100 * k / n - p) for k in range(n + 1))
        assert possible == (distance <= 0.05 + 1e-9)
    assert {possible for (possible,) in computed} == {True, False}
