"""Rows completed from other files: a station's district, the times of an alarm's flow."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from anlan.errors import DeclarationError
from orchestration.ingest.landing import land_inbox
from orchestration.ingest.ledger import Ledger
from orchestration.ingest.load import City, load_feed
from orchestration.ingest.records import LedgerFile
from orchestration.registry.feeds import Feed
from orchestration.registry.pack import load_pack_folder

STATIONS = """
schema_version: 1
source_id: stations
feed: lookups
title: {zh: 派出所名录, en: stations}
files: "stations*.csv"
format: {type: csv}
columns:
  station: {column: 编号, pad: 3}
  district: {column: 区}
identity: {kind: key, fields: station}
"""
FLOW = """
schema_version: 1
source_id: flow
feed: lookups
title: {zh: 处警时间, en: times of the flow}
files: "flow*.csv"
format: {type: csv}
columns:
  alarm: {column: 单号}
  arrival: {column: 到达时间}
identity: {kind: key, fields: alarm}
"""
ALARMS = """
schema_version: 1
source_id: alarms
feed: police_alarms
title: {zh: 警情, en: alarms}
files: "alarms*.csv"
format: {type: csv}
lookups:
  - {source: stations, on: {派出所: station}}
  - {source: flow, on: {接警单: alarm}, columns: arrival, unmatched: keep}
columns:
  event_key: {column: 接警单}
  occurred_at: {column: 报警时间, formats: &times "%Y-%m-%d %H:%M"}
  arrived_at: {column: arrival, formats: *times}
  category: {constant: "1004"}
areas:
  - {level: district, column: district}
coverage: {by: events}
identity: {kind: key, fields: event_key}
"""
ALARM_FILE = (
    "接警单,报警时间,派出所\nA1,2024-01-01 10:00,001\nA2,2024-01-01 11:00,002\nA3,2024-01-02 12:00,001\n"
    "A4,2024-01-02 13:00,001\nA5,2024-01-02 14:00,001\n"
)


def load(city: Any) -> dict[str, LedgerFile]:
    pack = load_pack_folder(city.folder)
    ledger = Ledger(city.home.ledger)
    city.ledgers.append(ledger)
    land_inbox(pack, city.home, ledger, city.inbox)
    opened = City(pack, city.home, ledger)
    for feed in (Feed.LOOKUPS, Feed.AREA_REGISTER):
        load_feed(opened, feed, None, lambda line: None)
    load_feed(opened, Feed.POLICE_ALARMS, opened.register(), lambda line: None)
    return {file.file_name: file for file in ledger.files()}


@pytest.fixture
def town(city: Any) -> Any:
    for name, text in (("stations", STATIONS), ("flow", FLOW), ("alarms", ALARMS)):
        city.declare(name, text)
    city.put("stations.csv", "编号,区\n1,1\n2,2\n")
    city.put("flow.csv", "单号,到达时间\nA1,2024-01-01 10:09\nA3,2024-01-02 12:05\n")
    city.put("alarms.csv", ALARM_FILE)
    return city


def alarms(city: Any) -> list[tuple[Any, ...]]:
    rows = city.rows(Feed.POLICE_ALARMS).sort("occurred_at")
    return list(rows.select("place_key", "arrived_at").rows())


NEW_SOUTH = "district-2-from-2014-01-01"
COMPLETED = [
    ("district-1", datetime(2024, 1, 1, 10, 9)),
    (NEW_SOUTH, None),
    ("district-1", datetime(2024, 1, 2, 12, 5)),
    ("district-1", None),
    ("district-1", None),
]


def test_rows_are_completed_from_two_other_files(town: Any) -> None:
    files = load(town)
    assert alarms(town) == COMPLETED
    assert all(file.status == "loaded" and file.adds_up for file in files.values())
    assert [(files[name].rows_read, files[name].rows_accepted) for name in ("stations.csv", "flow.csv")] == [(2, 2)] * 2


def test_a_newer_table_completes_rows_that_came_before_it(town: Any) -> None:
    load(town)
    town.put("flow_late.csv", "单号,到达时间\nA2,2024-01-01 11:20\nA3,2024-01-02 12:06\n")
    load(town)
    assert [arrival for _, arrival in alarms(town)][:3] == [
        datetime(2024, 1, 1, 10, 9),
        datetime(2024, 1, 1, 11, 20),
        datetime(2024, 1, 2, 12, 6),
    ]


def test_equal_keys_of_two_tables_are_not_taken_for_one(town: Any) -> None:
    town.put("flow.csv", "单号,到达时间\n001,2024-01-01 10:09\n002,2024-01-01 10:10\n")
    load(town)
    assert [place for place, _ in alarms(town)] == [place for place, _ in COMPLETED]


def test_a_row_whose_key_is_not_there_is_refused_and_taken_once_it_is(town: Any) -> None:
    town.put("alarms.csv", ALARM_FILE.replace("A5,2024-01-02 14:00,001", "A5,2024-01-02 14:00,009"))
    load(town)
    assert town.reasons() == {"not_in_lookup": 1}
    town.put("stations2.csv", "编号,区\n9,1\n")
    load(town)
    assert town.reasons() == {}
    assert len(alarms(town)) == 5


def test_without_its_table_a_file_waits_and_is_then_read(town: Any) -> None:
    (town.inbox / "stations.csv").unlink()
    file = load(town)["alarms.csv"]
    assert file.status == "failed"
    assert "its rows are completed from stations, of which no file is loaded. Put that file" in str(file.message)
    town.put("stations.csv", "编号,区\n1,1\n2,2\n")
    assert load(town)["alarms.csv"].status == "loaded"


def test_a_column_that_stands_here_and_there_is_refused(town: Any) -> None:
    town.put("alarms.csv", ALARM_FILE.replace("派出所\n", "派出所,district\n"))
    assert "has a column 'district', and so has stations" in str(load(town)["alarms.csv"].message)


def test_personal_columns_of_a_table_fail_it_as_any_file(town: Any) -> None:
    town.put("flow.csv", "单号,到达时间,处警民警\nA1,2024-01-01 10:09,某某\n")
    files = load(town)
    assert "column '处警民警' looks like a person" in str(files["flow.csv"].message)
    assert "of which no file is loaded" in str(files["alarms.csv"].message)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (
            "alarms",
            "source: stations",
            "source: station",
            "'station' is no source of feed lookups; expected flow",
        ),
        (
            "alarms",
            "派出所: station",
            "派出所: district",
            "lookups.on: names district; expected the key of st",
        ),
        ("alarms", "columns: arrival,", "columns: departure,", "lookups.columns: flow has no departure; it has alarm"),
        ("stations", "identity: {kind: key, fields: station}", "", "feed lookups needs kind key"),
        ("stations", "fields: station}", "fields: code}", "feed lookups has no code"),
        ("stations", "columns:", "lookups: [{source: flow, on: {区: alarm}}]\ncolumns:", "not completed from other"),
    ],
)
def test_lookups_that_do_not_fit_are_wrong_declarations(town: Any, name: str, old: str, new: str, said: str) -> None:
    path: Path = town.folder / "sources" / f"{name}.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DeclarationError) as error:
        load_pack_folder(town.folder)
    assert said in str(error.value)
