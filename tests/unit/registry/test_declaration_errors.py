"""Every wrong declaration is told with its file, its key and what was expected."""

from collections.abc import Callable
from pathlib import Path

import pytest

from anlan.errors import DeclarationError, UsageError
from orchestration.registry.feeds import Feed
from orchestration.registry.pack import load_pack, load_pack_folder
from orchestration.registry.template import new_pack

Spoil = Callable[[str, str, str], Path]
BREAKS = "# series_breaks:"
ALARMS = "sources/alarms.yml"
AREAS = "sources/areas.yml"


def message(folder: Path) -> str:
    with pytest.raises(DeclarationError) as caught:
        load_pack_folder(folder)
    return str(caught.value)


def test_the_template_is_a_valid_pack(pack: Path) -> None:
    loaded = load_pack("testville")
    assert (loaded.city_id, loaded.folder) == ("testville", pack)
    assert [source.source_id for source in loaded.sources] == ["alarms", "areas"]


@pytest.mark.parametrize(
    ("name", "old", "new", "key", "expected"),
    [
        ("city.yml", "timezone:", "time_zone:", "time_zone", "unknown key; remove it or correct its spelling"),
        ("city.yml", "timezone: Asia/Shanghai", "", "timezone", "missing; this key is required"),
        (
            "city.yml",
            "Asia/Shanghai",
            "Asia/Peking",
            "timezone",
            "expected a name like Asia/Shanghai (found 'Asia/Peking')",
        ),
        ("city.yml", "country: CN", "country: China", "holidays.country", "pattern"),
        ("city.yml", "country: CN", "land: CN", "holidays.country", "missing; this key is required"),
        (
            "city.yml",
            "{country: CN}",
            "{country: CN, own_days: [{day: 2024-05-01, name: {zh: 甲, en: a}, reason: b}, "
            "{day: 2024-05-01, name: {zh: 乙, en: b}, reason: c}]}",
            "holidays",
            "own_days: 2024-05-01 stands twice",
        ),
        (
            "city.yml",
            "# unusual_periods:",
            "unusual_periods: [{starts_on: 2020-04-08, ends_on: 2020-01-24, reason: {zh: 疫, en: a}}]",
            "unusual_periods.0",
            "ends_on 2020-01-24 is before starts_on 2020-04-08",
        ),
        (
            "city.yml",
            "# unusual_periods:",
            "terms: [{written: 街面, name: {zh: 街, en: a}}, {written: 街面, name: {zh: 街, en: b}}]",
            "city.yml",
            "terms: 街面 stands twice",
        ),
        ("city.yml", "city_id: testville", "city_id: other", "city_id", "expected the folder's name 'testville'"),
        ("city.yml", "fictional: false", "fictional: perhaps", "fictional", "valid boolean"),
        ("city.yml", "schema_version: 1", "schema_version: 2", "schema_version", "Input should be 1 (found 2)"),
        ("city.yml", "parent: city", "parent: county", "levels", "district.parent names no level: county"),
        (
            "city.yml",
            ", parent: city",
            "",
            "levels",
            "exactly one level, the city (number 1, hierarchy main), has no parent",
        ),
        ("city.yml", "number: 2", "number: 1", "levels", "district must have a higher number than its parent city"),
        ("city.yml", "level_id: district", "level_id: city", "levels", "each level_id may stand once"),
        ("city.yml", "level_id: district", "level_id: Bezirk Süd", "levels.1.level_id", "pattern"),
        (
            "city.yml",
            "indicator: SV01",
            "indicator: SV99",
            "measures.safety.indicator",
            "'SV99' is not in the catalogue",
        ),
        (
            "city.yml",
            "indicator: SV01",
            "indicator: SV08",
            "measures.safety.indicator",
            "'SV08' is not filled by survey scores; expected one of SV01, SV02",
        ),
        (
            "city.yml",
            BREAKS,
            "series_breaks: [{indicator: XX99, breaks_on: 2023-01-01, reason: {zh: 甲, en: a}}]",
            "series_breaks",
            "indicator 'XX99' is not in the catalogue",
        ),
        (
            "city.yml",
            BREAKS,
            "series_breaks: [{feed: patrols, level: moon, breaks_on: 2023-01-01, reason: {zh: 甲, en: a}}]",
            "series_breaks",
            "level names no level: moon",
        ),
        (
            "city.yml",
            BREAKS,
            "series_breaks: [{breaks_on: 2023-01-01, reason: {zh: 甲, en: a}}]",
            "series_breaks.0",
            "give exactly one of indicator and feed",
        ),
        (ALARMS, "feed: police_alarms", "feed: alarms", "feed", "'police_alarms'"),
        (ALARMS, "feed: police_alarms", "fead: police_alarms", "fead", "unknown key"),
        (ALARMS, "type: csv", "type: txt", "format.type", "'geojson', 'database' (found 'txt')"),
        (ALARMS, "type: csv", "kind: csv", "format.type", "missing; this key is required"),
        (ALARMS, "type: csv", "type: geojson\n  delimiter: ';'", "format.delimiter", "unknown key"),
        (ALARMS, "encodings: [utf-8", "encodings: [utf-9", "format.encodings", "no encoding is called 'utf-9'"),
        (ALARMS, "encodings: [utf-8", "encodings: [base64", "format.encodings", "no encoding is called 'base64'"),
        (ALARMS, "encodings: [utf-8", "encodings: [detect", "format.encodings", "detect comes last"),
        (ALARMS, "type: csv", "type: csv\n  quote: ','", "format", "delimiter and quote must not be the same"),
        (ALARMS, "files: alarms/*.csv", "", "files", "give patterns of file paths"),
        (ALARMS, "category: {column: 警情类型代码}", "", "columns", "category missing; feed police_alarms requires it"),
        (ALARMS, "is_valid:", "valid:", "columns.valid", "feed police_alarms has no such field; it has occurred_at"),
        (
            ALARMS,
            "{column: 警情类型代码}",
            "{column: 警情类型代码, constant: '1'}",
            "columns.category",
            "give exactly one of column, join, sum, constant and file_name",
        ),
        (
            ALARMS,
            '{column: 报警时间, formats: ["%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M"]}',
            "{column: 报警时间}",
            "columns.occurred_at.formats",
            "a date needs at least one format, e.g. '%Y-%m-%d'",
        ),
        (
            ALARMS,
            '"%Y/%m/%d %H:%M"',
            '"YYYY/MM/DD"',
            "columns.occurred_at.formats",
            "'YYYY/MM/DD' is no format of dates; expected one like '%Y-%m-%d'",
        ),
        (
            ALARMS,
            "{column: 警情类型代码}",
            "{column: 警情类型代码, extract: '(\\d'}",
            "columns.category.extract",
            "is no pattern",
        ),
        (
            ALARMS,
            "{column: 警情类型代码}",
            "{column: 警情类型代码, extract: '\\d+'}",
            "columns.category",
            "the pattern needs exactly one group",
        ),
        (ALARMS, "encodings:", "footnote: '[注'\n  encodings:", "format.footnote", "is no pattern"),
        (ALARMS, "pattern: '(\\d{6})'", "pattern: '(\\d{6}'", "coverage.pattern", "is no pattern"),
        (ALARMS, "pattern: '(\\d{6})'", "pattern: '\\d{6}'", "coverage.pattern", "needs a group that holds the period"),
        (ALARMS, "coverage:", "#", "coverage", "missing; say which months a file completes"),
        (
            ALARMS,
            "level: district",
            "level: street",
            "areas.level",
            "no level 'street'; expected one of city, district",
        ),
        (
            ALARMS,
            "by: code,",
            "by: code, constant: '1',",
            "areas.0",
            "give exactly one of column, constant, file_name, and longitude with latitude",
        ),
        (ALARMS, "{kind: none}", "{kind: key}", "identity", "kind key needs fields"),
        (
            ALARMS,
            "{kind: none}",
            "{kind: key, fields: category, replaces: period}",
            "identity",
            "replaces: goes with kind none",
        ),
        (
            ALARMS,
            "{kind: none}",
            "{kind: key, fields: [number]}",
            "identity.fields",
            "feed police_alarms has no number",
        ),
        (
            ALARMS,
            "{kind: none}",
            "{kind: key, fields: [event_key]}",
            "identity.fields",
            "event_key is not among columns",
        ),
        (
            ALARMS,
            "{column: 警情类型代码}",
            "{column: 警情类型代码, values: {盗窃: '9999'}}",
            "columns.category",
            "maps to 9999, which is not declared; expected one of",
        ),
        (
            ALARMS,
            "{column: 警情类型代码}",
            "{column: 警情类型代码, map: codes.csv}",
            "codes.csv",
            "the file is missing",
        ),
        (ALARMS, "files: alarms/*.csv", "files: /srv/alarms/*.csv", "files", "a path below the inbox"),
        (ALARMS, "files: alarms/*.csv", "files: ../other/*.csv", "files", "a path below the inbox"),
        (ALARMS, "identity:", "files: other/*.csv\nidentity:", "'files' stands twice", "not valid YAML"),
        (ALARMS, "source_id: alarms", "source_id: areas", "source_id", "'areas' stands twice"),
        (AREAS, "feed: area_register", "feed: population", "columns.area_code", "feed population has no such field"),
    ],
)
def test_a_wrong_key_is_told_with_its_file_and_what_was_expected(
    pack: Path, spoil: Spoil, name: str, old: str, new: str, key: str, expected: str
) -> None:
    spoil(name, old, new)
    said = message(pack)
    wrong = {"codes.csv": "codes.csv", "source_id": AREAS}.get(key, name)
    assert said.startswith(str(pack / wrong))
    assert key in said
    assert expected in said


