"""The gate in a small city: what fails a file, what lets it through, and that nothing dropped is ever written."""

import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from anlan.errors import DeclarationError
from orchestration.ingest.ledger import Ledger
from orchestration.ingest.load import City, load_feed
from orchestration.ingest.records import LedgerFile
from orchestration.registry.feeds import Feed
from orchestration.registry.pack import load_pack_folder

ALARMS = """
schema_version: 1
source_id: alarms
feed: police_alarms
title: {zh: 警情, en: alarms}
files: alarms*.csv
format: {type: csv}
columns:
  event_key: {column: key}
  occurred_at: {column: time, formats: "%Y-%m-%d %H:%M"}
  category: {column: category}
  channel: {column: channel}
areas: [{level: district, column: district}]
coverage: {by: events}
identity: {kind: key, fields: event_key}
"""
# Planted so that they can be searched for; none is anybody's.
PLANTED = ("13800000000", "110101199003070003", "京A12345", "解放路12号3单元", "王某甲", "someone@example.org")


def alarms(rows: int = 30, **extra: str) -> str:
    """A file of good rows, with columns of one value each added."""
    header = ",".join(["key", "time", "category", "channel", "district", *extra])
    lines = [
        ",".join([f"K{n:04}", f"2024-03-{n % 28 + 1:02} 08:00", "2004", "110", "1", *extra.values()])
        for n in range(rows)
    ]
    return "\n".join([header, *lines]) + "\n"


def load(city: Any, declared: str, text: str) -> LedgerFile:
    city.declare("alarms", declared)
    city.put("alarms.csv", text)
    file: LedgerFile = city.load(Feed.POLICE_ALARMS)[-1]
    return file


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("报警人", "某", "'报警人' looks like a person by its name"),
        ("caller_phone", "", "'caller_phone' looks like phone numbers by its name"),
        ("x1", "13800000000", "'x1' looks like phone numbers by its values"),
        ("x1", "110101199003070003", "'x1' looks like identity numbers by its values"),
        ("x1", "京A12345", "'x1' looks like number plates by its values"),
        ("x1", "解放路12号3单元", "'x1' looks like addresses by its values"),
        ("x1", "someone@example.org", "'x1' looks like e-mail addresses by its values"),
    ],
)
def test_a_column_that_looks_personal_fails_its_file(city: Any, column: str, value: str, said: str) -> None:
    file = load(city, ALARMS, alarms(**{column: value}))
    assert file.status == "failed"
    assert file.message is not None
    assert said in file.message
    assert f"`drop: [{column}]` in the declaration of alarms" in file.message
    assert "`areas`" in file.message
    assert f"not_personal: {{{column}: why}}" in file.message
    assert not value or value not in file.message


def test_all_columns_that_look_personal_are_told_at_once(city: Any) -> None:
    file = load(city, ALARMS, alarms(姓名="某", 住址="某处", x1="13800000000"))
    assert file.message is not None
    assert "drop: [姓名, 住址, x1]" in file.message


def test_naming_a_column_as_unused_is_not_enough(city: Any) -> None:
    file = load(city, ALARMS + "unused: [姓名]\n", alarms(姓名="某"))
    assert file.status == "failed"


def test_a_field_full_of_phone_numbers_fails_its_file(city: Any) -> None:
    file = load(city, ALARMS, alarms().replace(",110,", ",13800000000,"))
    assert file.status == "failed"
    assert file.message is not None
    assert "'channel' looks like phone numbers by its values" in file.message


def test_one_phone_number_among_many_other_words_refuses_its_row(city: Any) -> None:
    text = alarms(3_000).replace("K1234,2024-03-03 08:00,2004,110", "K1234,2024-03-03 08:00,2004,13800000000")
    file = load(city, ALARMS, text)
    assert (file.status, file.rows_accepted, file.rows_quarantined) == ("loaded", 2_999, 1)
    assert city.reasons() == {"personal_value": 1}
    assert set(city.rows(Feed.POLICE_ALARMS)["channel"]) == {"110"}


@pytest.mark.parametrize("way_out", ["drop: [x1]", "not_personal: {x1: numbers of call boxes}"])
def test_either_declaration_lets_the_file_through(city: Any, way_out: str) -> None:
    file = load(city, ALARMS + way_out + "\n", alarms(x1="13800000000"))
    assert (file.status, file.rows_accepted) == ("loaded", 30)


def test_a_field_that_is_vouched_for_is_taken(city: Any) -> None:
    vouched = ALARMS + "not_personal: {channel: numbers of call boxes}\n"
    file = load(city, vouched, alarms().replace(",110,", ",13800000000,"))
    assert file.status == "loaded"
    assert set(city.rows(Feed.POLICE_ALARMS)["channel"]) == {"13800000000"}


