"""Thousands of broken files through landing and loading in one city: none stops a run, and the ledger adds up."""

import io
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from anlan.home import Home
from orchestration.ingest.landing import land_inbox
from orchestration.ingest.ledger import Ledger
from orchestration.ingest.load import City, load_feed
from orchestration.ingest.records import LedgerFile
from orchestration.registry.feeds import Feed
from orchestration.registry.pack import load_pack_folder
from tests.fuzz.breaking import as_csv, as_workbook, broken_bytes, broken_cells

pytestmark = pytest.mark.fuzz

PACK = {
    "city.yml": """
schema_version: 1
city_id: fuzzville
name: {zh: 碎城, en: Fuzzville}
timezone: Asia/Shanghai
note: {zh: 测试, en: test}
levels:
  - {level_id: city, number: 1, name: {zh: 全市, en: City}}
  - {level_id: district, number: 2, name: {zh: 区, en: District}, parent: city}
thresholds: {quarantine_limit: 0.6}
""",
    "areas.csv": "level,code,name\ncity,0,Fuzzville\ndistrict,1,North\ndistrict,2,South\n",
    "sources/areas.yml": """
schema_version: 1
source_id: areas
feed: area_register
title: {zh: 区划, en: areas}
location: pack
files: areas.csv
format: {type: csv}
columns:
  area_code: {column: code}
  level: {column: level}
  name_zh: {column: name}
  name_en: {column: name}
""",
    "sources/alarms.yml": """
schema_version: 1
source_id: alarms
feed: police_alarms
title: {zh: 警情, en: alarms}
files: [alarms/*.csv, alarms/*.csv.gz]
format: {type: csv, encodings: [utf-8, gb18030]}
columns:
  occurred_at: {column: 报警时间, formats: "%Y-%m-%d %H:%M:%S"}
  category: {column: 类型}
  alarm_count: {column: 件数}
  channel: {column: 报警方式}
areas: [{level: district, column: 区, unknown_values: [""]}]
drop: [报警人, 电话]
coverage: {by: events}
identity: {kind: none}
""",
    "sources/events.yml": """
schema_version: 1
source_id: events
feed: grid_events
title: {zh: 事件, en: events}
files: events/*.csv
format: {type: csv}
columns:
  event_key: {column: 编号}
  reported_at: {column: 上报时间, formats: "%Y-%m-%d %H:%M:%S"}
  closed_at: {column: 结案时间, formats: "%Y-%m-%d %H:%M:%S"}
  category: {column: 类型}
areas: [{level: district, column: 区, by: name}]
coverage: {by: events}
identity: {kind: key, fields: event_key}
""",
    "sources/population.yml": """
schema_version: 1
source_id: population
feed: population
title: {zh: 人口, en: population}
files: population/*.xlsx
format: {type: xlsx, footnote: "^注"}
columns:
  year: {column: 年份}
  persons: {column: 人口}
areas: [{level: district, column: 区}]
""",
    "sources/polygons.yml": """
schema_version: 1
source_id: polygons
feed: area_polygons
title: {zh: 边界, en: borders}
files: polygons/*.geojson
format: {type: geojson}
areas: [{level: district, column: code}]
""",
}
FEEDS = (Feed.POLICE_ALARMS, Feed.GRID_EVENTS, Feed.POPULATION, Feed.AREA_POLYGONS)
BROKEN = {Feed.POLICE_ALARMS: 1_100, Feed.GRID_EVENTS: 500, Feed.POPULATION: 300, Feed.AREA_POLYGONS: 400}

ALARMS = [
    ["报警时间", "类型", "件数", "报警方式", "区", "报警人", "电话"],
    *[
        [f"2024-03-{n % 28 + 1:02} 08:{n:02}:00", "1004", "1", "电话", str(n % 2 + 1), "某", "13800000000"]
        for n in range(25)
    ],
]
POPULATION = [
    ["年份", "人口", "区"],
    *[[str(2000 + n), str(1000 + n), str(n % 2 + 1)] for n in range(20)],
    ["注：年末"],
]
POLYGONS = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"code": code},
            "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]},
        }
        for code in ("1", "2")
    ],
}


def events(name: str) -> list[list[str]]:
    """Events with keys of their own, so that a broken file replaces no row of a good one."""
    return [
        ["编号", "上报时间", "结案时间", "类型", "区"],
        *[
            [f"{name}-{n}", f"2024-04-{n + 1:02} 09:00:00", f"2024-05-{n + 1:02} 09:00:00", "0101", "North"]
            for n in range(20)
        ],
    ]


GOOD = {
    "alarms/good.csv": as_csv(ALARMS),
    "events/good.csv": as_csv(events("good")),
    "population/good.xlsx": as_workbook(POPULATION),
    "polygons/good.geojson": json.dumps(POLYGONS).encode(),
}


