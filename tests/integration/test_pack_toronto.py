"""The pack of Toronto on the file its publisher offers: Parquet, local times labelled UTC, places by points."""

import json
from collections import Counter

import polars as pl
import pytest
import shapely

from orchestration.registry.feeds import Feed
from tests.integration.test_packs_ingest import SHARED, Loaded, load

FILES = SHARED / "toronto"
pytestmark = pytest.mark.skipif(
    not FILES.is_dir(), reason=f"no files of Toronto in {FILES}: set ANLAN_SHARED_DATA (see data/README.md)"
)


@pytest.fixture(scope="module")
def toronto(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return load("toronto", FILES, tmp_path_factory.mktemp("toronto"), (Feed.AREA_POLYGONS, Feed.POLICE_ALARMS))


@pytest.fixture(scope="module")
def fires() -> pl.DataFrame:
    return pl.read_parquet(FILES / "cleaned_fire_incidents.parquet")


def test_every_fire_is_loaded(toronto: Loaded, fires: pl.DataFrame) -> None:
    assert {file.status for file in toronto.ledger.files()} == {"loaded"}
    assert toronto.reasons() == Counter()
    assert toronto.rows(Feed.POLICE_ALARMS).height == fires.height == 15_628


def test_times_are_what_the_clock_said_whatever_their_label(toronto: Loaded, fires: pl.DataFrame) -> None:
    rows = toronto.rows(Feed.POLICE_ALARMS).sort("row_number")
    for ours, theirs in (("occurred_at", "tfs_alarm_time"), ("arrived_at", "tfs_arrival_time")):
        assert rows[ours].to_list() == fires[theirs].dt.replace_time_zone(None).to_list()
    seconds = (rows["arrived_at"] - rows["occurred_at"]).dt.total_seconds()
    assert (seconds.min(), seconds.median(), seconds.max()) == (18, 293, 17_871)


def test_each_fire_lies_in_the_ward_that_holds_its_point(toronto: Loaded, fires: pl.DataFrame) -> None:
    features = json.loads((FILES / "icitw_wgs84.json").read_text("utf-8"))["features"]
    wards = [(f["properties"]["SCODE_NAME"], shapely.from_geojson(json.dumps(f["geometry"]))) for f in features]
    points = shapely.points(fires["longitude"].to_numpy(), fires["latitude"].to_numpy())
    expected = ["unknown-ward"] * len(points)
    for code, shape in wards:
        shapely.prepare(shape)
        for number in shapely.contains(shape, points).nonzero()[0]:
            expected[number] = f"ward-{code}"
    assert toronto.rows(Feed.POLICE_ALARMS).sort("row_number")["place_key"].to_list() == expected
    assert expected.count("unknown-ward") == 1