def test_a_load_reports_what_is_declared_not_personal(city: Any) -> None:
    city.declare("alarms", ALARMS + "not_personal: {x1: numbers of call boxes, x2: desks}\n")
    report = load_feed(
        City(load_pack_folder(city.folder), city.home, Ledger(city.home.ledger)), Feed.POLICE_ALARMS, None, print
    )
    assert report.declared_not_personal == ["alarms: x1: numbers of call boxes", "alarms: x2: desks"]


def test_a_column_that_is_read_as_an_area_only_is_let_through(city: Any) -> None:
    address = ALARMS.replace("column: district", "column: 地址, by: name, aliases: {解放路12号3单元: North}")
    file = load(city, address + "drop: [地址]\n", alarms(地址="解放路12号3单元"))
    assert (file.status, file.rows_accepted) == ("loaded", 30)


def test_categories_told_in_words_are_no_free_text(city: Any) -> None:
    file = load(city, ALARMS, alarms(40, Description="ASSAULT OF A CHILD OF AGE 16 AND UNDER WITHOUT WEAPON"))
    assert file.status == "loaded"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("drop: [channel]", "drop: channel stands under columns too"),
        ("drop: [x1]\nunused: [x1]", "drop: x1 stands under unused too"),
        ("drop: [x1]\nnot_personal: {x1: why}", "drop: x1 stands under not_personal too"),
        ("not_personal: {x1: ''}", "not_personal"),
    ],
)
def test_a_declaration_that_contradicts_itself_is_refused(city: Any, wrong: str, said: str) -> None:
    city.declare("alarms", ALARMS + wrong + "\n")
    with pytest.raises(DeclarationError, match=re.escape(said)):
        load_pack_folder(city.folder)


def planted_file() -> str:
    """Personal columns on every row; and rows in which such cells have slipped into declared fields."""
    columns = dict(zip(("电话", "身份证", "车牌", "地址", "姓名", "邮箱"), PLANTED, strict=True))
    good = alarms(60, **columns, 简要警情="报警人称在街口与他人因停车发生争执并要求民警到场")
    personal = ",".join(columns.values())
    told = "报警人称在街口与他人因停车发生争执并要求民警到场"
    slipped = [
        f"K9{n:03},{time},{category},110,{district},{personal},{told}"
        for n, (time, category, district) in enumerate(
            [
                *[(planted, "2004", "1") for planted in PLANTED],
                *[("2024-03-01 08:00", planted, "1") for planted in PLANTED],
                *[("2024-03-01 08:00", "2004", planted) for planted in PLANTED],
                (told, told, told),
            ]
        )
    ]
    return good + "\n".join(slipped) + "\n"


def everything_written(root: Path, but: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file() and but not in path.parents}


def parquet_texts(root: Path) -> str:
    """Cells of all Parquet files: their bytes are compressed, so a search of bytes alone would find nothing."""
    return "\n".join(pl.read_parquet(path).write_csv() for path in root.rglob("*.parquet"))


def test_nothing_dropped_is_written_anywhere_past_landing(city: Any) -> None:
    dropped = ALARMS + "drop: [电话, 身份证, 车牌, 地址, 姓名, 邮箱, 简要警情]\n"
    folder = city.folder / "city.yml"
    folder.write_text(folder.read_text("utf-8") + "thresholds: {quarantine_limit: 0.5}\n", encoding="utf-8")
    file = load(city, dropped, planted_file())
    assert (file.status, file.rows_accepted, file.rows_quarantined) == ("loaded", 60, 19)

    written = everything_written(city.home.root, but=city.home.landing)
    assert any(".parquet" in name for name in written)
    cells = parquet_texts(city.home.root)
    assert "invalid_date" in cells
    for planted in (*PLANTED, "停车"):
        assert planted not in cells
        assert [name for name, content in written.items() if planted.encode() in content] == []


def test_no_message_shows_what_stands_in_a_personal_cell(city: Any) -> None:
    """A file misread as a whole quotes a value, and one without a header quotes its first row as headers."""
    dropped = ALARMS + "drop: [电话, 身份证, 车牌, 地址, 姓名, 邮箱, 简要警情]\n"
    misread = load(city, dropped, planted_file().replace("2024-03-", "13800000000-"))
    assert misread.status == "failed"
    assert "13800000000" not in str(misread.message)
    city.put("alarms2.csv", "\n".join(planted_file().splitlines()[1:]))
    headless = city.load(Feed.POLICE_ALARMS)[-1]
    assert headless.status == "failed"
    assert "has no header row" in str(headless.message)
    assert [planted for planted in (*PLANTED, "停车") if planted in str(headless.message)] == []
