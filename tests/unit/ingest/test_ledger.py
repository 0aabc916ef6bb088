"""The ledger: all or nothing, touched months, and what an outsider may rely on after any failure."""

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from orchestration.ingest.ledger import Ledger, months_between
from orchestration.ingest.records import Load, Part
from orchestration.ingest.rows import complete_months

FEED = "police_alarms"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(tmp_path / "ledger.sqlite")
    yield opened
    opened.close()


def land(ledger: Ledger, file_id: str, name: str | None = None) -> None:
    ledger.register_landed(
        file_id=file_id,
        source_id="alarms",
        feed=FEED,
        file_name=name or f"{file_id}.csv",
        sha256=file_id * 4,
        size=10,
        landed_path=f"alarms/{file_id}",
    )


def load_of(file_id: str, *months: str, **changes: object) -> Load:
    values: dict[str, object] = {
        "file_id": file_id,
        "source_id": "alarms",
        "feed": FEED,
        "contract_version": "1",
        "encoding": "utf-8",
        "rows_read": 12,
        "rows_accepted": 7,
        "rows_duplicate": 2,
        "quarantined": {"future_date": 2, "unknown_area": 1},
        "first_event_date": date(2024, 1, 3),
        "last_event_date": date(2024, 1, 30),
        "seconds": 0.1,
        "new_parts": [Part(f"{FEED}/{month}/{file_id}.parquet", FEED, month, file_id, "alarms", 7) for month in months],
        "touched": set(months),
    }
    return Load(**(values | changes))  # type: ignore[arg-type]


def test_counts_of_a_committed_file_add_up(ledger: Ledger) -> None:
    land(ledger, "a")
    ledger.commit(load_of("a", "2024-01-01"))
    (file,) = ledger.files()
    assert file.status == "loaded"
    assert (file.rows_read, file.rows_accepted, file.rows_quarantined, file.rows_duplicate) == (12, 7, 3, 2)
    assert file.adds_up
    assert {row["reason_code"]: row["rows"] for row in ledger.rows_of("quarantine_counts")} == {
        "future_date": 2,
        "unknown_area": 1,
    }


@pytest.mark.parametrize(
    "broken",
    [
        # Each fails later in the transaction than the one before.
        {
            "new_parts": [
                Part("p", FEED, "2024-02-01", "a", "alarms", 1),
                Part("p", FEED, "2024-02-01", "a", "alarms", 1),
            ]
        },
        {"quarantined": {"future_date": None}},
        {"coverage": [(date(2024, 2, 1), date(2024, 2, 29))], "places": [("1", None)]},
        {"seconds": object()},
    ],
    ids=["parts", "quarantine", "places", "file"],
)
def test_a_commit_that_fails_half_way_changes_nothing(ledger: Ledger, broken: dict[str, object]) -> None:
    land(ledger, "a")
    ledger.commit(load_of("a", "2024-01-01", coverage=[(date(2024, 1, 1), date(2024, 1, 31))]))
    ledger.strike_off(ledger.touched())
    before = everything(ledger)
    with pytest.raises(sqlite3.Error):
        ledger.commit(load_of("a", "2024-02-01", **broken))
    assert everything(ledger) == before


def everything(ledger: Ledger) -> dict[str, object]:
    tables = ("files", "quarantine_counts", "coverage", "touched_periods", "place_areas")
    return {table: ledger.rows_of(table) for table in tables} | {"parts": ledger.parts(FEED)}


def test_loading_a_file_again_touches_the_months_it_leaves_and_those_it_enters(ledger: Ledger) -> None:
    land(ledger, "a")
    ledger.commit(load_of("a", "2024-01-01", "2024-02-01"))
    ledger.strike_off(ledger.touched())
    ledger.commit(load_of("a", "2024-02-01", "2024-03-01"))
    assert ledger.touched() == [(FEED, "2024-01-01"), (FEED, "2024-02-01"), (FEED, "2024-03-01")]
    assert [part.period for part in ledger.parts(FEED)] == ["2024-02-01", "2024-03-01"]


@pytest.mark.parametrize("leave", ["fail", "supersede"])
def test_a_file_that_leaves_raw_touches_its_months_and_those_it_covered(ledger: Ledger, leave: str) -> None:
    land(ledger, "a")
    ledger.commit(load_of("a", "2024-01-01", coverage=[(date(2024, 1, 1), date(2024, 2, 29))]))
    ledger.strike_off(ledger.touched())
    if leave == "fail":
        ledger.fail("a", "alarms", "2", "not readable")
    else:
        ledger.supersede("a", "alarms", "a.csv")
    assert ledger.touched() == [(FEED, "2024-01-01"), (FEED, "2024-02-01")]
    assert ledger.parts(FEED) == []
    assert ledger.coverage(FEED) == []
    assert ledger.rows_of("quarantine_counts") == []


