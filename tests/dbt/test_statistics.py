"""The statistics macros against worked examples of their sources, and against the distributions themselves.

PHE: R package PHEindicatormethods; Gu et al. 2008: two Poisson rates, 60/51477.5 against 30/54308.7.
"""

import math
from statistics import NormalDist
from typing import Any

import duckdb
import pytest
from model_runs import Warehouse

Z_95 = "1.959963984540054"
Z_998 = "3.090232306167813"
COMPARISONS = (1, 2, 4, 7, 9, 22, 73, 200, 800, 100_000)

# Macro call, expected value.
EXAMPLES = {
    f"wilson_lower('65', '100', '{Z_95}')": 0.5525444329688797,  # PHE
    f"wilson_upper('65', '100', '{Z_95}')": 0.7363575175690247,
    f"wilson_lower('1', '100', '{Z_95}')": 0.0017674320641406511,
    f"wilson_upper('1', '100', '{Z_95}')": 0.054486196178705294,
    f"wilson_lower('222', '3215', '{Z_95}')": 0.060791690363636595,
    f"wilson_upper('222', '3215', '{Z_95}')": 0.07833956681383633,
    f"wilson_lower('65', '100', '{Z_998}')": 0.4954946574070431,
    f"wilson_upper('65', '100', '{Z_998}')": 0.7783540614089697,
    f"wilson_lower('0', '30', '{Z_95}')": 0.0,
    f"wilson_upper('30', '30', '{Z_95}')": 1.0,
    f"wilson_lower('0', '0', '{Z_95}')": None,
    f"wilson_lower('null', '100', '{Z_95}')": None,
    f"wilson_upper('65', 'null', '{Z_95}')": None,
    f"wilson_upper('102', '100', '{Z_95}')": None,
    f"byar_lower('65', '{Z_95}')": 50.163187710459454,  # PHE
    f"byar_upper('65', '{Z_95}')": 82.84913854593984,
    f"byar_lower('10', '{Z_998}')": 2.916318374695686,
    f"byar_upper('10', '{Z_998}')": 24.193724927880535,
    f"poisson_lower('65', '{Z_95}')": 50.163187710459454,
    f"poisson_lower('5', '{Z_95}')": 1.6234863901184199,  # PHE, rate of 5 in 100
    f"poisson_upper('5', '{Z_95}')": 11.668332079322669,
    f"poisson_lower('-1', '{Z_95}')": None,
    f"poisson_upper('null', '{Z_95}')": None,
    "two_counts_z('70', '1', '62', '1')": 8 / math.sqrt(132),
    "two_counts_z('310', '1', '378', '1')": -68 / math.sqrt(688),
    "two_counts_z('750', '1', '962', '1')": -212 / math.sqrt(1712),
    "two_counts_z('2566', '1', '2170', '1')": 396 / math.sqrt(4736),
    # A rate that stays the same from 28 days to 31.
    "two_counts_z('31', '31', '28', '28')": 0.0,
    "two_counts_z('0', '31', '0', '28')": 0.0,
    "two_counts_z('5', '31', '-1', '28')": None,
    "two_counts_z('5', '0', '1', '28')": None,
    # Products of populations and days leave 64-bit integers.
    "two_counts_z('9000000000', '30000000000', '9000000000', '30000000000')": 0.0,
    "two_shares_z('90', '100', '65', '100')": 0.25 / math.sqrt(0.775 * 0.225 * 0.02),
    "two_shares_z('30', '30', '40', '40')": 0.0,
    "two_shares_z('3', '0', '40', '40')": None,
    "two_shares_z('90', '100', 'null', '100')": None,
    "share_variance('50', '100')": 0.0025,
    "share_variance('0', '99')": 0.5 * 99.5 / 100**2 / 99,
    "share_variance('99', '99')": 0.5 * 99.5 / 100**2 / 99,
    "share_variance('1', '0')": None,
    "count_variance('0')": 1.0,
    "count_variance('16')": 16.0,
    "relative_change('62', '0')": None,
    "relative_change('3', '2')": 0.5,
}


@pytest.fixture(scope="module")
def computed(first: Warehouse) -> dict[str, Any]:
    """Value of every macro call of this module, from one compiled query."""
    calls = [
        *EXAMPLES,
        "two_counts_z('60', '51477.5', '30', '54308.7')",
        *(f"bonferroni_z('{m}')" for m in COMPARISONS),
        *(f"poisson_{side}('{events}', '{Z_95}')" for side in ("lower", "upper") for events in range(10)),
        f"verdict('1.96', '{Z_95}')",
        f"verdict('-1.96', '{Z_95}')",
        f"verdict('1.95', '{Z_95}')",
        f"verdict('null', '{Z_95}')",
    ]
    inline = "select " + ", ".join(f"{{{{ {call} }}}} as c{number}" for number, call in enumerate(calls))
    compiled = first.dbt("compile", "--inline", inline).results[0].node.compiled_code
    with duckdb.connect() as connection:
        row = connection.execute(compiled).fetchall()[0]
    return dict(zip(calls, row, strict=True))


@pytest.mark.parametrize(("call", "expected"), EXAMPLES.items())
def test_macro_gives_the_published_value(computed: dict[str, Any], call: str, expected: float | None) -> None:
    assert computed[call] == (None if expected is None else pytest.approx(expected, rel=1e-9, abs=1e-12))


def test_two_poisson_rates_give_the_score_of_the_paper(computed: dict[str, Any]) -> None:
    assert computed["two_counts_z('60', '51477.5', '30', '54308.7')"] == pytest.approx(3.417402, abs=5e-7)


@pytest.mark.parametrize("comparisons", COMPARISONS)
def test_bonferroni_quantile_is_the_normal_one(computed: dict[str, Any], comparisons: int) -> None:
    exact = NormalDist().inv_cdf(1 - 0.025 / comparisons)
    assert computed[f"bonferroni_z('{comparisons}')"] == pytest.approx(exact, rel=1e-11)


@pytest.mark.parametrize("events", range(10))
def test_exact_limits_leave_two_and_a_half_percent_on_each_side(computed: dict[str, Any], events: int) -> None:
    lower = computed[f"poisson_lower('{events}', '{Z_95}')"]
    upper = computed[f"poisson_upper('{events}', '{Z_95}')"]
    assert lower is not None
    assert upper is not None
    assert _poisson_cdf(events, upper) == pytest.approx(0.025, rel=1e-10)
    if events == 0:
        assert lower == 0
    else:
        assert 1 - _poisson_cdf(events - 1, lower) == pytest.approx(0.025, rel=1e-10)


def test_only_a_score_beyond_the_quantile_is_a_rise_or_a_fall(computed: dict[str, Any]) -> None:
    verdicts = [computed[f"verdict('{score}', '{Z_95}')"] for score in ("1.96", "-1.96", "1.95", "null")]
    assert verdicts == ["rise", "fall", "no_significant_change", None]


def _poisson_cdf(events: int, mean: float) -> float:
    return math.exp(-mean) * sum(mean**k / math.factorial(k) for k in range(events + 1))