def broken_files() -> dict[str, bytes]:
    """Name → content. Every other table is broken in its cells, the rest in their bytes."""
    files: dict[str, bytes] = {}
    for number in range(BROKEN[Feed.POLICE_ALARMS]):
        cells = number % 2 == 0
        content = as_csv(broken_cells(ALARMS, number)) if cells else broken_bytes(GOOD["alarms/good.csv"], number)
        files[f"alarms/{number:04}.csv{'.gz' if number % 50 == 1 else ''}"] = content
    for number in range(BROKEN[Feed.GRID_EVENTS]):
        good = events(str(number))
        content = as_csv(broken_cells(good, number)) if number % 2 == 0 else broken_bytes(as_csv(good), number)
        files[f"events/{number:04}.csv"] = content
    for number in range(BROKEN[Feed.POPULATION]):
        cells = number % 3 == 0
        files[f"population/{number:04}.xlsx"] = (
            as_workbook(broken_cells(POPULATION, number))
            if cells
            else broken_bytes(GOOD["population/good.xlsx"], number)
        )
    for number in range(BROKEN[Feed.AREA_POLYGONS]):
        files[f"polygons/{number:04}.geojson"] = broken_bytes(GOOD["polygons/good.geojson"], number)
    # A file that came out whole after all would land in place of the good one.
    return {name: content for name, content in files.items() if content not in GOOD.values()}


@dataclass(frozen=True)
class Loaded:
    home: Home
    ledger: Ledger
    broken: list[LedgerFile]
    good: list[LedgerFile]

    def rows(self, file: LedgerFile) -> list[pl.DataFrame]:
        parts = self.ledger.parts(file.feed)
        return [pl.read_parquet(self.home.raw / part.path) for part in parts if part.file_id == file.file_id]


def load(root: Path, files: dict[str, bytes]) -> Loaded:
    """Land and load the files, as a run does it; any exception but an InputError comes out."""
    folder, inbox = root / "fuzzville", root / "inbox"
    for name, text in PACK.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    for name, content in files.items():
        (inbox / name).parent.mkdir(parents=True, exist_ok=True)
        (inbox / name).write_bytes(content)
    pack, home = load_pack_folder(folder), Home(root / "home", "fuzzville")
    ledger = Ledger(home.ledger)
    land_inbox(pack, home, ledger, inbox)
    city = City(pack, home, ledger)
    load_feed(city, Feed.AREA_REGISTER, None, lambda _: None)
    register = city.register()
    for feed in FEEDS:
        load_feed(city, feed, register, lambda _: None)
    found = [file for feed in FEEDS for file in ledger.files(feed)]
    good = [file for file in found if file.file_name in GOOD]
    return Loaded(home, ledger, [file for file in found if file.file_name not in GOOD], good)


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return load(tmp_path_factory.mktemp("fuzz"), broken_files() | GOOD)


def test_every_broken_file_was_loaded_or_refused_with_a_message(fuzzed: Loaded) -> None:
    statuses = Counter(file.status for file in fuzzed.broken)
    assert set(statuses) == {"loaded", "failed"}
    # Equal contents land once.
    assert sum(statuses.values()) >= 2_000
    assert min(statuses.values()) > 500
    refused = [file for file in fuzzed.broken if file.status == "failed"]
    assert [file.file_name for file in refused if not (file.message or "").startswith(file.file_name)] == []


def test_every_row_of_the_ledger_adds_up_with_what_is_stored(fuzzed: Loaded) -> None:
    refused: Counter[tuple[str, str]] = Counter()
    for row in fuzzed.ledger.rows_of("quarantine_counts"):
        refused[str(row["file_id"]), str(row["source_id"])] += int(str(row["rows"]))
    superseded = {row["file_id"]: int(str(row["rows_superseded"])) for row in fuzzed.ledger.rows_of("files")}
    for file in (*fuzzed.broken, *fuzzed.good):
        stored = sum(rows.height for rows in fuzzed.rows(file))
        assert file.adds_up, file
        assert stored == file.rows_accepted - superseded[file.file_id], file
        assert refused[file.file_id, file.source_id] == file.rows_quarantined, file


def test_good_files_are_as_if_the_broken_ones_had_not_come(fuzzed: Loaded, tmp_path: Path) -> None:
    alone = load(tmp_path, GOOD)
    assert {file.status for file in alone.good} == {"loaded"}
    for file, expected in zip(fuzzed.good, alone.good, strict=True):
        assert (file.file_name, file.rows_accepted) == (expected.file_name, expected.rows_accepted)
        assert pl.concat(fuzzed.rows(file)).equals(pl.concat(alone.rows(expected)))


def test_no_dropped_cell_is_written(fuzzed: Loaded) -> None:
    """Cells slip out of their columns in broken files; the phone number of every alarm must not go on with them."""
    zones = [path for zone in (fuzzed.home.raw, fuzzed.home.quarantine) for path in zone.rglob("*") if path.is_file()]
    for path in zones:
        content = path.read_bytes()
        if path.suffix == ".parquet":
            cells = io.BytesIO()
            pl.read_parquet(content).write_csv(cells)
            content += cells.getvalue()
        assert b"13800000000" not in content, path
