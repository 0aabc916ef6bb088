"""The pack of Taiwan on the files its publishers offer, counted a second time without our code.

Years of the republic, a second header row, footnotes, no ids, names that repeat from county to county, places known
by their county alone, and residents by village. See `test_packs_ingest` on where the files are looked for.
"""

import csv
import gzip
import io
from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from orchestration.registry.feeds import Feed
from tests.integration.test_packs_ingest import SHARED, Loaded, load, lookup

FILES = SHARED / "taiwan"
pytestmark = pytest.mark.skipif(
    not FILES.is_dir(), reason=f"no files of Taiwan in {FILES}: set ANLAN_SHARED_DATA (see data/README.md)"
)
Offence = tuple[str, date, str, str]


@pytest.fixture(scope="module")
def taiwan(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    feeds = (Feed.AREA_POLYGONS, Feed.POPULATION, Feed.POLICE_ALARMS)
    return load("taiwan", FILES, tmp_path_factory.mktemp("taiwan"), feeds)


def lines(path: Path) -> list[list[str]]:
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.fixture(scope="module")
def offences() -> list[Offence]:
    """Kind, day, county and township of every row; the day is the first where the file says 00."""
    rows = []
    for path in sorted((FILES / "police_crime_quarterly").glob("*.csv.gz")):
        # Two header rows above; footnotes have their first cell filled alone.
        for kind, year, month_and_day, county, township in lines(path)[2:]:
            if year:
                day = max(int(month_and_day[2:]), 1)
                rows.append((kind, date(int(year) + 1911, int(month_and_day[:2]), day), county, township))
    return rows


def test_no_offence_is_lost_and_equal_ones_are_kept(taiwan: Loaded, offences: list[Offence]) -> None:
    files = taiwan.ledger.files()
    assert {file.status for file in files} == {"loaded"}
    assert [file.file_name for file in files if not file.adds_up] == []
    assert taiwan.reasons() == Counter()
    assert taiwan.rows(Feed.POLICE_ALARMS).height == len(offences) == 80_362
    # One of them equals another by its day alone, which the file does not give.
    assert len(offences) - len(set(offences)) == 20_803


def test_offences_by_day_kind_and_place_are_the_publishers(taiwan: Loaded, offences: list[Offence]) -> None:
    kinds = lookup("taiwan/crosswalks/offence_types.csv", "source_value", "target")
    codes = {(row[4], row[2]): row[1] for row in lines_of_register()}
    counties = {name: code for (parent, name), code in codes.items() if parent == "TW"}
    expected: Counter[tuple[date, str, str]] = Counter()
    for kind, day, county, township in offences:
        if township:
            place = f"township-{codes[counties[county], township]}"
        elif county in counties:
            place = f"unknown-township-in-county-{counties[county]}"
        else:
            place = "unknown-township"
        expected[day, kinds[kind], place] += 1
    ours = taiwan.rows(Feed.POLICE_ALARMS).group_by(pl.col("occurred_at").dt.date(), "category_id", "place_key").len()
    assert {tuple(key): count for *key, count in ours.rows()} == dict(expected)
    unknown = Counter(place for _, _, place in expected.elements() if place.startswith("unknown"))
    assert unknown["unknown-township"] == 5
    assert sum(unknown.values()) == 7_186


def lines_of_register() -> list[list[str]]:
    return lines(Path(__file__).resolve().parents[2] / "data" / "cities" / "taiwan" / "areas.csv")[1:]


def test_places_known_by_their_county_lie_under_it(taiwan: Loaded) -> None:
    parents = dict(taiwan.register.frame.select("area_id", "parent_area_id").rows())
    places = [key for key in taiwan.rows(Feed.POLICE_ALARMS)["place_key"].unique() if "-in-" in key]
    assert len(places) == 22
    assert {parents[place] for place in places} == {place.removeprefix("unknown-township-in-") for place in places}


def test_every_month_of_three_years_is_complete(taiwan: Loaded) -> None:
    months = taiwan.months(Feed.POLICE_ALARMS)
    assert (len(months), min(months), max(months)) == (36, "2021-01-01", "2023-12-01")
    assert all(months.values())


def test_residents_of_a_township_are_those_of_its_villages(taiwan: Loaded) -> None:
    expected: Counter[tuple[str, int]] = Counter()
    for path in FILES.glob("cunli_*.csv"):
        header, *rows = lines(path)
        month, code, persons = (header.index(name) for name in ("年月", "村里代碼", "人口"))
        for row in rows:
            expected[f"township-{row[code][:8]}", int(row[month][:4])] += int(row[persons])
    sums = taiwan.rows(Feed.POPULATION).group_by("area_id", "year").agg(pl.col("persons").sum())
    assert {(area_id, year): persons for area_id, year, persons in sums.rows()} == dict(expected)
    assert len(expected) == 2 * 368


def test_the_districts_of_taipei_are_drawn(taiwan: Loaded) -> None:
    drawn = taiwan.rows(Feed.AREA_POLYGONS)["area_id"].to_list()
    assert sorted(drawn) == [f"township-63000{number:02}0" for number in range(1, 13)]