def test_a_failed_file_keeps_no_counts_and_no_dates_of_an_earlier_reading(ledger: Ledger) -> None:
    land(ledger, "a")
    ledger.commit(load_of("a", "2024-01-01"))
    ledger.fail("a", "alarms", "2", "not readable")
    (file,) = ledger.rows_of("files")
    assert file["message"] == "not readable"
    assert [file[f"rows_{kind}"] for kind in ("read", "accepted", "quarantined", "duplicate")] == [0, 0, 0, 0]
    assert (file["first_event_date"], file["last_event_date"]) == (None, None)


def test_rows_that_a_newer_file_replaces_leave_their_part_and_are_counted(ledger: Ledger) -> None:
    land(ledger, "a")
    land(ledger, "b")
    ledger.commit(load_of("a", "2024-01-01"))
    (old,) = ledger.parts(FEED)
    rewritten = Part(f"{FEED}/2024-01-01/a-2.parquet", FEED, "2024-01-01", "a", "alarms", 4)
    own = Part(f"{FEED}/2024-01-01/b.parquet", FEED, "2024-01-01", "b", "alarms", 3)
    ledger.commit(
        load_of(
            "b",
            new_parts=[rewritten, own],
            replaced_paths=[old.path],
            superseded_by_file={("a", "alarms"): 3},
            touched={"2024-01-01"},
        )
    )
    assert ledger.all_part_paths() == {rewritten.path, own.path}
    assert [(file["file_id"], file["rows_superseded"]) for file in ledger.rows_of("files")] == [("a", 3), ("b", 0)]


def test_only_the_months_that_were_published_are_struck_off(ledger: Ledger) -> None:
    land(ledger, "a")
    ledger.commit(load_of("a", "2024-01-01"))
    used = ledger.touched()
    ledger.commit(load_of("a", "2024-02-01"))
    ledger.strike_off(used)
    assert ledger.touched() == [(FEED, "2024-02-01")]


def test_a_second_ledger_sees_what_the_first_committed(tmp_path: Path) -> None:
    writer, reader = Ledger(tmp_path / "l.sqlite"), Ledger(tmp_path / "l.sqlite")
    try:
        land(writer, "a")
        writer.commit(load_of("a", "2024-01-01"))
        assert [file.status for file in reader.files()] == ["loaded"]
    finally:
        writer.close()
        reader.close()


def test_a_file_already_known_keeps_its_row_and_its_place_in_the_order(ledger: Ledger) -> None:
    land(ledger, "a", "first.csv")
    land(ledger, "b")
    land(ledger, "a", "again.csv")
    assert [(file.file_id, file.file_name) for file in ledger.files()] == [("a", "first.csv"), ("b", "b.csv")]


def test_months_between_days_of_two_years() -> None:
    assert months_between(date(2023, 11, 30), date(2024, 2, 1)) == [
        "2023-11-01",
        "2023-12-01",
        "2024-01-01",
        "2024-02-01",
    ]


def test_spans_of_several_files_complete_a_month_together() -> None:
    spans = [(date(2024, 2, 15), date(2024, 3, 10)), (date(2024, 2, 1), date(2024, 2, 14))]
    assert complete_months(spans) == {"2024-02-01": True, "2024-03-01": False}


def test_a_day_that_no_file_covers_leaves_the_month_incomplete() -> None:
    spans = [(date(2024, 2, 1), date(2024, 2, 13)), (date(2024, 2, 15), date(2024, 2, 29))]
    assert complete_months(spans) == {"2024-02-01": False}


def test_a_file_and_those_it_replaces_change_at_once(ledger: Ledger) -> None:
    """A kill between the two would leave both versions counted, and no later run would look at either again."""
    for file_id in "ab":
        land(ledger, file_id, "alarms.csv")
    ledger.commit(load_of("a", "2024-01-01"))
    with pytest.raises(sqlite3.Error):
        ledger.commit(load_of("b", "2024-02-01", retired={("a", "alarms"): "replaced"}, places=[("1", None)]))
    assert [(file.file_id, file.status) for file in ledger.files()] == [("a", "loaded"), ("b", "landed")]
    ledger.commit(load_of("b", "2024-02-01", retired={("a", "alarms"): "replaced"}))
    assert [(file.file_id, file.status, file.message) for file in ledger.files()] == [
        ("a", "superseded", "replaced"),
        ("b", "loaded", None),
    ]
    assert [part.file_id for part in ledger.parts(FEED)] == ["b"]


def test_files_are_seen_as_soon_as_anyone_has_written(ledger: Ledger, tmp_path: Path) -> None:
    land(ledger, "a")
    assert [file.file_id for file in ledger.files()] == ["a"]
    other = Ledger(tmp_path / "ledger.sqlite")
    land(other, "b")
    other.close()
    assert [file.file_id for file in ledger.files(FEED)] == ["a", "b"]
    ledger.fail("a", "alarms", "1", "unreadable")
    assert [file.status for file in ledger.files(FEED)] == ["failed", "landed"]
    assert ledger.files("grid_events") == []
