"""How numbers are written, and what is written where one is absent."""

from typing import Any

import pytest

from dashboards.i18n import Words
from dashboards.values import Written

RATE = {"value_kind": "rate", "decimals": 2, "direction": "down_good", "unit_zh": "件/万人", "unit_en": "per 10,000"}
SHARE = {"value_kind": "share", "decimals": 1, "direction": "up_good", "unit_zh": "%", "unit_en": "%"}
COUNT = {"value_kind": "count", "decimals": 0, "direction": "context", "unit_zh": "件", "unit_en": "calls"}


def written(indicator: dict[str, Any], language: str = "zh") -> Written:
    return Written(Words(language), indicator)


def test_a_share_is_a_percentage_everywhere() -> None:
    share = written(SHARE)
    assert share.value(0.9284) == "92.8%"
    assert share.plotted(0.9284) == pytest.approx(92.84)
    assert share.interval({"lower": 0.9, "upper": 0.95}) == "90.0–95.0"
    assert share.change({"change": 0.0123}) == "+1.2 个百分点"


def test_a_rate_changes_in_per_cent_of_what_it_was() -> None:
    assert written(RATE).value(1234.5) == "1,234.50"
    assert written(RATE).change({"change": -0.397}) == "−39.7%"


def test_the_rank_carries_its_interval() -> None:
    row = {"rank": 1, "rank_lower": 1, "rank_upper": 4}
    assert written(RATE).rank(row) == "1 (1–4)"
    assert written(RATE).rank({**row, "rank_upper": None}) == "1"


def test_the_base_is_numerator_over_denominator_and_a_count_has_none() -> None:
    assert written(RATE).base({"numerator": 1200.0, "denominator": 50_000.0}) == "1,200 / 50,000"
    assert written(COUNT).base({"numerator": 7.0, "denominator": None}) == "7"
    assert written(RATE).base({"numerator": 42.0, "denominator": None}) == "42 / —"
    assert written(RATE).base({"numerator": None, "denominator": 50_000.0}) is None


@pytest.mark.parametrize(
    ("indicator", "verdict", "favour"),
    [
        (RATE, "fall", "favourable"),
        (RATE, "rise", "unfavourable"),
        (SHARE, "rise", "favourable"),
        (SHARE, "fall", "unfavourable"),
        (COUNT, "rise", None),
        (RATE, "no_significant_change", None),
        (RATE, None, None),
    ],
)
def test_good_and_bad_follow_the_direction_and_need_a_verdict(
    indicator: dict[str, Any], verdict: str | None, favour: str | None
) -> None:
    assert written(indicator).favour({"verdict": verdict}) == favour


def test_a_reason_outside_the_vocabulary_is_shown_as_its_code() -> None:
    assert "flooded" in written(RATE).reason("flooded")
    assert written(RATE).reason("count_too_small") == "件数过少"
    assert written(RATE).reason("not_residential") == "非居住区域，不参与排名"
