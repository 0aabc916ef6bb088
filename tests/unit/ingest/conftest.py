"""A small city pack on disk and its ingestion, for tests of what declarations make happen."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import pytest

from anlan.home import Home
from orchestration.ingest.landing import find_files, land
from orchestration.ingest.ledger import Ledger
from orchestration.ingest.load import City, load_feed
from orchestration.ingest.records import LedgerFile
from orchestration.registry.feeds import Feed
from orchestration.registry.pack import load_pack_folder
from tests.fixtures.reading import Read, reader

CITY = """
schema_version: 1
city_id: testville
name: {zh: 试城, en: Testville}
timezone: Asia/Shanghai
note: {zh: 测试, en: test}
levels:
  - {level_id: city, number: 1, name: {zh: 全市, en: City}}
  - {level_id: district, number: 2, name: {zh: 区, en: District}, parent: city, ranked_in_city: true}
measures:
  - {measure_id: safe, indicator: SV01, scale: safety, name: {zh: 安全感, en: Sense of safety}}
"""

REGISTER = """
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
  valid_from: {column: valid_from, formats: "%Y-%m-%d"}
  valid_to: {column: valid_to, formats: "%Y-%m-%d"}
"""

AREAS = """level,code,name,valid_from,valid_to
city,0,Testville,,
district,1,North,,
district,2,Old South,,2013-12-31
district,2,New South,2014-01-01,
"""


@dataclass
class TestCity:
    """A pack folder, an inbox, and a way to load what is in it.

    A name starting with "Test" must not make pytest collect it.
    """

    __test__ = False

    folder: Path
    inbox: Path
    home: Home
    ledgers: list[Ledger] = field(default_factory=list)

    def declare(self, name: str, text: str) -> None:
        (self.folder / "sources" / f"{name}.yml").write_text(text, encoding="utf-8")

    def put(self, name: str, text: str) -> None:
        (self.inbox / name).write_text(text, encoding="utf-8")

    def load(self, *feeds: Feed) -> list[LedgerFile]:
        """Land what is in the inbox and load the register and `feeds`; the ledger's files of these feeds."""
        pack = load_pack_folder(self.folder)
        ledger = Ledger(self.home.ledger)
        self.ledgers.append(ledger)
        for found in find_files(pack, self.inbox):
            landed = land(found, self.home)
            ledger.register_landed(
                file_id=landed.file_id,
                source_id=landed.source.source_id,
                feed=landed.source.feed,
                file_name=landed.name,
                sha256=landed.sha256,
                size=landed.size,
                landed_path=landed.path.relative_to(self.home.landing).as_posix(),
            )
        city = City(pack, self.home, ledger)
        load_feed(city, Feed.AREA_REGISTER, None, lambda line: None)
        register = city.register()
        for feed in feeds:
            load_feed(city, feed, register, lambda line: None)
        return [file for feed in feeds for file in ledger.files(feed)]

    def rows(self, feed: Feed) -> pl.DataFrame:
        """All live raw rows of a feed, in the order of their files."""
        parts = self.ledgers[-1].parts(feed)
        return pl.concat(pl.read_parquet(self.home.raw / part.path) for part in parts)

    def reasons(self) -> dict[str, int]:
        """Quarantined rows by reason."""
        counts: dict[str, int] = {}
        for row in self.ledgers[-1].rows_of("quarantine_counts"):
            counts[str(row["reason_code"])] = counts.get(str(row["reason_code"]), 0) + int(str(row["rows"]))
        return counts


@pytest.fixture
def make_city(tmp_path: Path) -> Callable[[], TestCity]:
    """Makes an empty test city; a second call makes another one."""
    made = 0

    def make() -> TestCity:
        nonlocal made
        made += 1
        root = tmp_path / str(made)
        folder, inbox = root / "testville", root / "inbox"
        (folder / "sources").mkdir(parents=True)
        inbox.mkdir()
        (folder / "city.yml").write_text(CITY, encoding="utf-8")
        (folder / "areas.csv").write_text(AREAS, encoding="utf-8")
        (folder / "sources" / "areas.yml").write_text(REGISTER, encoding="utf-8")
        return TestCity(folder, inbox, Home(root=root / "home", city_id="testville"))

    return make


@pytest.fixture
def city(make_city: Callable[[], TestCity]) -> TestCity:
    return make_city()


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads bytes as a source with the given format would."""
    return reader(tmp_path)
