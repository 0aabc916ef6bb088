"""Survey figures against the people behind them: every formula over tallies, from the answers one by one."""

import math

import numpy as np
import pytest
from formulas import MACROS, query, value


@pytest.fixture
def random() -> np.random.Generator:
    return np.random.default_rng(12340)


def test_strata_are_those_of_single_answers(random: np.random.Generator) -> None:
    """Horvitz and Thompson's estimator; variance of simple random samples without replacement in each stratum."""
    for _ in range(20):
        strata = [
            (random.integers(0, 2, sample), int(sample + extra))
            for sample, extra in zip(random.integers(2, 60, 4), random.integers(0, 500, 4), strict=True)
        ]
        total = sum(size for _, size in strata)
        mean = sum(answers.mean() * size for answers, size in strata) / total
        variance = sum(
            size**2 * (1 - len(answers) / size) * answers.var(ddof=1) / len(answers) for answers, size in strata
        )
        columns = {
            "x": [int(answers.sum()) for answers, _ in strata],
            "n": [len(answers) for answers, _ in strata],
            "size": [size for _, size in strata],
        }
        [row] = query(
            f"select {MACROS.stratified_share('x', 'n', 'size')} as share,"
            f" {MACROS.stratified_variance('x', 'n', 'size')} as variance from strata",
            strata=columns,
        )
        assert row["share"] == pytest.approx(mean, rel=1e-12)
        assert row["variance"] == pytest.approx(variance / total**2, rel=1e-10)


def test_points_by_strata_are_those_of_single_answers(random: np.random.Generator) -> None:
    """Points may be negative, as those of a net score; 0 and 1 are the case of a share."""
    for _ in range(20):
        strata = [
            (random.choice([-1.0, 0.0, 1.0, 7.5], sample), int(sample + extra))
            for sample, extra in zip(random.integers(2, 60, 4), random.integers(0, 500, 4), strict=True)
        ]
        total = sum(size for _, size in strata)
        columns = {
            "s": [float(points.sum()) for points, _ in strata],
            "q": [float((points**2).sum()) for points, _ in strata],
            "n": [len(points) for points, _ in strata],
            "size": [size for _, size in strata],
        }
        [row] = query(
            f"select {MACROS.stratified_mean_variance('s', 'q', 'n', 'size')} as v from strata", strata=columns
        )
        variance = sum(size**2 * (1 - len(points) / size) * points.var(ddof=1) / len(points) for points, size in strata)
        assert row["v"] == pytest.approx(variance / total**2, rel=1e-10)


def test_scores_are_those_of_single_answers(random: np.random.Generator) -> None:
    answers = random.integers(1, 6, 500)
    weights = random.uniform(0.2, 5, 500)
    n_eff = weights.sum() ** 2 / (weights**2).sum()
    points = {
        "top2": [1, 1, 0, 0, 0],
        "top3": [1, 1, 1, 0, 0],
        "mean100": [100, 75, 50, 25, 0],
        "mean10": [10, 8, 5, 2, 0],
    }
    tally = {
        "position": list(range(1, 6)),
        "n": [int((answers == k).sum()) for k in range(1, 6)],
        "w": [float(weights[answers == k].sum()) for k in range(1, 6)],
        "w2": [float((weights[answers == k] ** 2).sum()) for k in range(1, 6)],
    }
    for scoring, scores in points.items():
        score = MACROS.scoring_points(scoring, "position", "5")
        sums = f"sum(w * {score})", f"sum(w * {score} * {score})", "sum(w)"
        [row] = query(
            f"select {MACROS.mean_score(sums[0], sums[2])} as mean,"
            f" {MACROS.mean_score_variance(*sums, MACROS.kish_effective_sample('sum(w)', 'sum(w2)'))} as variance,"
            f" {MACROS.kish_design_effect('sum(n)', 'sum(w)', 'sum(w2)')} as design_effect from tally",
            tally=tally,
        )
        single = np.array(scores)[answers - 1]
        mean = np.average(single, weights=weights)
        assert row["mean"] == pytest.approx(mean, rel=1e-12)
        assert row["variance"] == pytest.approx(np.average((single - mean) ** 2, weights=weights) / n_eff, rel=1e-9)
        assert row["design_effect"] == pytest.approx(500 / n_eff, rel=1e-12)
    with pytest.raises(ValueError, match="top2, top3, mean100, mean10"):
        MACROS.scoring_points("top4", "position", "5")


def test_the_city_is_the_sum_of_its_districts_by_population() -> None:
    districts = {"score": [0.9, 0.5], "variance": [0.0004, 0.0009], "residents": [3_000_000, 1_000_000]}
    mean, variance = (
        MACROS.population_weighted_mean("score", "residents"),
        MACROS.population_weighted_variance("variance", "residents"),
    )
    [row] = query(f"select {mean} as mean, {variance} as variance from districts", districts=districts)
    assert row["mean"] == pytest.approx(0.8, rel=1e-12)
    assert row["variance"] == pytest.approx(0.5625 * 0.0004 + 0.0625 * 0.0009, rel=1e-12)
    # A district that was not asked: nothing is known of the city.
    districts["score"][1] = None  # type: ignore[call-overload]
    [row] = query(f"select {mean} as mean from districts", districts=districts)
    assert row["mean"] is None


def test_effective_samples_of_simple_random_samples_are_the_samples() -> None:
    assert value(MACROS.effective_sample("0.3", "0.3 * 0.7 / 250")) == pytest.approx(250, rel=1e-12)
    assert value(MACROS.kish_effective_sample("250 * 1.7", "250 * 1.7 * 1.7")) == pytest.approx(250, rel=1e-12)
    population = 10_000
    simple = (1 - 250 / population) * 0.3 * 0.7 / 249
    assert value(MACROS.design_effect("0.3", simple, "250", population)) == pytest.approx(1, rel=1e-12)
    assert math.isclose(value(MACROS.design_effect("0.3", 2 * simple, "250", population)), 2)
    # Points of any kind: their spread takes the place of p(1 − p).
    assert value(MACROS.effective_sample("61", "900.0 / 250", "900")) == pytest.approx(250, rel=1e-12)
    assert math.isclose(value(MACROS.design_effect("61", 900 * simple / 0.21, "250", population, "900")), 1)
