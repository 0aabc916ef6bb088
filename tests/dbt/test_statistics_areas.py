"""Figures of many areas at once: empirical Bayes, rank sets, adjusted p-values, dispersion, concentration, suppression.

Every reference here is written from its paper, area by area.
"""

from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from formulas import MACROS, query, value
from scipy.stats import poisson

# Mean and variance of sudden infant deaths in 100 counties, 1974-78 (Cressie 1993; spdep::EBest).
SIDS_MEAN, SIDS_VARIANCE = 0.0020214449, 7.6929307e-07


@pytest.fixture
def random() -> np.random.Generator:
    return np.random.default_rng(1991)


def shrunk(mean: float, variance: float, events: float, exposure: float) -> float:
    """Gamma-Poisson: prior of mean m and variance A, posterior mean."""
    if variance == 0:
        return mean
    shape, rate = mean**2 / variance, mean / variance
    return (events + shape) / (exposure + rate)


def test_the_reference_gives_the_published_rates() -> None:
    assert shrunk(SIDS_MEAN, SIDS_VARIANCE, 1, 1091) == pytest.approx(0.0016973, abs=5e-8)
    assert shrunk(SIDS_MEAN, SIDS_VARIANCE, 9, 1421) == pytest.approx(0.0035349, abs=5e-8)


def test_marshalls_rates_are_the_means_of_a_gamma_prior(random: np.random.Generator) -> None:
    population = random.integers(50, 20_000, 100)
    events = random.poisson(population * random.gamma(4, 0.0005, 100))
    city = np.repeat(["a", "b"], 50)
    rows = query(
        f"select * from ({MACROS.empirical_bayes('areas', ['city'], 'events', 'population')}) order by area",
        areas={
            "area": list(range(100)),
            "city": city.tolist(),
            "events": events.tolist(),
            "population": population.tolist(),
        },
    )
    for name in ("a", "b"):
        x, n = events[city == name], population[city == name]
        mean = x.sum() / n.sum()
        variance = max(0.0, (n * (x / n - mean) ** 2).sum() / n.sum() - mean / n.mean())
        assert variance > 0
        for row in (row for row in rows if row["city"] == name):
            assert row["eb_mean"] == pytest.approx(mean, rel=1e-12)
            assert row["eb_variance"] == pytest.approx(variance, rel=1e-9, abs=0)
            assert row["eb_rate"] == pytest.approx(shrunk(mean, variance, row["events"], row["population"]), rel=1e-9)


def test_binomial_rates_are_martuzzis_and_elliotts(random: np.random.Generator) -> None:
    """Their ρ, as in spdep::EBest(family = "binomial")."""
    trials = random.integers(20, 900, 60)
    successes = random.binomial(trials, random.beta(30, 10, 60))
    rows = query(
        f"select * from ({MACROS.empirical_bayes('areas', [], 'x', 'n', family='binomial')}) order by area",
        areas={"area": list(range(60)), "x": successes.tolist(), "n": trials.tolist()},
    )
    p, mean, average = successes / trials, successes.sum() / trials.sum(), trials.mean()
    spread = (trials * (p - mean) ** 2).sum() / trials.sum()
    noise = mean * (1 - mean)
    rho = (trials * spread - trials / average * noise) / ((trials - 1) * spread + (average - trials) / average * noise)
    for row, expected in zip(rows, rho * p + (1 - rho) * mean, strict=True):
        assert row["eb_rate"] == pytest.approx(expected, rel=1e-9)


def rank_sets(
    values: np.ndarray, published: np.ndarray, variances: np.ndarray, comparisons: int
) -> list[tuple[int, int]]:
    z = NormalDist().inv_cdf(1 - 0.025 / max(comparisons, 1))
    sets = []
    for j in range(len(values)):
        surely = np.abs(values - values[j]) > z * np.sqrt(variances + variances[j])
        better = (surely & (published > published[j])).sum()
        worse = (surely & (published < published[j])).sum()
        sets.append((1 + int(better), len(values) - int(worse)))
    return sets


