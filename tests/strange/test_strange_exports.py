"""Exports that no pack has seen, brought in by declarations alone through the commands that a stranger has."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from click.testing import Result
from typer.testing import CliRunner

from anlan.cli.app import app
from anlan.home import Home
from orchestration.ingest.landing import land_inbox
from orchestration.ingest.ledger import Ledger
from orchestration.ingest.load import City, load_feed
from orchestration.registry.feeds import Feed
from orchestration.registry.pack import load_pack
from tests.strange import exports

CITY = "strange-town"
DISTRICTS = """area_code,level,name_zh,name_en,parent_code,valid_from,valid_to
000,city,某市,Some City,,,
001,district,东区,North,000,,
002,district,西区,South,000,,
"""


@dataclass
class Stranger:
    """Somebody with a new city: its pack, its inbox, the commands, and what is in raw after loading."""

    home: Home
    ledgers: list[Ledger]

    @property
    def pack(self) -> Path:
        return self.home.root / "cities" / CITY

    def write(self, name: str, text: str) -> None:
        path = self.pack / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def declare(self, declaration: str) -> None:
        """Write a source: the keys that every source has, and these."""
        self.write(f"sources/{len(list(self.pack.glob('sources/*')))}.yml", "schema_version: 1\n" + declaration)

    def put(self, name: str, content: bytes) -> None:
        path = self.home.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def check(self) -> Result:
        result = CliRunner().invoke(app, ["check", CITY, str(self.home.inbox)])
        assert result.exit_code == 0, result.output
        return result

    def load(self, feed: Feed) -> pl.DataFrame:
        """What a run does up to raw; the live rows of a feed, in the order of their files."""
        pack, ledger = load_pack(CITY), Ledger(self.home.ledger)
        self.ledgers.append(ledger)
        assert land_inbox(pack, self.home, ledger, self.home.inbox).unreadable == []
        city = City(pack, self.home, ledger)
        for each in Feed:
            load_feed(city, each, None if each in (Feed.LOOKUPS, Feed.AREA_REGISTER) else city.register(), print)
        assert [file.message for file in ledger.files() if file.status != "loaded" or not file.adds_up] == []
        parts = [pl.read_parquet(self.home.raw / part.path) for part in ledger.parts(feed)]
        return pl.concat(parts).sort("file_id", "row_number")

    def reasons(self) -> dict[str, int]:
        rows = self.ledgers[-1].rows_of("quarantine_counts")
        return {str(row["reason_code"]): int(str(row["rows"])) for row in rows}


@pytest.fixture
def stranger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stranger]:
    """A pack as `anlan new-city` makes it, its example of alarms taken out and its areas filled in."""
    monkeypatch.setenv("ANLAN_HOME", str(tmp_path))
    assert CliRunner().invoke(app, ["new-city", CITY]).exit_code == 0
    new = Stranger(Home(tmp_path, CITY), [])
    (new.pack / "sources" / "alarms.yml").unlink()
    new.write("areas.csv", DISTRICTS)
    new.home.inbox.mkdir(parents=True)
    yield new
    for ledger in new.ledgers:
        ledger.close()


def city(stranger: Stranger, old: str, new: str) -> None:
    text = (stranger.pack / "city.yml").read_text(encoding="utf-8")
    assert old in text
    stranger.write("city.yml", text.replace(old, new))


def test_a_workbook_with_two_header_rows_merged_cells_serial_dates_and_numbers_as_text(stranger: Stranger) -> None:
    stranger.declare(
        """
source_id: monthly
feed: police_alarms
title: {zh: 月报, en: monthly counts}
files: "*.xlsx"
format:
  type: xlsx
  sheet_pattern: 年警情月报$
  header_marker: 月份
  header_rows: 2
  header_separator: "-"
  fill_down: 月份
  ends_at: ^合计
