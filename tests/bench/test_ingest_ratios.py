"""What loading large files costs, and what a day's file costs beside a long history.

`ANLAN_BENCH_ROWS` sets the rows of the large files (10 million if not set), and `ANLAN_BENCH_HISTORY` those of the long
history (50 million).
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import numpy as np
import openpyxl
import polars as pl
import pytest

from anlan.home import Home
from orchestration.ingest.landing import land_inbox
from orchestration.ingest.load import City, contract_version, load_feed
from orchestration.ingest.parts import write_part
from orchestration.ingest.reading import Reading
from orchestration.ingest.records import Load
from orchestration.raw_schema import POLICE_ALARMS
from orchestration.registry.feeds import Feed
from orchestration.registry.source import Source
from tests.bench.alarms import FOLDER, alarms, open_city, write_file

ROWS = int(os.environ.get("ANLAN_BENCH_ROWS", "10_000_000"))
HISTORY = int(os.environ.get("ANLAN_BENCH_HISTORY", "50_000_000"))
A_DAY = 6_000
DAYS = 21
MEMORY = 2_000_000_000
# The two alternate, and each counts by its median: one run alone says little on a machine that others use.
ROUNDS = 3


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An inbox with the areas of the fictional city and no alarms."""
    folder = tmp_path_factory.mktemp("template")
    frame = alarms(folder)
    shutil.rmtree(folder / FOLDER)
    frame.write_parquet(folder.parent / "alarms.parquet")
    return folder


@pytest.fixture
def home(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    monkeypatch.setenv("ANLAN_HOME", str(tmp_path))
    home = Home.of("lanwan")
    shutil.copytree(template, home.inbox)
    (home.inbox / FOLDER).mkdir()
    yield home
    shutil.rmtree(tmp_path)


def duckdb_seconds(file: Path, database: Path) -> float:
    """DuckDB's own read of the file into a table, times typed as times."""
    header = file.open(encoding="utf-8").readline().strip().split(",")
    types = {name: "timestamp" if name.endswith("时间") else "varchar" for name in header}
    started = time.perf_counter()
    with duckdb.connect(str(database)) as connection:
        connection.execute(f"create table alarms as from read_csv('{file}', header = true, columns = {types})")
    seconds = time.perf_counter() - started
    database.unlink()
    return seconds


def our_run(home: Home, encoding: str) -> dict[str, Any]:
    """One load from landing into raw in a process of its own, with nothing loaded before it."""
    command = [sys.executable, "-m", "tests.bench.alarms", encoding]
    ours: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    for zone in (home.landing, home.raw, home.quarantine):
        shutil.rmtree(zone, ignore_errors=True)
    return ours


@pytest.mark.parametrize(("encoding", "limit"), [("utf-8", 1.2), ("gb18030", 2.0)])
def test_loading_a_large_file_against_duckdbs_own_read(
    template: Path, home: Home, tmp_path: Path, encoding: str, limit: float
) -> None:
    """All rules on, from landing into raw, in a process of its own; DuckDB always reads UTF-8."""
    frame = pl.read_parquet(template.parent / "alarms.parquet")
    plain = tmp_path / "plain.csv"
    write_file(frame, plain, ROWS)
    file = home.inbox / FOLDER / "警情_202310.csv"
    if encoding == "utf-8":
        file.hardlink_to(plain)
    else:
        write_file(frame, file, ROWS, encoding)
    theirs, ours = [], []
    for _ in range(ROUNDS):
        # What the one left for the disk to write is not the other's to wait for.
        os.sync()
        theirs.append(duckdb_seconds(plain, tmp_path / "plain.duckdb"))
        os.sync()
        ours.append(our_run(home, encoding))
    ratio = median(run["seconds"] for run in ours) / median(theirs)
    memory = max(run["memory"] for run in ours)
    each = ", ".join(f"{run['seconds'] / other:.2f}" for run, other in zip(ours, theirs, strict=True))
    print(
        f"\n{ROWS:,} alarms in {encoding}, all rules, into raw / DuckDB's typed read: {ratio:.2f} (limit {limit}; "
        f"pair by pair {each}); "
        f"highest memory {memory / 1e9:.2f} GB (limit 2)"
    )
    assert [run["read"] for run in ours] == [ROWS] * ROUNDS
    assert memory < MEMORY
    assert ratio <= limit


def fill_history(city: City, rows: int, rng: np.random.Generator) -> None:
    """As much history as `rows` alarms, 6,000 a day, in a file a month; written as a load would leave it."""
    (source,) = city.pack.sources_of(Feed.POLICE_ALARMS)
    contract = contract_version(city.pack, source, city.register())
    month, left = date(2020, 12, 1), rows
    while left > 0:
        month = date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)
        height = min(left, 30 * A_DAY)
        left -= height
        file_id = f"{month:%Y%m}".rjust(16, "0")
        city.ledger.register_landed(
            file_id=file_id, source_id=source.source_id, feed=source.feed, file_name=f"{FOLDER}/警情_{month:%Y%m}.csv",
            sha256=file_id, size=0, landed_path=file_id,
        )  # fmt: skip
        nothing: dict[str, Any] = dict.fromkeys(POLICE_ALARMS)
        seconds = np.sort(rng.integers(0, 28 * 86_400, height))
        frame = pl.DataFrame({"second": seconds}).select(
            occurred_at=pl.lit(month).cast(pl.Datetime("us")) + pl.duration(seconds="second"),
            event_month=pl.lit(month),
            **{name: pl.lit(None, dtype=pl.String) for name in nothing if name not in {"occurred_at", "event_month"}},
            key_hash=pl.Series(rng.integers(0, 2**63, height, dtype=np.uint64)),
        )
        part = write_part(city.home, source.feed, month.isoformat(), file_id, source.source_id, frame)
        load = Load(
            file_id=file_id, source_id=source.source_id, feed=source.feed, contract_version=contract, encoding="utf-8",
            rows_read=height, rows_accepted=height, rows_duplicate=0, quarantined={}, first_event_date=month,
            last_event_date=month, seconds=0, new_parts=[part],
        )  # fmt: skip
        city.ledger.commit(load)


