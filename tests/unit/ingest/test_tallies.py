"""Feeds of what was counted elsewhere, from a file to raw: what is taken, and what a row is refused for."""

import json
from datetime import date
from typing import Any

import pytest

from orchestration.raw_schema import TALLY_FEEDS
from orchestration.registry.feeds import FEEDS, Feed, FieldType
from orchestration.registry.scales import standard_scales

# A row of each feed as its file has it.
GOOD: dict[Feed, dict[str, str]] = {
    Feed.SURVEY_SCORES: {"wave": "2023", "measure": "safe", "score": "0.9"},
    Feed.SURVEY_ANSWERS: {"wave": "2023", "measure": "safe", "option": "very_safe", "answers": "40", "weight": "41.5"},
    Feed.SURVEY_CONTACTS: {"wave": "2023", "mode": "online", "dialled": "900", "contacted": "300", "completed": "100"},
    Feed.SURVEY_CONCERNS: {"wave": "2023", "concern": "traffic", "mentions": "30", "answers": "100"},
    Feed.REPORTED_INDICATORS: {"period": "2023", "indicator": "CV01", "numerator": "80", "bound": "ge"},
    Feed.PUBLISHED_CLAIMS: {"claim": "C1", "period": "2023", "indicator": "EV03", "kind": "value", "claimed": "91.98"},
    Feed.RESPONSE_BANDS: {"period": "2023-05", "stage": "arrive", "band_from": "300", "band_to": "600", "alarms": "7"},
    Feed.DISPUTES: {"period": "2023-05", "accepted": "10", "resolved": "12", "settled_locally": "9"},
    Feed.PATROLS: {"period": "2023-05", "visits": "100", "units": "80", "hazards_found": "9", "hazards_reported": "9"},
    Feed.RECTIFICATIONS: {"item": "Z-1", "concern": "fire", "opened_on": "2023-05-04", "due_on": "2023-06-04"},
    Feed.FOCUS_AREAS: {"programme": "P", "role": "treated", "starts_on": "2023-05-04", "ends_on": "2023-06-04"},
    Feed.AREA_RELATIONS: {"relation": "peer_group", "related": "coast", "weight": "1", "valid_from": "2023-01-01"},
}  # fmt: skip
_DATES = {FieldType.DATE}


def load(city: Any, feed: Feed, *rows: dict[str, str]) -> dict[str, int]:
    """Bring in a good row and others that differ from it as given; reasons of refused rows."""
    fields = FEEDS[feed].fields
    complete = [GOOD[feed] | row for row in ({}, *rows)]
    headers = list(dict.fromkeys(name for row in complete for name in row))
    city.declare(
        "tally",
        json.dumps(
            {
                "schema_version": 1,
                "source_id": "tally",
                "feed": feed,
                "title": {"zh": "统计", "en": "tally"},
                "files": "*.csv",
                "format": {"type": "csv"},
                "columns": {
                    name: {"column": name} | ({"formats": "%Y-%m-%d"} if fields[name].type in _DATES else {})
                    for name in headers
                    if name != "district"
                },
                "areas": [{"level": "district", "column": "district"}],
            }
        ),
    )
    lines = [",".join([*headers, "district"])]
    lines += [",".join([*(row.get(name, "") for name in headers), "1"]) for row in complete]
    city.put("tally.csv", "\n".join(lines) + "\n")
    city.load(feed)
    return dict(city.reasons())


@pytest.mark.parametrize("feed", list(map(Feed, TALLY_FEEDS)))
def test_a_good_row_reaches_raw_with_all_columns(city: Any, feed: Feed) -> None:
    assert load(city, feed) == {}
    (row,) = city.rows(feed).to_dicts()
    assert set(row) >= set(TALLY_FEEDS[feed])
    taken = {name: row.get(name, row.get(f"{name}_id")) for name in GOOD[feed] if name not in ("wave", "period")}
    written = {name: text for name, text in GOOD[feed].items() if name in taken}
    assert {name: str(value).removesuffix(".0") for name, value in taken.items()} == written


