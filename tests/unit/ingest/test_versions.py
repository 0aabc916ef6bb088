"""Which version of a row, and of a file, counts: raw ends the same whatever was read when, and how often."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestration.ingest.landing import land_inbox
from orchestration.ingest.ledger import Ledger
from orchestration.ingest.load import City, load_feed
from orchestration.ingest.reading import ROW
from orchestration.ingest.records import LedgerFile
from orchestration.ingest.sweep import sweep
from orchestration.ingest.versions import add_key_hash, by_key, merge
from orchestration.registry.feeds import Feed
from orchestration.registry.pack import load_pack_folder

HEADER = "month,category,district,count\n"
KEYED = """
schema_version: 1
source_id: counts
feed: police_alarms
title: {zh: 月度, en: monthly}
files: "counts*.csv"
format: {type: csv}
time_precision: month
columns:
  occurred_at: {column: month, formats: "%Y-%m"}
  category: {column: category}
  alarm_count: {column: count}
areas:
  - {level: district, column: district}
coverage: {by: events}
identity: {kind: key, fields: [area, category, occurred_at]}
"""
WHOLE_FILES = KEYED.replace("kind: key, fields: [area, category, occurred_at]", "kind: none")


def run(city: Any, feed: Feed = Feed.POLICE_ALARMS) -> list[LedgerFile]:
    """What a run does before the models: land the inbox, load the register and the feed."""
    if not city.ledgers:
        city.ledgers.append(Ledger(city.home.ledger))
    pack, ledger = load_pack_folder(city.folder), city.ledgers[-1]
    land_inbox(pack, city.home, ledger, city.inbox)
    opened = City(pack, city.home, ledger)
    load_feed(opened, Feed.AREA_REGISTER, None, lambda line: None)
    load_feed(opened, feed, opened.register(), lambda line: None)
    sweep(city.home, ledger)
    return ledger.files(feed)


def live(city: Any, feed: Feed = Feed.POLICE_ALARMS) -> list[tuple[object, ...]]:
    """What the live rows say, wherever they stand."""
    if not city.ledgers[-1].parts(feed):
        return []
    return sorted(city.rows(feed).select("event_month", "place_key", "category_id", "alarm_count").rows())


def counts(city: Any) -> list[int]:
    return [int(str(row[-1])) for row in live(city)]


def month(number: int, count: int, district: int = 1) -> str:
    return f"2020-{number:02},1004,{district},{count}\n"


# Rows of one key


def rows_of(*rows: tuple[str, int]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema={"key": pl.String, "value": pl.Int64}, orient="row")
    return add_key_hash(frame.with_row_index(ROW, offset=1), ("key",))


def as_live(frame: pl.DataFrame, arrival: int) -> pl.DataFrame:
    return frame.drop(ROW).with_columns(pl.lit("p").alias("live:path"), pl.lit(arrival).alias("live:arrival"))


def test_the_newer_file_wins_whichever_is_read_first() -> None:
    old, new = rows_of(("a", 1), ("b", 1)), rows_of(("a", 2))
    newer_second = merge(new, 2, as_live(old, 1))
    assert newer_second.stale.to_list() == []
    assert newer_second.superseded["path"].to_list() == ["p"]
    newer_first = merge(old, 1, as_live(new, 2))
    assert newer_first.stale.to_list() == [1]
    assert newer_first.superseded.is_empty()


def test_an_equal_row_is_a_duplicate_and_replaces_nothing() -> None:
    merged = merge(rows_of(("a", 1), ("b", 2)), 2, as_live(rows_of(("a", 1)), 1))
    assert (merged.stale.to_list(), merged.superseded.height) == ([1], 0)


def test_nothing_said_equals_nothing_said() -> None:
    empty = rows_of(("a", 1)).with_columns(value=pl.lit(None, dtype=pl.Int64))
    assert merge(empty, 2, as_live(empty, 1)).stale.to_list() == [1]
    assert merge(rows_of(("a", 1)), 2, as_live(empty, 1)).stale.to_list() == []


def test_of_two_rows_with_one_key_in_a_file_the_later_counts(city: Any) -> None:
    city.declare("counts", KEYED)
    city.put("counts.csv", HEADER + month(1, 5) + month(1, 6))
    (file,) = run(city)
    assert (counts(city), file.rows_duplicate) == ([6], 1)


FILES = st.lists(st.dictionaries(st.integers(1, 3), st.integers(1, 3), min_size=1, max_size=3), min_size=1, max_size=5)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=FILES, runs_after=st.sets(st.integers(0, 4)), read_again_after=st.sets(st.integers(0, 4)), data=st.data())
def test_live_rows_do_not_depend_on_how_arrivals_were_spread_over_runs_and_readings(
    make_city: Callable[[], Any],
    files: list[dict[int, int]],
    runs_after: set[int],
    read_again_after: set[int],
    data: st.DataObject,
) -> None:
    """Two sources send files with one key; runs come in between, and either source is declared anew."""
    city = make_city()
    declared = {
        name: KEYED.replace("source_id: counts", f"source_id: {name}").replace("counts*", f"{name}*") for name in "xy"
    }
    for name, text in declared.items():
        city.declare(name, text)
    expected: dict[int, int] = {}
    for number, rows in enumerate(files):
        sender = data.draw(st.sampled_from("xy"))
        # The last cell makes equal rows come in different files.
        city.put(
            f"{sender}{number}.csv",
            HEADER.strip() + ",note\n" + "".join(month(k, v).strip() + f",{number}\n" for k, v in rows.items()),
        )
        expected |= rows
        # Files that come together are ordered by source and name, so a run after each keeps the order of writing.
        run(city)
        if number in runs_after:
            run(city)
        if number in read_again_after:
            name = data.draw(st.sampled_from("xy"))
            declared[name] += f"unused: [note{number}]\n" if "unused" not in declared[name] else ""
            city.declare(name, declared[name])
    found = run(city)
    assert counts(city) == [expected[k] for k in sorted(expected)]
    assert all(file.adds_up for file in found)
    city.ledgers[-1].close()


def test_a_row_is_not_lost_when_the_file_that_had_it_first_fails_on_reading_again(city: Any) -> None:
    for name in ("x", "y"):
        city.declare(name, KEYED.replace("source_id: counts", f"source_id: {name}").replace("counts*", f"{name}*"))
    city.put("x1.csv", HEADER + month(1, 5))
    run(city)
    city.put("y1.csv", HEADER + month(1, 5))
    assert [file.rows_duplicate for file in run(city)] == [0, 1]
    broken = (
        KEYED.replace("source_id: counts", "source_id: x")
        .replace("counts*", "x*")
        .replace("column: count}", "column: gone}")
    )
    city.declare("x", broken)
    files = run(city)
    assert [(file.source_id, file.status) for file in files] == [("x", "failed"), ("y", "loaded")]
    assert counts(city) == [5]


# Files of one name


def test_a_newer_version_of_a_file_replaces_the_older(city: Any) -> None:
    city.declare("counts", WHOLE_FILES)
    city.put("counts.csv", HEADER + month(1, 5) + month(2, 5))
    run(city)
    city.put("counts.csv", HEADER + month(2, 6))
    files = run(city)
    assert [(file.status, file.message) for file in files] == [
        ("superseded", "replaced by a newer version of counts.csv"),
        ("loaded", None),
    ]
    assert counts(city) == [6]
    assert {month for _, month in city.ledgers[-1].touched()} >= {"2020-01-01", "2020-02-01"}


@pytest.mark.parametrize("declaration", [WHOLE_FILES, KEYED], ids=["whole files", "keys"])
def test_putting_the_older_version_back_brings_its_rows_back(city: Any, declaration: str) -> None:
    city.declare("counts", declaration)
    for count in (5, 6, 5):
        city.put("counts.csv", HEADER + month(1, count))
        run(city)
    assert counts(city) == [5]
    assert run(city) == run(city)


def test_a_replaced_version_kept_under_another_name_is_a_file_of_its_own(city: Any) -> None:
    city.declare("counts", WHOLE_FILES)
    city.put("counts_latest.csv", HEADER + month(1, 5))
    run(city)
    city.put("counts_latest.csv", HEADER + month(2, 6))
    run(city)
    city.put("counts_january.csv", HEADER + month(1, 5))
    run(city)
    assert counts(city) == [5, 6]


def test_areas_put_back_as_they_were_hold_again(city: Any) -> None:
    city.declare("counts", WHOLE_FILES)
    city.put("counts.csv", HEADER + "".join(month(n, 1, district=1) for n in range(1, 7)))
    before = (city.folder / "areas.csv").read_text(encoding="utf-8")
    run(city)
    (city.folder / "areas.csv").write_text(before.replace("1,North", "9,North"), encoding="utf-8")
    (file,) = run(city)
    assert file.status == "failed"
    (city.folder / "areas.csv").write_text(before, encoding="utf-8")
    (file,) = run(city)
    assert file.status == "loaded"


def test_a_version_that_cannot_be_read_leaves_the_older_in_place(city: Any) -> None:
    city.declare("counts", WHOLE_FILES)
    city.put("counts.csv", HEADER + month(1, 5))
    run(city)
    city.put("counts.csv", "month,category\n2020-01,1004\n")
    assert [file.status for file in run(city)] == ["loaded", "failed"]
    assert counts(city) == [5]


@pytest.mark.parametrize("declaration", [WHOLE_FILES, KEYED], ids=["whole files", "keys"])
def test_a_failed_file_is_done_with_once_a_good_one_of_its_name_came(city: Any, declaration: str) -> None:
    city.declare("counts", declaration)
    city.put("counts.csv", "month,category\n2020-01,1004\n")
    run(city)
    city.put("counts.csv", HEADER + month(1, 5))
    assert [file.status for file in run(city)] == ["superseded", "loaded"]


@pytest.mark.parametrize("declaration", [WHOLE_FILES, KEYED], ids=["whole files", "keys"])
def test_a_source_under_a_new_name_is_not_counted_twice(city: Any, declaration: str) -> None:
    city.declare("counts", declaration)
    city.put("counts.csv", HEADER + month(1, 5))
    run(city)
    (city.folder / "sources" / "counts.yml").unlink()
    city.declare("monthly", declaration.replace("source_id: counts", "source_id: monthly"))
    files = run(city)
    assert [(file.source_id, file.status) for file in files] == [("counts", "superseded"), ("monthly", "loaded")]
    assert files[0].message == "source counts is no longer declared"
    assert counts(city) == [5]


# Runs cut short


@pytest.fixture
def killed_before_commit(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Makes the next commit to the ledger the end of the process."""

    def arm() -> None:
        def die(*arguments: object) -> None:
            monkeypatch.undo()
            raise SystemExit

        monkeypatch.setattr(Ledger, "commit", die)

    yield arm
    monkeypatch.undo()