@pytest.mark.parametrize("areas", [1, 2, 9, 38])
def test_rank_sets_count_who_is_surely_better_and_worse(random: np.random.Generator, areas: int) -> None:
    values = random.normal(500, 30, areas)
    published = np.round(values / 10) * 10
    variances = random.uniform(1, 200, areas)
    order = random.permutation(areas)
    columns: dict[str, Any] = {"area": np.arange(areas), "theta": values, "shown": published, "variance": variances}
    sql = f"select * from ({MACROS.rank_intervals('areas', [], 'area', 'theta', 'shown', 'variance')}) order by area"
    rows = query(sql, areas={name: column.tolist() for name, column in columns.items()})
    shuffled = query(sql, areas={name: column[order].tolist() for name, column in columns.items()})
    assert rows == shuffled
    marginal = rank_sets(values, published, variances, areas - 1)
    simultaneous = rank_sets(values, published, variances, areas * (areas - 1) // 2)
    for row, one, all_ in zip(rows, marginal, simultaneous, strict=True):
        assert (row["rank_lower"], row["rank_upper"]) == one
        assert (row["simultaneous_lower"], row["simultaneous_upper"]) == all_
        assert all_[0] <= one[0] <= row["rank"] <= one[1] <= all_[1]
        assert row["rank"] == 1 + (published > published[row["area"]]).sum()


def test_rank_sets_of_38_countries_are_the_published_ones() -> None:
    """PISA 2018, mathematics, mean and standard error (OECD 2019, table I.B1.5), Japan to Colombia."""
    means = """527 526 523 519 516 515 512 509 509 508 507 502 502 501 500 500 499 499 496 495 495 494 492 491 487 486
        483 481 481 481 478 463 454 451 417 409 402 391"""
    errors = """2.5 3.1 1.7 2.6 2.6 2.9 2.4 1.7 1.4 2.3 2.0 2.7 2.6 2.2 2.6 2.2 2.5 3.0 2.0 2.3 2.0 1.7 2.7 1.9 2.8 2.6
        1.1 1.5 2.0 2.3 3.2 3.5 2.3 3.1 2.4 2.5 3.3 3.0"""
    countries = {
        "place": list(range(1, 39)),
        "score": [float(mean) for mean in means.split()],
        "variance": [float(error) ** 2 for error in errors.split()],
    }
    rows = query(MACROS.rank_intervals("countries", [], "place", "score", "score", "variance"), countries=countries)
    sets = {row["place"]: (row["rank_lower"], row["rank_upper"]) for row in rows}
    japan, united_kingdom, chile = sets[1], sets[13], sets[35]
    assert (japan, united_kingdom, chile) == ((1, 6), (7, 23), (35, 36))


def test_adjusted_p_values_are_the_step_up_ones(random: np.random.Generator) -> None:
    p_values = np.round(random.uniform(0, 0.2, 200) ** 2, 3)
    families = random.integers(0, 3, 200)
    rows = query(
        f"select * from ({MACROS.benjamini_hochberg('tests', ['family'], 'p')}) order by area",
        tests={"area": list(range(200)), "family": families.tolist(), "p": p_values.tolist()},
    )
    for row in rows:
        family = np.sort(p_values[families == row["family"]])
        steps = family * len(family) / np.arange(1, len(family) + 1)
        assert row["p_adjusted"] == pytest.approx(steps[family >= row["p"]].min(), rel=1e-9)
    # The procedure itself: reject the k smallest, k the last with p ≤ k·α/m.
    for name in range(3):
        family = np.sort(p_values[families == name])
        passing = np.nonzero(family <= 0.05 * np.arange(1, len(family) + 1) / len(family))[0]
        rejected = [row for row in rows if row["family"] == name and row["p_adjusted"] <= 0.05]
        assert len(rejected) == (passing.max() + 1 if len(passing) else 0)


def test_dispersion_is_the_mean_of_winsorised_squares(random: np.random.Generator) -> None:
    scores = random.standard_t(2, 80) * 1.5
    [row] = query(f"select * from ({MACROS.winsorised_dispersion('areas', [], 'z')})", areas={"z": scores.tolist()})
    clipped = np.clip(scores, *np.quantile(scores, [0.1, 0.9]))
    assert row["dispersion"] == pytest.approx((clipped**2).mean(), rel=1e-10)


def test_dispersion_of_a_series_is_pearsons(random: np.random.Generator) -> None:
    events, days = random.negative_binomial(5, 0.2, 36), random.integers(28, 32, 36)
    months = {"events": events.tolist(), "days": days.tolist()}
    [row] = query(f"select {MACROS.pearson_dispersion('events', 'days')} as phi from months", months=months)
    fitted = days * events.sum() / days.sum()
    assert row["phi"] == pytest.approx(((events - fitted) ** 2 / fitted).sum() / 35, rel=1e-10)
    window = MACROS.pearson_dispersion("events", "days", "order by days")
    assert len(query(f"select {window} as phi from months", months=months)) == 36


def test_gini_is_half_the_mean_difference_over_the_mean(random: np.random.Generator) -> None:
    events = random.poisson(random.gamma(0.5, 6, 40))
    [row] = query(f"select * from ({MACROS.concentration('areas', [], 'x')})", areas={"x": events.tolist()})
    differences = np.abs(events[:, None] - events[None, :]).mean()
    assert row["gini"] == pytest.approx(differences / 2 / events.mean(), rel=1e-10)
    assert row["gini_generalised"] == pytest.approx(row["gini"], rel=1e-10)
    descending = np.sort(events)[::-1].cumsum()
    for percent in (50, 25):
        needed = 1 + int(np.argmax(descending >= percent / 100 * events.sum()))
        assert row[f"share_of_areas_with_{percent}_percent"] == needed / 40


def test_fewer_events_than_places_are_even_if_each_has_its_own() -> None:
    """The generalised index: four events in four of ten places are no concentration."""
    [row] = query(f"select * from ({MACROS.concentration('areas', [], 'x')})", areas={"x": [1] * 4 + [0] * 6})
    assert row["gini"] == pytest.approx(0.6)
    assert row["gini_generalised"] == pytest.approx(0, abs=1e-12)


def test_gini_by_chance_is_half_the_mean_difference_of_poisson_counts_over_their_mean() -> None:
    for areas, mean in ((650, 0.05), (650, 1.875), (650, 1.88), (650, 7.4), (650, 74.0), (12, 400.0)):
        counts = np.arange(poisson.ppf(1 - 1e-14, mean) + 10)
        below = poisson.cdf(counts, mean)
        expected = 2 * float(np.sum(below * (1 - below))) / (2 * mean) * (areas - 1) / areas
        found = value(MACROS.gini_by_chance(str(mean * areas), str(areas)))
        assert found == pytest.approx(expected, rel=2e-6), (areas, mean)


def test_gini_by_chance_is_what_calls_falling_alike_have(random: np.random.Generator) -> None:
    draws = random.multinomial(900, [1 / 300] * 300, size=200)
    ordered = np.sort(draws, axis=1)
    ginis = (2 * (np.arange(1, 301) * ordered).sum(axis=1) / 900 - 301) / 300
    assert value(MACROS.gini_by_chance("900", "300")) == pytest.approx(ginis.mean(), abs=0.004)


@pytest.mark.parametrize(("events", "areas"), [("0", "5"), ("5", "0"), ("null", "5")])
def test_gini_by_chance_is_null_without_events_or_areas(events: str, areas: str) -> None:
    assert value(MACROS.gini_by_chance(events, areas)) is None
    assert value(MACROS.prediction_accuracy_index("30", "100", "1.5", "60")) == pytest.approx(12)


def test_no_hidden_count_can_be_had_by_subtraction(random: np.random.Generator) -> None:
    parents = random.integers(0, 150, 700)
    events = random.poisson(random.gamma(1, 8, 700))
    rows = query(
        MACROS.suppression("areas", ["parent"], "area", "events", 5),
        areas={"area": list(range(700)), "parent": parents.tolist(), "events": events.tolist()},
    )
    hidden_otherwise = 0
    for parent in set(parents.tolist()):
        siblings = [row for row in rows if row["parent"] == parent]
        hidden = [row for row in siblings if row["suppressed_by"]]
        primary = [row for row in hidden if row["suppressed_by"] == "disclosure"]
        assert {row["area"] for row in primary} == {row["area"] for row in siblings if 0 < row["events"] < 5}
        assert len(hidden) != 1 or siblings[0]["total_discloses"]
        assert len(hidden) - len(primary) == (1 if len(primary) == 1 and len(siblings) > 1 else 0)
        hidden_otherwise += len(hidden) - len(primary)
        for row in siblings:
            assert row["shown_events"] == (None if row["suppressed_by"] else row["events"])
    assert hidden_otherwise > 10