def test_a_period_is_told_by_its_days_and_a_wave_by_its_survey(city: Any) -> None:
    load(city, Feed.SURVEY_CONCERNS)
    (row,) = city.rows(Feed.SURVEY_CONCERNS).to_dicts()
    assert (row["wave_id"], row["period_type"], row["period_start"], row["period_end"]) == (
        "tally:2023",
        "Y",
        date(2023, 1, 1),
        date(2023, 12, 31),
    )


def test_a_list_without_days_speaks_of_the_areas_of_today(city: Any) -> None:
    city.declare(
        "peers",
        json.dumps(
            {
                "schema_version": 1,
                "source_id": "peers",
                "feed": "area_relations",
                "title": {"zh": "分组", "en": "peers"},
                "files": "peers.csv",
                "format": {"type": "csv"},
                "columns": {"relation": {"constant": "peer_group"}, "related": {"column": "group"}},
                "areas": [{"level": "district", "column": "district"}],
            }
        ),
    )
    city.put("peers.csv", "district,group\n1,coast\n")
    city.load("area_relations")
    (row,) = city.rows(Feed.AREA_RELATIONS).to_dicts()
    assert (row["area_id"], row["related"], row["valid_from"]) == ("district-1", "coast", None)


# Seven good rows beside a bad one: a file full of bad rows would be refused whole.
@pytest.mark.parametrize(
    ("feed", "row", "reason"),
    [
        (Feed.SURVEY_ANSWERS, {"option": "satisfied"}, "unknown_option"),
        (Feed.SURVEY_ANSWERS, {"answers": "-1"}, "negative_count"),
        (Feed.SURVEY_ANSWERS, {"squared_weight": "-0.5"}, "negative_count"),
        (Feed.SURVEY_CONTACTS, {"contacted": "901"}, "part_exceeds_whole"),
        (Feed.SURVEY_CONTACTS, {"mode": "dream"}, "unknown_word"),
        (Feed.SURVEY_CONCERNS, {"concern": "weather"}, "unknown_category"),
        (Feed.SURVEY_CONCERNS, {"mentions": "101"}, "part_exceeds_whole"),
        (Feed.REPORTED_INDICATORS, {"indicator": "XX99"}, "unknown_indicator"),
        (Feed.REPORTED_INDICATORS, {"numerator": ""}, "missing_value"),
        (Feed.REPORTED_INDICATORS, {"rank": "0"}, "number_too_small"),
        (Feed.REPORTED_INDICATORS, {"rank": "11", "roster_size": "10"}, "part_exceeds_whole"),
        (Feed.REPORTED_INDICATORS, {"period": "1911"}, "implausible_date"),
        (Feed.REPORTED_INDICATORS, {"period": "2999"}, "future_date"),
        (Feed.PUBLISHED_CLAIMS, {"kind": "boast"}, "unknown_word"),
        (Feed.RESPONSE_BANDS, {"band_to": "200"}, "part_exceeds_whole"),
        (Feed.DISPUTES, {"settled_locally": "13"}, "part_exceeds_whole"),
        (Feed.PATROLS, {"hazards_reported": "10"}, "part_exceeds_whole"),
        (Feed.RECTIFICATIONS, {"due_on": "2023-05-03"}, "negative_duration"),
        (Feed.FOCUS_AREAS, {"ends_on": "2023-05-03"}, "negative_duration"),
        (Feed.FOCUS_AREAS, {"role": "victim"}, "unknown_word"),
        (Feed.AREA_RELATIONS, {"relation": "friend"}, "unknown_word"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_bad_row_is_refused_with_its_reason(city: Any, feed: Feed, row: dict[str, str], reason: str) -> None:
    others: list[dict[str, str]] = [{} for _ in range(7)]
    assert load(city, feed, row, *others) == {reason: 1}
    assert city.rows(feed).height == 8


def test_scales_score_from_best_to_worst_and_name_each_answer_once() -> None:
    for scale in standard_scales().values():
        points = [option.points_100 for option in scale.options if option.points_100 is not None]
        assert points == sorted(points, reverse=True)
        assert (points[0], points[-1]) == (100, 0)
        assert len({option.option_id for option in scale.options}) == len(scale.options)
        assert [option.option_id for option in scale.options if option.is_no_opinion] == ["no_opinion"]
        assert all(option.is_top_three for option in scale.options if option.is_top_two)