@pytest.mark.parametrize("declaration", [WHOLE_FILES, KEYED], ids=["whole files", "keys"])
def test_parts_of_a_killed_load_do_not_exist_and_are_swept(
    city: Any, killed_before_commit: Callable[[], None], declaration: str
) -> None:
    city.declare("counts", declaration)
    city.put("counts1.csv", HEADER + month(1, 5))
    run(city)
    city.put("counts2.csv", HEADER + month(1, 6) + month(2, 7))
    killed_before_commit()
    with pytest.raises(SystemExit):
        run(city)
    assert counts(city) == [5]
    orphans = raw_files(city) - live_files(city)
    assert orphans
    run(city)
    assert raw_files(city) == live_files(city)
    assert counts(city) == ([5, 6, 7] if declaration == WHOLE_FILES else [6, 7])


def raw_files(city: Any) -> set[Path]:
    return set(city.home.raw.rglob("*.parquet"))


def live_files(city: Any) -> set[Path]:
    return {city.home.raw / path for path in city.ledgers[-1].all_part_paths()}


def test_quarantine_of_a_file_that_left_goes_with_it(city: Any) -> None:
    city.declare("counts", WHOLE_FILES)
    good = "".join(month(n, 1) for n in range(1, 10))
    city.put("counts.csv", HEADER + good + "2020-10,none,1,1\n")
    run(city)
    assert len(list(city.home.quarantine.rglob("*.parquet"))) == 1
    city.put("counts.csv", HEADER + good)
    run(city)
    run(city)
    assert list(city.home.quarantine.rglob("*.parquet")) == []


