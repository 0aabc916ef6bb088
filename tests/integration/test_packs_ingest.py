"""The packs of London and St. Louis on the files their publishers offer, counted a second time without our code.

The expected figures come from Python's csv module over the original files; only lookups a pack declares (names of
areas and categories) are read from the pack. The files are not part of the project: see data/README.md.
"""

import csv
import gzip
import io
import json
import os
import re
import shutil
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from anlan.home import Home
from orchestration.ingest.areas import AreaRegister
from orchestration.ingest.landing import find_files, land
from orchestration.ingest.ledger import Ledger
from orchestration.ingest.load import City, load_feed
from orchestration.ingest.parts import KEY_HASH
from orchestration.ingest.rows import complete_months
from orchestration.raw_schema import EVENT_FEEDS
from orchestration.registry.feeds import Feed
from orchestration.registry.pack import CityPack, load_pack_folder

CHECKOUT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("ANLAN_SHARED_DATA", CHECKOUT.parent / "shared" / "data"))
PACKS = CHECKOUT / "data" / "cities"

pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(),
    reason=f"no open-data files in {SHARED}: set ANLAN_SHARED_DATA to their folder (see data/README.md)",
)
Row = dict[str, str]


@dataclass(frozen=True)
class Loaded:
    """A city whose files are in raw."""

    pack: CityPack
    home: Home
    ledger: Ledger
    register: AreaRegister

    def rows(self, feed: Feed) -> pl.DataFrame:
        return pl.concat([pl.read_parquet(self.home.raw / part.path) for part in self.ledger.parts(feed)])

    def reasons(self) -> Counter[tuple[str, str]]:
        """Refused rows by source and reason."""
        counts: Counter[tuple[str, str]] = Counter()
        for row in self.ledger.rows_of("quarantine_counts"):
            counts[str(row["source_id"]), str(row["reason_code"])] += int(str(row["rows"]))
        return counts

    def months(self, feed: Feed) -> dict[str, bool]:
        """Months reached by a feed, and whether they are complete."""
        spans = [
            (date.fromisoformat(str(row["first_day"])), date.fromisoformat(str(row["last_day"])))
            for row in self.ledger.rows_of("coverage")
            if row["feed"] == feed
        ]
        return complete_months(spans)

    def placed_rows(self, feed: Feed) -> pl.DataFrame:
        """Rows with the area of each hierarchy in columns of their own, named after the level."""
        levels = dict(self.register.frame.select("area_id", "level_id").iter_rows())
        rows = self.rows(feed)
        first = rows["place_key"][0].split("|")
        names = [levels[area_id] for area_id in first]
        places = pl.col("place_key").str.split("|").list.to_struct(fields=names)
        return rows.with_columns(places.alias("place")).unnest("place")


def load(city_id: str, inbox: Path, root: Path, feeds: tuple[Feed, ...]) -> Loaded:
    pack = load_pack_folder(PACKS / city_id)
    home = Home(root=root, city_id=city_id)
    ledger = Ledger(home.ledger)
    for found in find_files(pack, inbox):
        landed = land(found, home)
        ledger.register_landed(
            file_id=landed.file_id,
            source_id=landed.source.source_id,
            feed=landed.source.feed,
            file_name=landed.name,
            sha256=landed.sha256,
            size=landed.size,
            landed_path=landed.path.relative_to(home.landing).as_posix(),
        )
    city = City(pack, home, ledger)
    load_feed(city, Feed.AREA_REGISTER, None, lambda line: None)
    register = city.register()
    for feed in feeds:
        load_feed(city, feed, register, lambda line: None)
    return Loaded(pack, home, ledger, register)