def city_with_history(template: Path, root: Path, history: int, monkeypatch: pytest.MonkeyPatch) -> City:
    """The fictional city in a home of its own, with so many alarms loaded and its index up to date."""
    monkeypatch.setenv("ANLAN_HOME", str(root))
    home = Home.of("lanwan")
    shutil.copytree(template, home.inbox)
    (home.inbox / FOLDER).mkdir()
    city = open_city("utf-8")
    fill_history(city, history, np.random.default_rng(7))
    load_feed(city, Feed.POLICE_ALARMS, city.register(), lambda _: None)
    return city


def seconds_of_a_day(city: City, day: int, alarms_of_days: pl.DataFrame) -> float:
    """What landing and loading one day's file takes."""
    register = city.register()
    name = f"警情_202512{day + 1:02}.csv"
    write_file(alarms_of_days[day * A_DAY :], city.home.inbox / FOLDER / name, A_DAY)
    started = time.perf_counter()
    land_inbox(city.pack, city.home, city.ledger, city.home.inbox)
    (file,) = load_feed(city, Feed.POLICE_ALARMS, register, lambda _: None).loaded
    seconds = time.perf_counter() - started
    assert (file.rows_read, file.rows_duplicate) == (A_DAY, 0)
    return seconds


def test_a_day_beside_a_long_history_against_a_day_beside_a_short_one(
    template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Day by day beside the one and the other, so that both meet the machine as it then is."""
    frame = pl.read_parquet(template.parent / "alarms.parquet").tail(A_DAY * DAYS)
    cities = {
        history: city_with_history(template, tmp_path / str(history), history, monkeypatch)
        for history in (1_000_000, HISTORY)
    }
    os.sync()
    seconds: dict[int, list[float]] = {history: [] for history in cities}
    for day in range(DAYS):
        for history, city in cities.items():
            seconds[history].append(seconds_of_a_day(city, day, frame))
    for city in cities.values():
        city.ledger.close()
        shutil.rmtree(city.home.root)
    ratio = median(seconds[HISTORY]) / median(seconds[1_000_000])
    print(f"\na day of {A_DAY:,} alarms beside {HISTORY:,} / beside 1,000,000: {ratio:.2f} (limit 1.2)")
    assert ratio <= 1.2


def test_reading_a_workbook_against_openpyxl(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    rows = 200_000
    frame = pl.DataFrame({"year": np.arange(rows) % 50 + 1970, "persons": np.arange(rows), "area": ["澜湾区"] * rows})
    frame.with_columns(note=pl.format("第{}号", "persons"), share=pl.col("persons") / 7).write_excel(path)
    source = Source.model_validate(
        {
            "schema_version": 1, "source_id": "s", "feed": "population", "title": {"zh": "人口", "en": "population"},
            "files": "*.xlsx", "format": {"type": "xlsx"},
            "columns": {"year": {"column": "year"}, "persons": {"column": "persons"}},
            "areas": [{"level": "district", "column": "area"}],
        }
    )  # fmt: skip
    started = time.perf_counter()
    read = sum(table.frame.height for table in Reading(path, "book.xlsx", source).tables())
    ours = time.perf_counter() - started
    started = time.perf_counter()
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    theirs_read = sum(1 for _ in book.worksheets[0].iter_rows(values_only=True)) - 1
    theirs = time.perf_counter() - started
    print(f"\nopenpyxl / reading a workbook of {rows:,} rows: {theirs / ours:.1f} (at least 5)")
    assert (read, theirs_read) == (rows, rows)
    assert theirs / ours >= 5
