"""Intervals, tests of two figures and funnels, against the equations that define them.

Worked examples are unit tests of the models in `models/methods`.
"""

import math
from statistics import NormalDist

import numpy as np
import pytest
from formulas import MACROS, evaluate, value

NORMAL = NormalDist()
Z = {"95": NORMAL.inv_cdf(0.975), "99.8": NORMAL.inv_cdf(0.999), "90": NORMAL.inv_cdf(0.95)}


@pytest.fixture
def random() -> np.random.Generator:
    return np.random.default_rng(20180101)


def test_quantiles_are_those_of_the_normal_distribution() -> None:
    for level, quantile in Z.items():
        assert value(MACROS.z_value(level)) == pytest.approx(quantile, rel=1e-15)
    for comparisons in (1, 2, 4, 7, 9, 22, 73, 800, 100_000):
        exact = NORMAL.inv_cdf(1 - 0.025 / comparisons)
        assert value(MACROS.bonferroni_z(comparisons)) == pytest.approx(exact, rel=1e-11)


def test_an_unknown_level_is_refused_when_compiling() -> None:
    with pytest.raises(ValueError, match=r"90, 95, 99\.8"):
        MACROS.z_value("99")


def test_p_values_are_those_of_the_normal_distribution() -> None:
    scores = [*np.linspace(-37, 37, 149).tolist(), 7.0710678, 7.0710679]
    computed = evaluate([MACROS.two_sided_p("score")], score=scores)
    for score, (p_value,) in zip(scores, computed, strict=True):
        assert p_value == pytest.approx(math.erfc(abs(score) / math.sqrt(2)), rel=1e-8, abs=0)
    assert value(MACROS.two_sided_p("40")) == 0
    assert value(MACROS.two_sided_p("null")) is None


def test_wilson_limits_solve_the_score_equation(random: np.random.Generator) -> None:
    """At a limit p, the observed share is z standard errors of p away; samples are effective ones, not whole."""
    trials = np.exp(random.uniform(0, 12, 2000))
    successes = trials * np.clip(random.uniform(-0.1, 1.1, 2000), 0, 1)
    for level, z in Z.items():
        quantile = MACROS.z_value(level)
        limits = evaluate(
            [MACROS.wilson_lower("x", "n", quantile), MACROS.wilson_upper("x", "n", quantile)],
            x=successes.tolist(),
            n=trials.tolist(),
        )
        for (lower, upper), x, n in zip(limits, successes, trials, strict=True):
            assert 0 <= lower <= x / n + 1e-12
            assert x / n <= upper + 1e-12 <= 1 + 1e-12
            for p in (lower, upper):
                assert (x / n - p) ** 2 == pytest.approx(z**2 * p * (1 - p) / n, rel=1e-7, abs=1e-13)
        assert all(lower < 1 for lower, _ in limits)


@pytest.mark.parametrize("level", ["95", "99.8"])
def test_exact_limits_leave_half_the_error_on_each_side(level: str) -> None:
    tail = 1 - NORMAL.cdf(Z[level])
    for events in range(10):
        lower = value(MACROS.poisson_lower(events, MACROS.z_value(level)))
        upper = value(MACROS.poisson_upper(events, MACROS.z_value(level)))
        assert _poisson_cdf(events, upper) == pytest.approx(tail, rel=1e-10)
        if events == 0:
            assert lower == 0
        else:
            assert 1 - _poisson_cdf(events - 1, lower) == pytest.approx(tail, rel=1e-10)


@pytest.mark.parametrize("level", ["95", "99.8"])
def test_byars_limits_leave_nearly_half_the_error_on_each_side(level: str) -> None:
    tail = 1 - NORMAL.cdf(Z[level])
    for events in (10, 14, 20, 65, 140):
        lower = value(MACROS.poisson_lower(events, MACROS.z_value(level)))
        upper = value(MACROS.poisson_upper(events, MACROS.z_value(level)))
        assert 1 - _poisson_cdf(events - 1, lower) == pytest.approx(tail, rel=0.2)
        assert _poisson_cdf(events, upper) == pytest.approx(tail, rel=0.2)


def test_exact_limits_of_a_level_without_table_are_unknown() -> None:
    assert value(MACROS.poisson_lower("5", MACROS.z_value("90"))) is None
    assert value(MACROS.poisson_lower("15", MACROS.z_value("90"))) is not None


def test_limits_grow_with_the_count_whether_whole_or_restated() -> None:
    counts = [number / 8 for number in range(120)]
    for level in ("95", "99.8"):
        quantile = MACROS.z_value(level)
        limits = evaluate(
            [MACROS.poisson_lower("events", quantile), MACROS.poisson_upper("events", quantile)], events=counts
        )
        for side in (0, 1):
            column = [row[side] for row in limits]
            assert column == sorted(column)


def test_two_counts_are_tested_as_a_share_of_their_sum(random: np.random.Generator) -> None:
    """Conditional on the sum, the first count is binomial with the share of the exposures."""
    counts = random.poisson(random.uniform(0, 60, 1000)[:, None], (1000, 2))
    exposures = random.uniform(1e3, 1e6, (1000, 2))
    dispersion = random.uniform(0.2, 6, 1000)
    computed = evaluate(
        [MACROS.two_counts_z("x1", "n1", "x2", "n2"), MACROS.two_counts_z("x1", "n1", "x2", "n2", "phi")],
        x1=counts[:, 0].tolist(),
        n1=exposures[:, 0].tolist(),
        x2=counts[:, 1].tolist(),
        n2=exposures[:, 1].tolist(),
        phi=dispersion.tolist(),
    )
    for (z, dispersed), (x1, x2), (n1, n2), phi in zip(computed, counts, exposures, dispersion, strict=True):
        share, total = n1 / (n1 + n2), x1 + x2
        expected = (x1 - total * share) / math.sqrt(total * share * (1 - share)) if total else 0.0
        assert z == pytest.approx(expected, rel=1e-9, abs=1e-12)
        assert dispersed == pytest.approx(expected / math.sqrt(max(phi, 1)), rel=1e-9, abs=1e-12)