def test_words_and_codes_may_be_written_without_quotation_marks(pack: Path, spoil: Spoil) -> None:
    """YAML 1.1 would make False, 7, 630, 2020-01-01 and 1.1 of these."""
    spoil(ALARMS, "true_values: 是, false_values: 否", "true_values: [on, 1004], false_values: [no, 007, 10:30, 1.10]")
    spoil(ALARMS, 'unknown_values: [""]', "unknown_values: [2020-01-01], aliases: {n: 001, 2: 002}")
    (source,) = load_pack_folder(pack).sources_of(Feed.POLICE_ALARMS)
    assert source.columns["is_valid"].true_values == ("on", "1004")
    assert source.columns["is_valid"].false_values == ("no", "007", "10:30", "1.10")
    assert source.areas[0].unknown_values == ("2020-01-01",)
    assert source.areas[0].aliases == {"n": "001", "2": "002"}


def test_all_wrong_keys_of_a_file_are_told_at_once(pack: Path, spoil: Spoil) -> None:
    spoil("city.yml", "fictional: false", "fictoinal: false\ncolour: red")
    assert [line.split(": ")[1] for line in message(pack).splitlines()] == ["fictoinal", "colour"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"levels: [", "not valid YAML"),
        (b"- a\n- b\n", "expected keys and values, found list"),
        (b"", "expected keys and values, found nothing"),
        ("name: 北京".encode("gb18030"), "not UTF-8"),
    ],
    ids=["broken", "list", "empty", "encoding"],
)
def test_a_file_that_is_no_declaration_is_named(pack: Path, content: bytes, said: str) -> None:
    path = pack / "city.yml"
    path.write_bytes(content)
    assert message(pack).startswith(f"{path}: {said}")


