"""The manifest of landing: what it remembers of arrivals, and what becomes of a ledger that does not know them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from anlan.home import Home
from orchestration.ingest.landing import land_inbox
from orchestration.ingest.ledger import Ledger
from orchestration.ingest.manifest import MANIFEST, arrivals, recover_arrivals
from orchestration.registry.pack import CityPack, load_pack_folder
from tests.unit.ingest.conftest import TestCity, city, make_city
from tests.unit.ingest.test_landing import ALARMS, CONTENT

__all__ = ["city", "make_city"]


@pytest.fixture
def landed(city: TestCity) -> Iterator[TestCity]:
    """Two versions of one file, the first of which has come back."""
    city.declare("alarms", ALARMS)
    (city.inbox / "alarms").mkdir()
    city.ledgers.append(Ledger(city.home.ledger))
    for content in (CONTENT, CONTENT * 2, CONTENT):
        city.put("alarms/a.csv", content)
        land(city)
    city.put("alarms/b.csv", CONTENT * 3)
    land(city)
    yield city
    for ledger in city.ledgers:
        ledger.close()


def land(city: TestCity) -> None:
    land_inbox(pack_of(city), city.home, city.ledgers[-1], city.inbox)


def pack_of(city: TestCity) -> CityPack:
    return load_pack_folder(city.folder)


def order(ledger: Ledger) -> list[tuple[str, str, str]]:
    return [(file.file_name, file.file_id, file.landed_at) for file in ledger.files()]


def new_ledger(city: TestCity) -> Ledger:
    city.ledgers.append(Ledger(city.home.root / "new" / "ledger.sqlite"))
    return city.ledgers[-1]


def lines(home: Home) -> Path:
    return home.landing / MANIFEST


def test_a_new_ledger_has_the_files_in_the_order_and_with_the_times_of_their_arrival(landed: TestCity) -> None:
    before = order(landed.ledgers[-1])
    assert [name for name, *_ in before] == ["areas.csv", "alarms/a.csv", "alarms/a.csv", "alarms/b.csv"]
    ledger = new_ledger(landed)
    assert recover_arrivals(pack_of(landed), landed.home, ledger) == 4
    assert order(ledger) == before


def test_a_version_that_came_back_counts_from_its_return(landed: TestCity) -> None:
    versions = [arrival.size_bytes for arrival in arrivals(landed.home) if arrival.file_name == "alarms/a.csv"]
    assert versions == [len(CONTENT * 2), len(CONTENT)]


def test_a_ledger_that_knows_everything_is_left_alone(landed: TestCity) -> None:
    ledger = landed.ledgers[-1]
    before, changes = order(ledger), ledger.changes
    assert recover_arrivals(pack_of(landed), landed.home, ledger) == 0
    assert (order(ledger), ledger.changes) == (before, changes)


def test_a_line_that_a_power_cut_tore_is_passed_over_and_swallows_no_other(landed: TestCity) -> None:
    with lines(landed.home).open("a", encoding="utf-8") as manifest:
        manifest.write('{"sha256": "ab')
    landed.put("alarms/c.csv", CONTENT * 4)
    land(landed)
    assert [arrival.file_name for arrival in arrivals(landed.home)][-2:] == ["alarms/b.csv", "alarms/c.csv"]


def test_a_line_whose_original_is_gone_makes_no_file(landed: TestCity) -> None:
    shutil.rmtree(landed.home.landing / "alarms")
    ledger = new_ledger(landed)
    assert recover_arrivals(pack_of(landed), landed.home, ledger) == 1
    assert [file.file_name for file in ledger.files()] == ["areas.csv"]


def test_a_manifest_of_before_feeds_were_noted_is_read_by_the_declarations(landed: TestCity) -> None:
    old = lines(landed.home).read_text(encoding="utf-8").replace('"feed":"police_alarms",', "")
    lines(landed.home).write_text(old, encoding="utf-8")
    ledger = new_ledger(landed)
    assert recover_arrivals(pack_of(landed), landed.home, ledger) == 4
    assert {file.feed for file in ledger.files()} == {"area_register", "police_alarms"}