@pytest.fixture(scope="module")
def london(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    feeds = (Feed.AREA_POLYGONS, Feed.POPULATION, Feed.POLICE_ALARMS, Feed.SURVEY_SCORES)
    return load("london", SHARED / "london", tmp_path_factory.mktemp("london"), feeds)


@pytest.fixture(scope="module")
def st_louis(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    feeds = (Feed.AREA_POLYGONS, Feed.POPULATION, Feed.POLICE_ALARMS, Feed.GRID_EVENTS)
    return load("st-louis", SHARED / "st-louis", tmp_path_factory.mktemp("st-louis"), feeds)


def read(path: Path, encoding: str = "utf-8-sig", delimiter: str = ",") -> list[Row]:
    """A file as dicts, with cells stripped; undecodable bytes do not matter to what is counted here."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    reader = csv.DictReader(io.StringIO(content.decode(encoding, errors="replace")), delimiter=delimiter)
    return [{key: (value or "").strip() for key, value in row.items() if key} for row in reader]


def lookup(name: str, key: str, value: str) -> dict[str, str]:
    return {row[key]: row[value] for row in read(PACKS / name)}


def london_crime_files() -> list[Path]:
    return sorted((SHARED / "london" / "recorded_crime_by_borough").glob("*.csv"))


@cache
def st_louis_crime() -> list[tuple[datetime, str, Row]]:
    """Time of the offence, month of coding, and the row under the header's letters alone, e.g. `neighborhood`."""
    found = []
    for path in sorted((SHARED / "st-louis" / "police_crime_monthly").glob("*.csv.gz")):
        for original in read(path):
            row = {re.sub("[^a-z]", "", key.lower()): value for key, value in original.items()}
            occurred = row.get("dateoccur") or row["dateoccured"]
            month = row.get("codedmonth") or row["monthreportedtomshp"]
            found.append((datetime.strptime(occurred, "%m/%d/%Y %H:%M"), month, row))
    return found


@cache
def st_louis_requests() -> list[Row]:
    files = sorted((SHARED / "st-louis" / "service_requests_311").glob("*.csv"))
    blanks = {"", "NA"}
    return [
        {key.lower(): "" if value in blanks else value for key, value in row.items()}
        for path in files
        for row in read(path)
    ]


@pytest.mark.parametrize("city_id", ["london", "st_louis"])
def test_every_file_is_loaded_and_every_row_accounted_for(city_id: str, request: pytest.FixtureRequest) -> None:
    loaded: Loaded = request.getfixturevalue(city_id)
    files = loaded.ledger.files()
    assert {file.status for file in files} == {"loaded"}
    assert [file.file_name for file in files if not file.adds_up] == []


@pytest.mark.parametrize("city_id", ["london", "st_louis"])
def test_raw_holds_the_declared_columns_and_nothing_else(city_id: str, request: pytest.FixtureRequest) -> None:
    loaded: Loaded = request.getfixturevalue(city_id)
    for feed, columns in EVENT_FEEDS.items():
        for part in loaded.ledger.parts(feed):
            found = set(pl.read_parquet_schema(loaded.home.raw / part.path))
            assert found - {KEY_HASH} == set(columns), part.path


def test_london_refuses_no_row(london: Loaded) -> None:
    assert london.reasons() == Counter()


def test_london_reads_a_row_for_every_cell_of_the_crime_files(london: Loaded) -> None:
    cells = {}
    for path in london_crime_files():
        rows = read(path)
        cells[path.name] = len(rows) * sum(key.isdigit() for key in rows[0])
    read_rows = {Path(file.file_name).name: file.rows_read for file in london.ledger.files(Feed.POLICE_ALARMS)}
    assert read_rows == cells
    assert sum(cells.values()) == 272_400


def test_london_offences_by_month_borough_and_category_are_the_publishers(london: Loaded) -> None:
    codes = lookup("london/areas.csv", "name_en", "area_code")
    categories = lookup("london/crosswalks/crime_categories.csv", "source_value", "target")
    expected: Counter[tuple[date, str, str]] = Counter()
    for path in london_crime_files():
        for row in read(path):
            for month in (key for key in row if key.isdigit()):
                key = (date(int(month[:4]), int(month[4:]), 1), codes[row["LookUp_BoroughName"]])
                expected[*key, categories[row["MinorText"]]] += int(row[month])
    sums = (
        london.rows(Feed.POLICE_ALARMS)
        .group_by("event_month", "place_key", "category_id")
        .agg(pl.col("alarm_count").sum())
    )
    ours = {(month, place.removeprefix("borough-"), category): count for month, place, category, count in sums.rows()}
    assert ours == dict(expected)
    assert sum(ours.values()) == 10_690_997


def test_london_crime_is_complete_for_160_months_and_no_other(london: Loaded) -> None:
    months = london.months(Feed.POLICE_ALARMS)
    assert (len(months), min(months), max(months)) == (160, "2010-04-01", "2023-07-01")
    assert all(months.values())


def survey_inbox(root: Path, names: tuple[str, ...]) -> Path:
    inbox = root / "inbox"
    inbox.mkdir()
    for name in names:
        shutil.copy(SHARED / "london" / "public_attitude_survey" / name, inbox)
    return inbox


COMMA, SEMICOLON, FORCE = "PAS_Dashboard_Borough.csv", "PAS_buroughs.csv", "PAS_Total.csv"


@pytest.mark.parametrize("present", [(COMMA, FORCE), (SEMICOLON, FORCE)])
def test_london_survey_is_the_same_from_either_dialect_as_from_both(
    london: Loaded, tmp_path: Path, present: tuple[str, ...]
) -> None:
    alone = load("london", survey_inbox(tmp_path, present), tmp_path / "home", (Feed.SURVEY_SCORES,))
    # Which file a row came from is all that may differ.
    columns = ["wave_id", "period_start", "period_end", "area_id", "measure_id", "score", "numerator", "denominator"]
    both, one = (
        loaded.rows(Feed.SURVEY_SCORES).select(columns).sort("wave_id", "area_id", "measure_id")
        for loaded in (london, alone)
    )
    assert one.equals(both)
    assert one.height == 9_312 + 291


def test_london_survey_scores_are_the_publishers(london: Loaded) -> None:
    codes = lookup("london/areas.csv", "name_en", "area_code")
    lower = {name.lower(): f"borough-{code}" for name, code in codes.items()}
    lower |= {"city of westminster": lower["westminster"], "mps": f"city-{codes['London']}"}
    folder = SHARED / "london" / "public_attitude_survey"
    rows = read(folder / SEMICOLON, delimiter=";") + read(folder / FORCE, delimiter=";")
    expected: Counter[tuple[str, str, float]] = Counter()
    for row in rows:
        _, month, year = row["Date"].split("/")
        score = float(row["Proportion"].replace(",", "."))
        expected[f"public_attitude_survey:{year}-Q{int(month) // 3}", lower[row["Borough"].lower()], score] += 1
    ours = Counter(london.rows(Feed.SURVEY_SCORES).select("wave_id", "area_id", "score").rows())
    assert ours == expected
    assert len({wave for wave, _, _ in ours}) == 37


def test_london_population_is_the_publishers_and_projections_are_flagged(london: Loaded) -> None:
    skipped = {"E09000001", "E13000001", "E13000002"}
    expected = {
        (row["Code"], int(row["Year"]), float(row["Population"]), row["Source"] != "ONS MYE")
        for row in read(SHARED / "london" / "london_population_borough.csv")
        if row["Code"] not in skipped
    }
    rows = london.rows(Feed.POPULATION).select("area_id", "year", "persons", "is_projection").rows()
    ours = {(area_id.partition("-")[2], year, persons, flag) for area_id, year, persons, flag in rows}
    assert ours == expected
    assert len(rows) == len(expected) == 33 * 52


def test_london_draws_every_borough_that_has_residents(london: Loaded) -> None:
    drawn = set(london.rows(Feed.AREA_POLYGONS)["area_id"])
    residential = london.register.frame.filter(pl.col("is_residential") & (pl.col("level_id") == "borough"))
    assert drawn == set(residential["area_id"])


def test_st_louis_refuses_only_placeholder_dates_and_closings_before_the_report(st_louis: Loaded) -> None:
    placeholders = sum(occurred.year == 1900 for occurred, _, _ in st_louis_crime())
    reversed_times = sum(
        bool(row["datetimeclosed"])
        and datetime.fromisoformat(row["datetimeclosed"]) < datetime.fromisoformat(row["datetimeinit"])
        for row in st_louis_requests()
    )
    assert (placeholders, reversed_times) == (2, 148)
    assert st_louis.reasons() == {
        ("police_crime", "implausible_date"): placeholders,
        ("service_requests", "closed_before_reported"): reversed_times,
    }


def test_st_louis_counts_by_month_place_and_class_are_the_publishers(st_louis: Loaded) -> None:
    classes = lookup("st-louis/crosswalks/ucr_classes.csv", "source_value", "target")
    expected: Counter[tuple[date, str, str, str]] = Counter()
    for occurred, coded, row in st_louis_crime():
        if occurred.year == 1900:
            continue
        redrawn = "-from-2014-01-01" if coded >= "2014" and int(row["district"]) <= 6 else ""
        district = f"district-{row['district']}{redrawn}" if row["district"] != "0" else "unknown-district"
        area = f"neighbourhood-{row['neighborhood']}" if row["neighborhood"] != "0" else "unknown-neighbourhood"
        key = (occurred.date().replace(day=1), area, district, classes[row["crime"].zfill(6)[:2]])
        expected[key] += int(row["count"])
    sums = (
        st_louis.placed_rows(Feed.POLICE_ALARMS)
        .group_by("event_month", "neighbourhood", "district", "category_id")
        .agg(pl.col("alarm_count").sum())
    )
    ours = {tuple(key): count for *key, count in sums.rows()}
    assert ours == dict(expected)
    assert sum(expected.values()) == 196_613


def test_st_louis_crime_is_complete_for_the_coded_months_alone(st_louis: Loaded) -> None:
    coded = {f"{month}-01" for _, month, _ in st_louis_crime()}
    assert len(coded) == 48
    assert st_louis.months(Feed.POLICE_ALARMS) == dict.fromkeys(sorted(coded), True)


def test_st_louis_keeps_each_request_once_with_its_due_day_until_midnight(st_louis: Loaded) -> None:
    kept = {}
    for row in st_louis_requests():
        reported, closed = datetime.fromisoformat(row["datetimeinit"]), row["datetimeclosed"]
        if not closed or datetime.fromisoformat(closed) >= reported:
            kept[row["requestid"]] = row
    ours = st_louis.rows(Feed.GRID_EVENTS)
    assert ours.height == len(kept) == 9_350

    on_time = sum(
        bool(row["datetimeclosed"] and row["prjcompletedate"])
        and row["datetimeclosed"][:10] <= row["prjcompletedate"][:10]
        for row in kept.values()
    )
    assert ours.filter(pl.col("closed_at") <= pl.col("due_at")).height == on_time

    cancelled = sum(row["status"].lower() == "cancel" for row in kept.values())
    assert ours["cancelled_at"].is_not_null().sum() == cancelled

    without_area = sum(row["neighborhood"] == "" for row in kept.values())
    assert ours.filter(pl.col("place_key") == "unknown-neighbourhood").height == without_area
    numbers = Counter(int(row["neighborhood"]) for row in kept.values() if row["neighborhood"])
    found = ours.filter(pl.col("place_key") != "unknown-neighbourhood")["place_key"].str.strip_prefix("neighbourhood-")
    assert Counter(found.cast(pl.Int64).to_list()) == numbers


def test_st_louis_requests_count_in_the_group_the_publisher_gives(st_louis: Loaded) -> None:
    crosswalk = lookup("st-louis/crosswalks/request_codes.csv", "source_value", "target")
    groups: dict[str, set[str]] = {}
    for row in st_louis_requests():
        if "group" in row:
            groups.setdefault(crosswalk[row["problemcode"]], set()).add(row["group"])
    assert [found for found in groups.values() if len(found) > 1] == []
    assert len({next(iter(found)) for found in groups.values()}) == len(groups)


def test_st_louis_months_of_the_request_samples_are_never_complete(st_louis: Loaded) -> None:
    months = st_louis.months(Feed.GRID_EVENTS)
    assert not any(months.values())
    assert len(months) == len({row["datetimeinit"][:7] for row in st_louis_requests()})


def test_st_louis_draws_and_counts_residents_of_the_numbered_areas(st_louis: Loaded) -> None:
    features = json.loads((SHARED / "st-louis" / "stl_neighborhoods.geojson").read_text("utf-8"))["features"]
    with_outline = {f"neighbourhood-{f['properties']['neighborhood_id']}" for f in features if f["geometry"]}
    assert set(st_louis.rows(Feed.AREA_POLYGONS)["area_id"]) == with_outline
    expected = {
        (f"neighbourhood-{row['NHD_NUM']}", 2000 + year, float(row[f"pop{year}"]))
        for row in read(SHARED / "st-louis" / "STL_PopByNhood.csv")
        for year in range(10, 18)
    }
    assert set(st_louis.rows(Feed.POPULATION).select("area_id", "year", "persons").rows()) == expected