def test_a_missing_city_file_is_named(pack: Path) -> None:
    (pack / "city.yml").unlink()
    assert message(pack) == f"{pack / 'city.yml'}: the file is missing; a city pack needs it."


def test_a_pack_without_sources_or_without_areas_says_so(pack: Path) -> None:
    (pack / AREAS).unlink()
    assert "no source of feed area_register" in message(pack)
    (pack / ALARMS).unlink()
    assert "no source is declared; a city needs at least one *.yml" in message(pack)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("source,target\n盗窃,1004\n", "column source_value is missing; expected source_value, target"),
        ("source_value,target\n盗窃,1004\n盗窃,1005\n", "source_value '盗窃' stands twice with different targets"),
        ("source_value,target\n盗窃,9999\n", "maps to 9999, which is not declared"),
    ],
    ids=["header", "twice", "target"],
)
def test_a_crosswalk_is_checked_before_any_file_is_read(pack: Path, spoil: Spoil, content: str, said: str) -> None:
    spoil(ALARMS, "{column: 警情类型代码}", "{column: 警情类型代码, map: codes.csv}")
    (pack / "codes.csv").write_text(content, encoding="utf-8")
    assert said in message(pack)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("alarm,1,,甲,A,\nalarm,11,9,乙,B,1004\n", "11: parent_category_id names no category: 9"),
        (
            "alarm,1,,甲,A,\nalarm,11,1,乙,B,9999\n",
            "11: standard_code '9999' is not in the standard taxonomy of alarms",
        ),
        ("alarm,1,,甲,A,\nalarm,1,,乙,B,\n", "category_id '1' stands twice"),
        ("alarms,1,,甲,A,\n", "category_kind 'alarms'; expected one of alarm, event, concern"),
    ],
    ids=["parent", "standard code", "twice", "kind"],
)
def test_categories_of_a_city_are_checked(pack: Path, rows: str, said: str) -> None:
    path = pack / "categories.csv"
    header = "category_kind,category_id,parent_category_id,name_zh,name_en,standard_code\n"
    path.write_text(header + rows, encoding="utf-8")
    said_of_it = message(pack)
    assert said_of_it.startswith(f"{path}: ")
    assert said in said_of_it


def test_an_unknown_city_is_told_with_those_there_are(pack: Path) -> None:
    with pytest.raises(
        UsageError, match=r"No city pack named 'gotham'\. There are: testville, .*anlan new-city gotham"
    ):
        load_pack("gotham")


@pytest.mark.parametrize("name", ["My City", "", "_x", "../x", "北京"])
def test_a_name_no_folder_should_have_is_refused(pack: Path, name: str) -> None:
    with pytest.raises(UsageError, match="use small letters, digits and hyphens"):
        new_pack(name)


def test_a_name_that_is_taken_is_refused(pack: Path) -> None:
    with pytest.raises(UsageError, match="There is a pack named 'testville' already"):
        new_pack("testville")
    with pytest.raises(UsageError, match="There is a pack named 'lanwan' already"):
        new_pack("lanwan")


def test_the_fingerprint_follows_every_declaration(pack: Path, spoil: Spoil) -> None:
    before = load_pack_folder(pack).fingerprint
    assert load_pack_folder(pack).fingerprint == before
    spoil("areas.csv", "甲区", "丙区")
    after = load_pack_folder(pack).fingerprint
    assert after != before
    spoil("areas.csv", "丙区", "甲区")
    assert load_pack_folder(pack).fingerprint == before
