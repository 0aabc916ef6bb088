"""What the options of a source's declaration make of a file's rows."""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

from orchestration.ingest.rows import complete_months
from orchestration.raw_schema import POLICE_ALARMS, RAW_TABLES
from orchestration.registry.feeds import Feed

ALARMS = """
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

LATE_REPORTS = """
schema_version: 1
source_id: reports
feed: police_alarms
title: {zh: 补录, en: late reports}
files: "reports*.csv"
format: {type: csv}
columns:
  occurred_at: {column: occurred, formats: "%Y-%m-%d"}
  recorded_on: {column: recorded, formats: "%Y-%m"}
  category: {column: category}
areas:
  - {level: district, column: district, valid_on: recorded_on}
coverage: {by: recorded}
"""

EVENTS = """
schema_version: 1
source_id: events
feed: grid_events
title: {zh: 事件, en: events}
files: "events*.csv"
format: {type: csv}
columns:
  event_key: {column: id}
  reported_at: {column: reported, formats: ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d"]}
  due_at: {column: due, formats: "%Y-%m-%d", end_of_day: true}
  closed_at: {column: closed, formats: "%Y-%m-%d %H:%M:%S%.f"}
  cancelled_at: {column: cancelled, formats: "%Y-%m-%d"}
  is_cancelled: {column: status, true_values: [cancel], false_values: "*"}
  category: {column: category}
areas:
  - {level: district, column: district}
coverage: {by: events}
identity: {kind: key, fields: event_key}
"""

SURVEY = """
schema_version: 1
source_id: SOURCE
feed: survey_scores
survey: annual_survey
title: {zh: 测评, en: survey}
files: "SOURCE*.csv"
format: {type: csv, delimiter: "DELIMITER", decimal: ","}
columns:
  wave: {column: wave}
  measure: {column: measure}
  score: {column: score}
areas:
  - {level: district, column: district}
identity: {kind: key, fields: [wave, area, measure]}
"""

POLYGONS = """
schema_version: 1
source_id: polygons
feed: area_polygons
title: {zh: 边界, en: borders}
files: "*.geojson"
format: {type: geojson}
areas:
  - {level: district, column: code}
"""

SURVEY_FILES = {
    "comma": 'wave,district,measure,score\n2020-Q1,1,safe,"0,5"\n2020-Q1,2,safe,"0,75"\n',
    "semicolon": "wave;district;measure;score\n2020-Q1;1;safe;0,5\n2020-Q1;2;safe;0,75\n",
}


def test_a_newer_count_of_the_same_area_category_and_month_replaces_the_older(city: Any) -> None:
    city.declare("counts", ALARMS)
    city.put("counts1.csv", "month,category,district,count\n2020-01,1004,1,5\n2020-01,1004,2,7\n")
    city.load(Feed.POLICE_ALARMS)
    city.put("counts2.csv", "month,category,district,count\n2020-01,1004,1,6\n2020-02,1004,1,1\n")
    files = city.load(Feed.POLICE_ALARMS)
    rows = city.rows(Feed.POLICE_ALARMS).sort("event_month", "place_key")
    assert rows.select("event_month", "place_key", "alarm_count").rows() == [
        (date(2020, 1, 1), "district-1", 6),
        (date(2020, 1, 1), "district-2-from-2014-01-01", 7),
        (date(2020, 2, 1), "district-1", 1),
    ]
    assert all(file.adds_up for file in files)


def test_a_code_belongs_to_the_map_of_the_day_it_was_recorded_where_declared(city: Any) -> None:
    city.declare("reports", LATE_REPORTS)
    city.put(
        "reports.csv",
        "occurred,recorded,category,district\n2012-05-01,2013-12,1004,2\n2012-05-01,2017-03,1004,2\n",
    )
    city.load(Feed.POLICE_ALARMS)
    assert city.rows(Feed.POLICE_ALARMS).sort("row_number")["place_key"].to_list() == [
        "district-2",
        "district-2-from-2014-01-01",
    ]


def test_what_is_due_on_a_day_may_be_done_until_midnight(city: Any) -> None:
    city.declare("events", EVENTS)
    city.put(
        "events.csv",
        "id,reported,due,closed,cancelled,status,category,district\n"
        "a,2020-01-01 08:00:00.5,2020-01-03,2020-01-03 23:59:59.25,,closed,0101,1\n",
    )
    city.load(Feed.GRID_EVENTS)
    row = city.rows(Feed.GRID_EVENTS).row(0, named=True)
    assert row["due_at"] == datetime(2020, 1, 3, 23, 59, 59, 999999)
    assert row["closed_at"] < row["due_at"]
    assert row["reported_at"] == datetime(2020, 1, 1, 8, 0, 0, 500000)


def test_an_event_cancelled_without_a_date_counts_as_cancelled_from_its_report(city: Any) -> None:
    city.declare("events", EVENTS)
    city.put(
        "events.csv",
        "id,reported,due,closed,cancelled,status,category,district\n"
        "a,2020-01-01,2020-01-03,,,Cancel,0101,1\n"
        "b,2020-01-01,2020-01-03,,2020-01-02,CANCEL,0101,1\n"
        "c,2020-01-01,2020-01-03,,,open,0101,1\n",
    )
    city.load(Feed.GRID_EVENTS)
    cancelled = city.rows(Feed.GRID_EVENTS).sort("row_number")["cancelled_at"].to_list()
    assert cancelled == [datetime(2020, 1, 1), datetime(2020, 1, 2), None]


def test_a_row_without_its_key_is_refused_and_not_merged_with_others_without_one(city: Any) -> None:
    city.declare("events", EVENTS)
    rows = "".join(f"{n},2020-01-01,,,,,0101,1\n" for n in range(10)) + ",2020-01-02,,,,,0101,1\n" * 2
    city.put("events.csv", "id,reported,due,closed,cancelled,status,category,district\n" + rows)
    (file,) = city.load(Feed.GRID_EVENTS)
    assert city.reasons() == {"missing_value": 2}
    assert (file.rows_read, file.rows_accepted, file.rows_quarantined, file.rows_duplicate) == (12, 10, 2, 0)


def test_months_of_a_sample_are_reached_but_never_complete(city: Any) -> None:
    city.declare("events", EVENTS.replace("{by: events}", "{by: sample}"))
    days = [f"{day.isoformat()}" for day in pl.date_range(date(2020, 1, 1), date(2020, 2, 29), eager=True)]
    rows = "".join(f"{n},{day},,,,,0101,1\n" for n, day in enumerate(days))
    city.put("events.csv", "id,reported,due,closed,cancelled,status,category,district\n" + rows)
    city.load(Feed.GRID_EVENTS)
    spans = [
        (date.fromisoformat(str(row["first_day"])), date.fromisoformat(str(row["last_day"])))
        for row in city.ledgers[-1].rows_of("coverage")
    ]
    assert complete_months(spans) == {"2020-01-01": False, "2020-02-01": False}


@pytest.mark.parametrize("present", [("comma",), ("semicolon",), ("comma", "semicolon")])
def test_two_exports_of_one_survey_give_the_same_rows_as_either(
    make_city: Callable[[], Any], present: tuple[str, ...]
) -> None:
    city = make_city()
    for name in present:
        delimiter = {"comma": ",", "semicolon": ";"}[name]
        city.declare(name, SURVEY.replace("SOURCE", name).replace("DELIMITER", delimiter))
        city.put(f"{name}.csv", SURVEY_FILES[name])
    files = city.load(Feed.SURVEY_SCORES)
    rows = city.rows(Feed.SURVEY_SCORES).sort("area_id")
    assert rows.select("wave_id", "area_id", "score").rows() == [
        ("annual_survey:2020-Q1", "district-1", 0.5),
        ("annual_survey:2020-Q1", "district-2-from-2014-01-01", 0.75),
    ]
    assert sum(file.rows_duplicate for file in files) == 2 * (len(present) - 1)


def test_files_are_read_again_after_a_column_was_added_to_their_feed(
    city: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    city.declare("counts", ALARMS)
    city.put("counts1.csv", "month,category,district,count\n2020-01,1004,1,5\n")
    (before,) = city.load(Feed.POLICE_ALARMS)
    wider = POLICE_ALARMS | {"is_another": "boolean"}
    monkeypatch.setitem(RAW_TABLES, "police_alarms", wider)
    (after,) = city.load(Feed.POLICE_ALARMS)
    assert before.contract_version != after.contract_version
    assert city.rows(Feed.POLICE_ALARMS).height == 1


def test_files_with_keys_are_read_again_after_a_change_of_the_hashing_library(
    city: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    city.declare("counts", ALARMS)
    city.put("counts1.csv", "month,category,district,count\n2020-01,1004,1,5\n")
    (before,) = city.load(Feed.POLICE_ALARMS)
    monkeypatch.setattr("orchestration.ingest.load.pl.__version__", "another")
    (after,) = city.load(Feed.POLICE_ALARMS)
    assert before.contract_version != after.contract_version
    assert city.rows(Feed.POLICE_ALARMS).height == 1


def test_borders_of_former_areas_are_kept_and_a_code_that_came_back_means_the_newest(city: Any) -> None:
    (city.folder / "areas.csv").write_text(
        "level,code,name,valid_from,valid_to\ncity,0,Testville,,\n"
        "district,1,Former,,2013-12-31\ndistrict,2,Old,,2013-12-31\ndistrict,2,New,2014-01-01,\n",
        encoding="utf-8",
    )
    city.declare("polygons", POLYGONS)
    square = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]}
    features = [{"type": "Feature", "properties": {"code": code}, "geometry": square} for code in ("1", "2")]
    city.put("borders.geojson", json.dumps({"type": "FeatureCollection", "features": features}))
    city.load(Feed.AREA_POLYGONS)
    assert city.rows(Feed.AREA_POLYGONS)["area_id"].to_list() == ["district-1", "district-2-from-2014-01-01"]