# Days


def test_an_event_of_this_morning_is_not_in_the_future_while_it_is_still_yesterday_in_greenwich(
    city: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    city.declare("days", WHOLE_FILES.replace('"%Y-%m"', '"%Y-%m-%d %H:%M"').replace("time_precision: month\n", ""))
    # Landed at 6 in the morning of 2 May in Shanghai.
    monkeypatch.setattr("orchestration.ingest.landing._now", lambda: datetime(2024, 5, 1, 22, tzinfo=UTC))
    morning = "2024-05-02 01:30,1004,1,1\n" * 4
    city.put("counts.csv", HEADER + morning + "2024-05-03 00:00,1004,1,1\n")
    (file,) = run(city)
    assert (file.rows_accepted, city.reasons()) == (4, {"future_date": 1})
    assert load_pack_folder(city.folder).city.day_of(datetime(2024, 5, 1, 22, tzinfo=UTC)).isoformat() == "2024-05-02"


@given(st.lists(st.one_of(st.sampled_from([0, 2**61 - 1, 2**61, 2**64 - 1]), st.integers(0, 2**64 - 1)), max_size=60))
def test_hashes_are_sorted_over_their_whole_range_and_the_order_of_equal_ones_is_kept(hashes: list[int]) -> None:
    keys = pl.Series("key_hash", hashes, dtype=pl.UInt64)
    rows = pl.DataFrame({ROW: pl.Series(range(len(hashes)), dtype=pl.UInt32), "key_hash": keys})
    assert by_key(rows).equals(rows.sort("key_hash", maintain_order=True))
