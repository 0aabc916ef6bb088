"""Which source takes which file: patterns, files that two sources claim, several feeds in one file."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from orchestration.ingest.landing import LandingReport, land_inbox
from orchestration.ingest.ledger import Ledger
from orchestration.ingest.load import City, load_feed
from orchestration.registry.feeds import Feed
from orchestration.registry.pack import load_pack_folder
from orchestration.registry.source import Source

ALARMS = """
schema_version: 1
source_id: alarms
feed: police_alarms
title: {zh: 警情, en: alarms}
files: "*.csv"
format: {type: csv}
columns:
  occurred_at: {column: time, formats: "%Y-%m-%d"}
  category: {column: category}
areas:
  - {level: district, column: district}
coverage: {by: events}
"""
KEYED = (
    ALARMS.replace("  category:", "  event_key: {column: id}\n  category:")
    + "identity: {kind: key, fields: event_key}\n"
)
MIXED = ALARMS + 'shares_files: true\nonly: {kind: [警情, ""]}\n'
EVENTS = """
schema_version: 1
source_id: events
feed: grid_events
title: {zh: 事件, en: events}
files: mixed*.csv
shares_files: true
only: {kind: 事件}
format: {type: csv}
columns:
  reported_at: {column: time, formats: "%Y-%m-%d"}
  category: {column: category}
areas:
  - {level: district, column: district}