wide: {columns: (刑事|治安)-.+, name: kind, value: count}
time_precision: month
columns:
  occurred_at: {column: 月份, formats: ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d", excel]}
  category: {column: kind, map: kinds.csv}
  alarm_count: {column: count, thousands: ",", values: {－: 0}}
areas: [{level: district, column: 所属区, by: name}]
coverage: {by: events}
identity: {kind: key, fields: [area, category, occurred_at]}
"""
    )
    stranger.write("kinds.csv", "source_value,target\n刑事-盗窃,1004\n刑事-诈骗,1005\n治安-盗窃,2004\n治安-殴打,2001\n")
    stranger.put("2023.xlsx", exports.workbook_with_two_header_rows())
    assert "sheet '2023年警情月报'; rows from line 4" in stranger.check().output
    rows = stranger.load(Feed.POLICE_ALARMS)
    assert rows.height == 16
    counts = {
        (month.month, place, category): count
        for month, place, category, count in rows.select(
            "event_month", "place_key", "category_id", "alarm_count"
        ).rows()
    }
    assert counts[1, "district-001", "2001"] == 1204
    assert counts[1, "district-002", "1005"] == 0
    assert counts[2, "district-002", "2004"] == 7
    assert sum(counts.values()) == 29 + 15 + 74 + 1232


def test_a_zip_of_gbk_months_with_full_width_digits_and_chinese_dates(stranger: Stranger) -> None:
    stranger.declare(
        """
source_id: stations
feed: lookups
title: {zh: 派出所名录, en: stations}
files: stations.txt
format: {type: csv, delimiter: "|"}
columns: {station: {column: 名称}, district: {column: 区}}
unused: 编号
identity: {kind: key, fields: station}
"""
    )
    stranger.declare(
        """
source_id: archive
feed: police_alarms
title: {zh: 月报, en: months in an archive}
files: "*.zip"
format: {type: csv, encodings: detect, members: 'csv$'}
lookups: [{source: stations, on: {辖区: station}}]
time_precision: day
columns:
  occurred_at: {column: 报警日期, formats: "%Y年%m月%d日"}
  category: {column: 类型, values: {入室盗窃: 1004}}
  alarm_count: {column: 件数}
areas: [{level: district, column: district, by: name}]
unused: 时段
coverage: {by: file_name, pattern: '(\\d{6})-(\\d{6})'}
"""
    )
    stranger.put("202211-202212.zip", exports.zip_of_gbk_months())
    stranger.put("stations.txt", exports.stations())
    told = stranger.check().output
    assert "read as: gb18030 (detected)" in told
    assert "tells all of: 2022-11-01 to 2022-12-31" in told
    rows = stranger.load(Feed.POLICE_ALARMS)
    assert rows.select(pl.col("occurred_at").dt.date(), "alarm_count", "place_key").rows() == [
        (date(2022, 11, 8), 12, "district-001"),
        (date(2022, 11, 9), 3, "district-001"),
        (date(2022, 11, 30), 3, "district-001"),
        (date(2022, 12, 1), 3, "district-001"),
        (date(2022, 12, 31), 3, "district-001"),
    ]


def test_a_survey_in_utf_16_with_thousands_marks_and_percent_signs(stranger: Stranger) -> None:
    city(
        stranger,
        "indicator: SV01}",
        "indicator: SV01}\n  - {measure_id: order, name: {zh: 满意度, en: Satisfaction}, indicator: SV02}",
    )
    stranger.declare(
        """
source_id: survey
feed: survey_scores
title: {zh: 测评, en: survey}
files: "*.txt"
format: {type: csv, encodings: utf-16, delimiter: "\\t", null_values: ["", n/a]}
wide: {columns: Sense of safety|Satisfied, name: question, value: share}
columns:
  wave: {column: Wave}
  measure: {column: question, values: {Sense of safety: safety, Satisfied: order}}
  score: {column: share}
  denominator: {column: Sample, thousands: ","}
areas: [{level: district, column: District, by: name}]
identity: {kind: key, fields: [wave, area, measure]}
"""
    )
    stranger.put("survey.txt", exports.utf_16_survey())
    told = stranger.check().output
    assert "8 read = 7 accepted + 1 quarantined" in told
    rows = stranger.load(Feed.SURVEY_SCORES).sort("period_id", "area_id", "measure_id")
    assert [round(score, 4) for score in rows["score"]] == [0.812, 0.935, 0.799, 0.9, 0.82, 0.941, 0.886]
    assert rows["denominator"].to_list() == [1250, 1250, 1100, 1100, 1251, 1251, 980]
    assert stranger.reasons() == {"missing_value": 1}


def test_big5_with_years_of_the_republic_and_variant_characters(stranger: Stranger) -> None:
    city(
        stranger,
        "parent: city, ranked_in_city: true}",
        "parent: city, ranked_in_city: true}\n"
        "  - {level_id: town, number: 3, name: {zh: 鄉鎮, en: Town}, parent: district}",
    )
    stranger.write(
        "areas.csv",
        "area_code,level,name_zh,name_en,parent_code,valid_from,valid_to\n0,city,全部,All,,,\n"
        "14,district,臺東縣,Taitung,0,,\n63,district,台北市,Taipei,0,,\n17,district,基隆市,Keelung,0,,\n"
        "141,town,臺東市,Taitung City,14,,\n142,town,池上鄉,Chishang,14,,\n"
        "631,town,中正區,Zhongzheng,63,,\n171,town,中正區,Zhongzheng,17,,\n",
    )
    stranger.declare(
        """
source_id: cases
feed: police_alarms
title: {zh: 案件, en: cases}
files: "*.csv"
format: {type: csv, encodings: detect, footnote: ^小計}
timezone: Asia/Taipei
time_precision: day
columns:
  occurred_at: {column: 發生日期, calendar: roc, formats: ["%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d"]}
  category: {column: 案類, values: {竊盜: 1004}}
areas:
  - {level: town, column: 鄉鎮市區, by: name, within: {level: district, column: 縣市別, by: name}}
coverage: {by: events}
"""
    )
    stranger.put("cases.csv", exports.big5_with_years_of_the_republic())
    assert "read as: cp950 (detected)" in stranger.check().output
    rows = stranger.load(Feed.POLICE_ALARMS)
    found = rows.select(pl.col("occurred_at").dt.date(), "place_key").sort("occurred_at", "place_key").rows()
    assert found == [
        (date(2010, 1, 5), "town-631"),
        (date(2022, 11, 8), "town-141"),
        (date(2022, 11, 8), "town-141"),
        (date(2022, 11, 9), "town-142"),
        (date(2022, 12, 1), "town-171"),
    ]


def test_json_lines_with_milliseconds_since_1970_in_a_zone_with_summer_time(stranger: Stranger) -> None:
    city(stranger, "timezone: Asia/Shanghai", "timezone: Europe/Berlin")
    stranger.write("areas.csv", DISTRICTS.replace("001", "07"))
    stranger.declare(
        """
source_id: requests
feed: grid_events
title: {zh: 事件, en: requests}
files: "*.jsonl"
format: {type: jsonl}
columns:
  event_key: {column: id}
  reported_at: {column: reported, formats: unix-ms}
  category: {column: kind}
areas: [{level: district, column: ward, strip_zeros: true}]
coverage: {by: sample}
identity: {kind: key, fields: event_key}
"""
    )
    stranger.put("requests.jsonl", exports.json_lines_with_epochs())
    stranger.check()
    rows = stranger.load(Feed.GRID_EVENTS).sort("reported_at")
    assert rows.select("reported_at", "place_key").rows() == [
        (datetime(2023, 7, 1, 23, 59), "district-07"),
        (datetime(2023, 10, 29, 2, 30), "district-07"),
        (datetime(2023, 12, 31, 23, 30), "district-07"),
    ]


def test_a_survey_with_a_column_a_question_and_the_wave_in_the_name_of_the_file(stranger: Stranger) -> None:
    city(
        stranger,
        "indicator: SV01}",
        "indicator: SV01}\n  - {measure_id: order, name: {zh: 满意度, en: Satisfaction}, indicator: SV02}\n"
        "  - {measure_id: known, name: {zh: 知晓率, en: Awareness}, indicator: SV06}",
    )
    stranger.declare(
        """
source_id: wide_survey
feed: survey_scores
title: {zh: 测评, en: survey}
files: "*.csv"
format: {type: csv, skip_rows: 1, footnote: ^说明, null_values: ["", 无]}
wide: {columns: 安全感|满意度|知晓率, name: question, value: points}
columns:
  wave: {file_name: '_(.+)\\.csv'}
  measure: {column: question, values: {安全感: safety, 满意度: order, 知晓率: known}}
  score: {column: points, multiply: 0.01}
areas: [{level: district, column: 区代码, strip_zeros: true}]
identity: {kind: key, fields: [wave, area, measure]}
"""
    )
    city(stranger, "note:", "thresholds: {quarantine_limit: 0.3}\nnote:")
    stranger.put("测评_2022上半年.csv", exports.wide_measures())
    stranger.check()
    rows = stranger.load(Feed.SURVEY_SCORES).sort("area_id", "measure_id")
    assert set(rows["period_id"]) == {"2022-H1"}
    assert [round(score, 4) for score in rows["score"]] == [0.88, 0.925, 0.7, 0.855, 0.9]
    assert stranger.reasons() == {"missing_value": 1}


def test_a_place_in_an_address_that_is_dropped_and_counts_with_signed_corrections(stranger: Stranger) -> None:
    stranger.declare(
        """
source_id: alarms
feed: police_alarms
title: {zh: 警情, en: alarms}
files: "alarms*.csv"
format: {type: csv, encodings: [utf-8, gb18030], delimiter: ";"}
signed_counts: true
columns:
  event_key: {column: 受理号}
  occurred_at: {column: 时间, formats: "%d.%m.%Y %H:%M"}
  category: {column: 类别}
  alarm_count: {column: 件数}
areas: [{level: district, column: 案发地点, by: name, extract: '市(.区)', unmatched: unknown}]
drop: 案发地点
coverage: {by: events}
identity: {kind: key, fields: [event_key, occurred_at, alarm_count]}
"""
    )
    stranger.put("alarms.csv", exports.addresses())
    assert "'', 1 rows kept as not known" in stranger.check().output
    rows = stranger.load(Feed.POLICE_ALARMS)
    sums = dict(rows.group_by("place_key").agg(pl.col("alarm_count").sum()).rows())
    assert sums == {"district-001": 0, "district-002": 3, "unknown-district": 1}
    zones = [
        path for zone in (stranger.home.raw, stranger.home.quarantine) for path in zone.rglob("*") if path.is_file()
    ]
    assert zones
    assert all("解放路".encode() not in path.read_bytes() for path in zones)

    # The same rows in the next, overlapping export are no new ones; another correction is.
    again = exports.addresses() + "A-2;10.11.2022 08:00;1004;-1;某市西区人民路8号\r\n".encode("gb18030")
    stranger.put("alarms2.csv", again)
    rows = stranger.load(Feed.POLICE_ALARMS)
    sums = dict(rows.group_by("place_key").agg(pl.col("alarm_count").sum()).rows())
    assert sums == {"district-001": 0, "district-002": 2, "unknown-district": 1}


MIXED = """
source_id: SOURCE
feed: FEED
title: {zh: 混合, en: mixed}
files: mixed.csv
shares_files: true
only: {单据: KIND}
format: {type: csv}
columns:
  TIME:
    join: [日期, 时段, 时]
    pivot: 50
    values: {上午: AM, 下午: PM}
    formats: ["%Y%m%d %p %I", "%y%m%d %p %I"]
  category: {column: 代码}
areas: [{level: district, column: 区, strip_zeros: true}]
coverage: {by: events}
"""


def test_date_part_of_the_day_and_hour_lost_zeros_and_two_feeds_in_one_file(stranger: Stranger) -> None:
    for source, feed, kind, time in (
        ("alarms", "police_alarms", "警情", "occurred_at"),
        ("events", "grid_events", "事件", "reported_at"),
    ):
        text = MIXED.replace("SOURCE", source).replace("FEED", feed).replace("KIND", kind).replace("TIME", time)
        stranger.declare(text)
    stranger.put("mixed.csv", exports.day_slot_hour())
    told = stranger.check().output
    assert told.count("mixed.csv  (") == 2
    alarms = stranger.load(Feed.POLICE_ALARMS)
    assert alarms.select("occurred_at", "place_key").rows() == [
        (datetime(2022, 11, 8, 9), "district-001"),
        (datetime(2022, 11, 8, 15), "district-002"),
        (datetime(2022, 11, 9, 0), "district-002"),
    ]
    assert stranger.load(Feed.GRID_EVENTS)["reported_at"].to_list() == [datetime(2022, 11, 8, 23)]


def test_a_strange_city_is_published_as_any_other(stranger: Stranger) -> None:
    test_a_place_in_an_address_that_is_dropped_and_counts_with_signed_corrections(stranger)
    shutil.rmtree(stranger.home.raw)
    result = CliRunner().invoke(app, ["run", CITY])
    assert result.exit_code == 0, result.output
    assert "Published build" in result.output
    asked = (
        "select sum(alarm_count) as n from marts.mart_alarm_trend join marts.dim_area using (area_id)"
        " where level_id = 'city' and category_id = 'all' and period_type = 'M'"
    )
    assert CliRunner().invoke(app, ["sql", CITY, asked, "--format", "csv"]).output.split() == ["n", "3"]
