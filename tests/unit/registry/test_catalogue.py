"""The indicator catalogue: every code once, every field in both languages, and what a city's declarations can fill."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from anlan.errors import DeclarationError
from anlan.home import shipped
from orchestration.registry.catalogue import (
    KIND_OF_FEED,
    STANDARD,
    WHOLE,
    IndicatorList,
    category_groups,
    standard_categories,
    standard_indicators,
)
from orchestration.registry.documents import Text, load_yaml
from orchestration.registry.feeds import FEEDS, Feed
from orchestration.registry.pack import load_pack_folder
from orchestration.transform.declarations import declared_rows

PACKS = sorted(path.parent for path in shipped("data/cities").glob("[!_]*/city.yml"))
# Alarms, response, events, disputes, surveys, index, hot spots, coverage: the 44 of the catalogue.
PROPER = {"AL": 16, "RT": 4, "EV": 10, "DP": 2, "SV": 9, "IX": 1, "HP": 1, "CV": 1}
OWN = {"AL17", "AL18", "RT05", "RT06", "EV12", "EV13", "SV11", "SV12", "CV02", "CV03", "CV04", "CP01", "CR01"}


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def test_every_code_of_the_catalogue_is_there_once() -> None:
    declared = [item.indicator_id for item in load_yaml(STANDARD / "indicators.yml", IndicatorList).indicators]
    proper = [f"{family}{number:02d}" for family, count in PROPER.items() for number in range(1, count + 1)]
    assert len(proper) == 44
    assert sorted(declared) == sorted([*proper, *OWN])


@pytest.mark.parametrize("code", standard_indicators())
def test_every_field_of_an_indicator_is_filled_in_both_languages(code: str) -> None:
    indicator = standard_indicators()[code]
    texts = [value for value in dict(indicator).values() if isinstance(value, Text)]
    assert len(texts) == 8
    for text in texts:
        assert text.zh
        assert text.en
        assert not is_chinese(text.en)
        assert is_chinese(text.zh) or text.zh == "%"
    assert indicator.minimum_base is not None
    assert indicator.method_version


@pytest.mark.parametrize("code", standard_indicators())
def test_an_indicator_asks_for_what_there_is(code: str) -> None:
    indicator = standard_indicators()[code]
    if indicator.feed is None:
        assert (indicator.category, indicator.needs) == (None, ())
        return
    assert set(indicator.needs) <= {*FEEDS[indicator.feed].fields, "hour"}
    assert set(indicator.or_needs) <= (set(FEEDS[indicator.or_feed].fields) if indicator.or_feed else set())
    if kind := KIND_OF_FEED.get(indicator.feed):
        groups = {group.group_id for group in category_groups(kind)}
        assert indicator.category in {WHOLE, *groups, *standard_categories(kind)}


@pytest.mark.parametrize(
    ("city", "filled"),
    [
        (
            "lanwan",
            "AL01 AL02 AL03 AL04 AL05 AL06 AL07 AL08 AL10 AL11 AL12 AL13 AL14 AL15 AL16 AL17 AL18 RT01 RT02 RT03 "
            "RT04 RT05 RT06 EV01 EV02 EV03 EV04 EV05 EV06 EV07 EV08 EV09 EV10 EV12 EV13 DP01 DP02 SV01 SV02 "
            "SV03 SV04 SV05 SV06 SV08 SV11 SV12 IX01 HP01 CV01 CV02 CV03 CV04 CP01 CR01",
        ),
        ("london", "AL01 AL03 AL04 AL05 AL06 AL08 AL10 AL17 HP01 LP01 LP02 LP03 LP04 LP05 LP06 LP07 LP08"),
        (
            "st-louis",
            "AL01 AL03 AL04 AL05 AL06 AL07 AL08 AL10 AL16 AL17 AL18 EV01 EV03 EV04 EV06 EV07 EV12 EV13 HP01",
        ),
        ("taiwan", "AL01 AL03 AL04 AL05 AL06 AL08 AL10 AL17 HP01"),
        ("toronto", "AL01 AL16 RT03 RT05 RT06 HP01"),
    ],
)
def test_a_pack_says_by_its_declarations_which_indicators_it_fills(city: str, filled: str) -> None:
    (folder,) = [path for path in PACKS if path.name == city]
    pack = load_pack_folder(folder)
    assert [code for code, indicator in pack.indicators.items() if pack.fills(indicator)] == filled.split()


@pytest.mark.parametrize("folder", PACKS, ids=lambda path: path.name)
def test_what_a_pack_cannot_fill_reaches_the_warehouse_without_a_feed(folder: Path) -> None:
    pack = load_pack_folder(folder)
    rows = {str(row["indicator_id"]): row for row in declared_rows(pack)["indicators"]}
    assert rows.keys() == pack.indicators.keys()
    assert {code for code, row in rows.items() if row["feed"]} == {
        code for code, indicator in pack.indicators.items() if pack.fills(indicator)
    }


def test_a_share_of_valid_calls_needs_the_mark_and_a_rate_the_residents(
    pack: Path, spoil: Callable[[str, str, str], Path]
) -> None:
    indicators = standard_indicators()
    assert load_pack_folder(pack).fills(indicators["AL02"])
    assert not load_pack_folder(pack).fills(indicators["AL04"])
    mark = next(line for line in (pack / "sources/alarms.yml").read_text().splitlines() if "is_valid:" in line)
    spoil("sources/alarms.yml", mark, "")
    assert not load_pack_folder(pack).fills(indicators["AL02"])
    assert load_pack_folder(pack).fills(indicators["AL01"])


def test_a_survey_fills_its_indicators_by_scores_or_by_answers() -> None:
    (folder,) = [path for path in PACKS if path.name == "lanwan"]
    pack = load_pack_folder(folder)
    scores = pack.sources_of(Feed.SURVEY_SCORES)
    others = tuple(source for source in pack.sources if source.feed not in {Feed.SURVEY_SCORES, Feed.SURVEY_ANSWERS})
    answers = tuple(source.model_copy(update={"feed": Feed.SURVEY_ANSWERS}) for source in scores)
    filled = [
        replace(pack, sources=(*others, *surveys)).fills(pack.indicators["SV01"]) for surveys in (scores, answers, ())
    ]
    assert filled == [True, True, False]


def test_the_index_is_filled_where_all_that_it_is_composed_of_is() -> None:
    (folder,) = [path for path in PACKS if path.name == "lanwan"]
    pack = load_pack_folder(folder)
    assert pack.feed_of(pack.indicators["IX01"]) == Feed.POLICE_ALARMS
    residents_unknown = tuple(source for source in pack.sources if source.feed != Feed.POPULATION)
    assert not replace(pack, sources=residents_unknown).fills(pack.indicators["IX01"])


def test_what_no_model_computes_takes_no_feed(pack: Path) -> None:
    text = (STANDARD / "indicators.yml").read_text(encoding="utf-8")
    entry = "  - indicator_id: IX01" + text.split("  - indicator_id: IX01")[1].split("  - indicator_id:")[0]
    wrong = entry.replace("IX01\n", "IX01\n    feed: police_alarms\n")
    (pack / "indicators.yml").write_text(f"schema_version: 1\nindicators:\n{wrong}", encoding="utf-8")
    with pytest.raises(
        DeclarationError, match=r"IX01\.value_kind: models compute count, rate, share, change, duration"
    ):
        load_pack_folder(pack)


def test_breaks_of_series_reach_the_warehouse_with_what_they_are_of() -> None:
    (folder,) = [path for path in PACKS if path.name == "lanwan"]
    pack = load_pack_folder(folder)
    (row,) = declared_rows(pack)["series_breaks"]
    assert (row["break_number"], row["indicator_id"], row["feed"], row["level_id"]) == (1, None, "police_alarms", None)
    assert str(row["breaks_on"]) == "2023-01-01"
