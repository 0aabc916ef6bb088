"""The index over business keys: it says what raw holds, however many files there are and however it came to be."""

from typing import Any

import polars as pl

from orchestration.ingest.key_index import SEGMENT, KeyIndex
from orchestration.ingest.ledger import Ledger
from orchestration.ingest.parts import KEY_HASH
from orchestration.ingest.records import LedgerFile
from orchestration.ingest.sweep import sweep
from orchestration.registry.feeds import Feed
from tests.unit.ingest.test_versions import HEADER, KEYED, counts, month, run

FEED = Feed.POLICE_ALARMS


def keys_of(city: Any, file: LedgerFile) -> pl.Series:
    ledger = city.ledgers[-1]
    parts = [part for part in ledger.parts(FEED) if part.file_id == file.file_id]
    return pl.concat(pl.read_parquet(city.home.raw / part.path) for part in parts)[KEY_HASH].sort()


def test_a_key_is_found_with_the_newest_file_and_its_month(city: Any) -> None:
    city.declare("counts", KEYED)
    city.put("counts1.csv", HEADER + month(1, 5) + month(2, 5))
    run(city)
    city.put("counts2.csv", HEADER + month(2, 6))
    first, second = run(city)
    index = KeyIndex(city.home, city.ledgers[-1], FEED)
    both = pl.concat([keys_of(city, first), keys_of(city, second)]).sort()
    found = index.find(both, but=0)
    assert sorted(found.select("arrival", "period").rows()) == [
        (first.arrival, "2020-01-01"),
        (second.arrival, "2020-02-01"),
    ]
    assert index.find(both, but=second.arrival)["arrival"].unique().to_list() == [first.arrival]


def test_segments_are_merged_as_they_become_many(city: Any) -> None:
    city.declare("counts", KEYED)
    for number in range(1, 13):
        city.put(f"counts{number:02}.csv", HEADER + month(number, number) + month(1, number))
        files = run(city)
    segments = city.ledgers[-1].key_segments(FEED)
    assert len(segments) < 8
    assert {arrival for segment in segments for arrival in segment.arrivals} == {file.arrival for file in files}
    assert len(list(city.home.raw.rglob(f"*{SEGMENT}"))) == len(segments)
    assert counts(city) == [12, *range(2, 13)]


def test_an_index_that_is_lost_is_made_again_from_the_parts(city: Any) -> None:
    city.declare("counts", KEYED)
    city.put("counts1.csv", HEADER + month(1, 5) + month(2, 5))
    run(city)
    ledger: Ledger = city.ledgers[-1]
    ledger._connection.execute("delete from key_segments")
    ledger._connection.execute("delete from key_segment_files")
    sweep(city.home, ledger)
    assert not list(city.home.raw.rglob(f"*{SEGMENT}"))
    city.put("counts2.csv", HEADER + month(2, 5) + month(3, 7))
    assert [file.rows_duplicate for file in run(city)] == [0, 1]
    assert counts(city) == [5, 5, 7]


def test_what_is_taken_back_is_in_no_segment(city: Any) -> None:
    city.declare("counts", KEYED)
    city.put("counts1.csv", HEADER + month(1, 5))
    (file,) = run(city)
    city.ledgers[-1].take_back([file])
    assert city.ledgers[-1].key_segments(FEED) == []