def test_products_of_populations_and_days_do_not_overflow() -> None:
    assert value(MACROS.two_counts_z("9000000000", "30000000000", "9000000000", "30000000000")) == 0


def test_rate_ratios_are_symmetric_and_their_limits_lie_around_them(random: np.random.Generator) -> None:
    counts = random.poisson(8, (400, 2)).tolist()
    columns = {"x1": [row[0] for row in counts], "x2": [row[1] for row in counts]}
    z = MACROS.z_value("95")
    computed = evaluate(
        [
            MACROS.rate_ratio("x1", "100", "x2", "300"),
            MACROS.rate_ratio_lower("x1", "100", "x2", "300", z),
            MACROS.rate_ratio_upper("x1", "100", "x2", "300", z),
            MACROS.rate_ratio_upper("x2", "300", "x1", "100", z),
        ],
        **columns,
    )
    for (ratio, lower, upper, turned_upper), (x1, x2) in zip(computed, counts, strict=True):
        added = 0.5 if 0 in (x1, x2) else 0
        assert ratio == pytest.approx((x1 + added) / 100 / ((x2 + added) / 300), rel=1e-12)
        width = math.log(upper / lower)
        assert width == pytest.approx(2 * Z["95"] * math.sqrt(1 / (x1 + added) + 1 / (x2 + added)), rel=1e-9)
        assert turned_upper == pytest.approx(1 / lower, rel=1e-12)


def test_two_shares_are_tested_by_their_pooled_variance() -> None:
    pooled = value(MACROS.two_shares_z("90", "100", "65", "100"))
    assert pooled == pytest.approx(0.25 / math.sqrt(0.775 * 0.225 * 0.02), rel=1e-12)
    assert value(MACROS.two_shares_z("90", "100", "65", "100", "4")) == pytest.approx(pooled / 2, rel=1e-12)
    # All or none in both, and what cannot be compared.
    assert value(MACROS.two_shares_z("30", "30", "40", "40")) == 0
    assert value(MACROS.two_shares_z("0", "30", "0", "40")) == 0
    assert value(MACROS.two_shares_z("3", "0", "40", "40")) is None
    assert value(MACROS.two_shares_z("90", "100", "null", "100")) is None


def test_only_a_score_beyond_the_quantile_is_a_rise_or_a_fall() -> None:
    words = [value(MACROS.verdict(score, MACROS.z_value("95"))) for score in ("1.96", "-1.96", "1.95", "null")]
    assert words == ["rise", "fall", "no_significant_change", None]


def test_a_count_is_flagged_where_its_interval_leaves_out_what_was_expected(random: np.random.Generator) -> None:
    events = random.poisson(random.uniform(0, 40, 1500)).tolist()
    expected = random.uniform(0.5, 40, 1500).tolist()
    limits = [
        limit("events", MACROS.z_value(level))
        for level in ("95", "99.8")
        for limit in (MACROS.poisson_lower, MACROS.poisson_upper)
    ]
    computed = evaluate(
        [MACROS.funnel_count_flag("events", "expected"), MACROS.funnel_count_flag("events", "expected", "9"), *limits],
        events=events,
        expected=expected,
    )
    strength = {"within_limits": 0, "high_95": 1, "high_99.8": 2, "low_95": -1, "low_99.8": -2}
    for (flag, dispersed, lower_95, upper_95, lower_998, upper_998), mean in zip(computed, expected, strict=True):
        over = (lower_95 > mean) + (lower_998 > mean)
        under = (upper_95 < mean) + (upper_998 < mean)
        assert strength[flag] == over - under
        assert abs(strength[dispersed]) <= abs(strength[flag])
    assert {flag for flag, *_ in computed} == set(strength)


def test_a_share_is_flagged_where_it_lies_beyond_the_funnel(random: np.random.Generator) -> None:
    trials = random.integers(1, 400, 1000)
    successes = random.binomial(trials, random.uniform(0, 1, 1000))
    columns = {"x": successes.tolist(), "n": trials.tolist()}
    computed = evaluate(
        [MACROS.funnel_share_flag("x", "n", "0.7"), MACROS.baseline_share_z("x", "n", "0.7")], **columns
    )
    for (flag, z), x, n in zip(computed, successes, trials, strict=True):
        score = (x / n - 0.7) / math.sqrt(0.21 / n)
        assert z == pytest.approx(score, rel=1e-9, abs=1e-12)
        side = "high" if score > 0 else "low"
        level = "99.8" if abs(score) > Z["99.8"] else "95"
        assert flag == (f"{side}_{level}" if abs(score) > Z["95"] else "within_limits")


def test_small_shares_are_hidden_by_the_error_of_their_logarithm() -> None:
    """At p = 10 %, RSE[−ln p] is 0.175 where the standard error is 0.0403; 90 % is as rare on its other side."""
    for share, error, word in (
        ("0.1", "0.040", "stable"),
        ("0.1", "0.041", "hide"),
        ("0.9", "0.040", "stable"),
        ("0.9", "0.041", "hide"),
        ("0.0", "0.001", "hide"),
        ("1.0", "0.001", "hide"),
        ("null", "0.001", None),
    ):
        assert value(MACROS.share_stability(share, error)) == word


def _poisson_cdf(events: int, mean: float) -> float:
    return math.exp(-mean) * math.fsum(math.exp(k * math.log(mean) - math.lgamma(k + 1)) for k in range(events + 1))