coverage: {by: events}
"""
MIXED_FILE = (
    "kind,time,category,district\n警情,2024-01-01,1004,1\n事件,2024-01-02,0101,1\n,2024-01-03,1004,1\n"
    "事件,2024-01-04,0101,1\n别的,2024-01-05,x,1\n"
)


def land(city: Any) -> LandingReport:
    """Land the inbox as a run does, and load the register and the alarms and events."""
    pack = load_pack_folder(city.folder)
    ledger = Ledger(city.home.ledger)
    city.ledgers.append(ledger)
    report = land_inbox(pack, city.home, ledger, city.inbox)
    opened = City(pack, city.home, ledger)
    load_feed(opened, Feed.AREA_REGISTER, None, lambda line: None)
    for feed in (Feed.POLICE_ALARMS, Feed.GRID_EVENTS):
        load_feed(opened, feed, opened.register(), lambda line: None)
    return report


def days(city: Any) -> list[date]:
    return sorted(city.rows(Feed.POLICE_ALARMS)["occurred_at"].dt.date().to_list())


@pytest.mark.parametrize(
    ("pattern", "fitting", "others"),
    [
        ("a/*.csv", ["a/x.csv", "a/.csv"], ["x.csv", "a/b/x.csv", "a/x.CSV", "b/a/x.csv"]),
        ("**/*.csv", ["x.csv", "a/x.csv", "a/b/x.csv"], ["x.txt"]),
        ("**/a/x_?.csv", ["a/x_1.csv", "b/c/a/x_2.csv"], ["a/x_10.csv", "a/b/x_1.csv"]),
        ("警情/[0-9]*.csv", ["警情/1.csv"], ["警情/a.csv"]),
    ],
)
def test_a_source_claims_what_its_patterns_find(
    city: Any, tmp_path: Path, pattern: str, fitting: list[str], others: list[str]
) -> None:
    city.declare("alarms", ALARMS.replace('"*.csv"', repr(pattern)))
    (source,) = load_pack_folder(city.folder).sources_of(Feed.POLICE_ALARMS)
    for name in [*fitting, *others]:
        path = tmp_path / "there" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        assert source.claims(name) == (name in fitting) == (path in (tmp_path / "there").glob(pattern)), name


def test_a_file_that_two_sources_claim_is_taken_by_none_and_the_others_go_on(city: Any) -> None:
    city.declare("alarms", ALARMS)
    city.declare("events", EVENTS)
    city.put("mixed.csv", MIXED_FILE)
    city.put("alarms.csv", "time,category,district\n2024-02-01,1004,1\n")
    report = land(city)
    assert report.unreadable == [
        "mixed.csv: is claimed by alarms and events, so it was taken by none. Make the patterns in `files` tell them "
        "apart; or, if each of them is to read a part of it, write `shares_files: true` into all of them."
    ]
    assert days(city) == [date(2024, 2, 1)]


def test_several_feeds_in_one_file_are_read_by_a_source_each(city: Any) -> None:
    city.declare("alarms", MIXED)
    city.declare("events", EVENTS)
    city.put("mixed.csv", MIXED_FILE)
    assert land(city).unreadable == []
    assert days(city) == [date(2024, 1, 1), date(2024, 1, 3)]
    assert city.rows(Feed.GRID_EVENTS)["reported_at"].dt.day().to_list() == [2, 4]
    counts = [
        (f.rows_read, f.rows_accepted)
        for feed in ("police_alarms", "grid_events")
        for f in city.ledgers[-1].files(feed)
    ]
    assert counts == [(2, 2), (2, 2)]


def test_a_header_that_tells_rows_apart_must_be_there(city: Any) -> None:
    city.declare("alarms", MIXED)
    city.put("mixed.csv", MIXED_FILE.replace("kind", "sort"))
    land(city)
    (file,) = city.ledgers[-1].files("police_alarms")
    assert "column 'kind' is missing (needed for `only`)" in str(file.message)


def test_a_line_that_cannot_be_read_is_refused_though_nobody_knows_whose_it_is(city: Any) -> None:
    city.declare("alarms", MIXED)
    city.put("mixed.csv", MIXED_FILE * 1 + '警"情","x\n')
    (city.folder / "city.yml").write_text(
        (city.folder / "city.yml").read_text("utf-8") + "thresholds: {quarantine_limit: 0.5}\n", "utf-8"
    )
    land(city)
    assert city.reasons() == {"unreadable_line": 1}


@pytest.mark.parametrize("declaration", [ALARMS, KEYED], ids=["whole files", "keys"])
def test_files_that_a_narrowed_pattern_leaves_out_leave_raw_and_come_back_in_their_place(
    city: Any, declaration: str
) -> None:
    """The older file comes back as the older one: it may not win over the newer by coming back."""
    city.declare("alarms", declaration)
    header = "id,time,category,district\n"
    city.put("old.csv", header + "1,2024-01-01,1004,1\n2,2024-01-02,1004,1\n")
    land(city)
    city.put("new.csv", header + "2,2024-01-09,1004,1\n3,2024-01-10,1004,1\n")
    land(city)
    before = days(city)

    city.declare("alarms", declaration.replace('"*.csv"', '"new*.csv"'))
    report = land(city)
    assert report.unclaimed == ["old.csv"]
    assert days(city) == [date(2024, 1, 9), date(2024, 1, 10)]
    left = {file.file_name: file for file in city.ledgers[-1].files("police_alarms")}["old.csv"]
    assert (left.status, left.message) == ("superseded", "source alarms no longer takes this file (`files`)")

    # Whether or not it is still in the inbox.
    (city.inbox / "old.csv").unlink()
    city.declare("alarms", declaration)
    land(city)
    assert days(city) == before


def test_a_source_that_is_declared_again_has_its_files_again(city: Any) -> None:
    city.declare("alarms", ALARMS)
    city.declare("events", EVENTS)
    city.put("alarms.csv", "time,category,district\n2024-02-01,1004,1\n")
    land(city)
    (city.folder / "sources" / "alarms.yml").unlink()
    land(city)
    assert [file.status for file in city.ledgers[-1].files("police_alarms")] == ["superseded"]
    (city.inbox / "alarms.csv").unlink()
    city.declare("alarms", ALARMS)
    land(city)
    assert days(city) == [date(2024, 2, 1)]


def test_a_replaced_version_does_not_come_back_with_its_pattern(city: Any) -> None:
    city.declare("alarms", ALARMS)
    for day in ("01", "02"):
        city.put("a.csv", f"time,category,district\n2024-01-{day},1004,1\n")
        land(city)
    (city.inbox / "a.csv").unlink()
    city.declare("alarms", ALARMS.replace('"*.csv"', '"b*.csv"'))
    land(city)
    city.declare("alarms", ALARMS)
    land(city)
    assert days(city) == [date(2024, 1, 2)]


def test_what_tells_rows_apart_may_not_be_dropped() -> None:
    with pytest.raises(ValueError, match="drop: kind stands under only too"):
        Source.model_validate(
            {
                "schema_version": 1,
                "source_id": "a",
                "feed": "population",
                "title": {"zh": "人口", "en": "residents"},
                "files": "*.csv",
                "format": {"type": "csv"},
                "columns": {"year": {"column": "year"}, "persons": {"column": "persons"}},
                "areas": [{"level": "district", "column": "area"}],
                "only": {"kind": "a"},
                "drop": "kind",
            }
        )
