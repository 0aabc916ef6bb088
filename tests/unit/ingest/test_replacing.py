"""What a new file replaces where rows have no key, corrections as signed rows with one, and stages out of order."""

from typing import Any

import pytest

from anlan.errors import DeclarationError
from orchestration.ingest.records import LedgerFile
from orchestration.registry.feeds import Feed
from orchestration.registry.pack import load_pack_folder

ALARMS = """
schema_version: 1
source_id: alarms
feed: police_alarms
title: {zh: 警情, en: alarms}
files: "*.csv"
format: {type: csv}
columns:
  occurred_at: {column: time, formats: "%Y-%m-%d"}
  category: {constant: "1004"}
areas: [{level: district, constant: "1"}]
coverage: {by: file_name, pattern: '(\\d{6})(?:-(\\d{6}))?'}
identity: {kind: none, replaces: period}
"""
SIGNED = """
schema_version: 1
source_id: alarms
feed: police_alarms
title: {zh: 警情, en: alarms}
files: "*.csv"
format: {type: csv}
signed_counts: true
columns:
  event_key: {column: id}
  occurred_at: {column: time, formats: "%Y-%m-%d"}
  recorded_on: {column: recorded, formats: "%Y-%m-%d"}
  category: {constant: "1004"}
  alarm_count: {column: count}
areas: [{level: district, constant: "1"}]
coverage: {by: recorded}
identity: {kind: key, fields: [event_key, recorded_on, alarm_count]}
"""
FLOW = ALARMS.replace("  category", '  arrived_at: {column: arrived, formats: "%Y-%m-%d"}\n  category')


def days(*rows: str) -> str:
    return "time\n" + "".join(f"2024-{row}\n" for row in rows)


def statuses(files: list[LedgerFile]) -> dict[str, tuple[str, str | None]]:
    return {file.file_name: (file.status, file.message) for file in files}


def live(city: Any) -> list[str]:
    return sorted(city.rows(Feed.POLICE_ALARMS)["occurred_at"].dt.strftime("%m-%d").to_list())


def test_a_file_of_a_period_replaces_the_one_that_told_of_it_before(city: Any) -> None:
    city.declare("alarms", ALARMS)
    city.put("first_202401.csv", days("01-01", "01-01", "01-02"))
    city.put("february_202402.csv", days("02-01"))
    city.load(Feed.POLICE_ALARMS)
    city.put("second_202401.csv", days("01-01", "01-03"))
    files = city.load(Feed.POLICE_ALARMS)
    assert live(city) == ["01-01", "01-03", "02-01"]
    assert statuses(files)["first_202401.csv"] == ("superseded", "its period was replaced by second_202401.csv")

    # A longer period replaces all that lie within it, and a replay of everything says the same.
    city.put("both_202401-202402.csv", days("01-05", "02-05"))
    city.load(Feed.POLICE_ALARMS)
    assert live(city) == ["01-05", "02-05"]
    city.ledgers[-1].take_back(city.ledgers[-1].files("police_alarms"))
    city.load(Feed.POLICE_ALARMS)
    assert live(city) == ["01-05", "02-05"]


def test_a_file_that_could_not_be_read_before_does_not_come_back_beside_its_newer_version(city: Any) -> None:
    city.declare("alarms", ALARMS)
    city.put("first_202401.csv", days("01-01") + "01/02/2024\n")
    assert statuses(city.load(Feed.POLICE_ALARMS))["first_202401.csv"][0] == "failed"
    city.put("second_202401.csv", days("01-03"))
    files = city.load(Feed.POLICE_ALARMS)
    # As a table that completes rows would: the older is read once more, the newer is not.
    city.ledgers[-1].take_back([file for file in files if file.status == "failed"])
    (city.home.landing / files[0].landed_path).chmod(0o600)
    (city.home.landing / files[0].landed_path).write_bytes(days("01-01").encode())
    files = city.load(Feed.POLICE_ALARMS)
    assert statuses(files)["first_202401.csv"] == ("superseded", "its period was replaced by second_202401.csv")
    assert live(city) == ["01-03"]


def test_a_file_that_tells_of_a_part_of_a_period_is_refused(city: Any) -> None:
    city.declare("alarms", ALARMS)
    city.put("a_202401-202402.csv", days("01-01", "02-01"))
    city.load(Feed.POLICE_ALARMS)
    city.put("b_202402-202403.csv", days("02-01", "03-01"))
    files = statuses(city.load(Feed.POLICE_ALARMS))
    assert files["a_202401-202402.csv"][0] == "loaded"
    assert "tells of days that a_202401-202402.csv tells of too" in str(files["b_202402-202403.csv"][1])
    assert live(city) == ["01-01", "02-01"]


def test_without_it_files_of_one_period_stand_side_by_side(city: Any) -> None:
    city.declare("alarms", ALARMS.replace(", replaces: period", ""))
    city.put("east_202401.csv", days("01-01"))
    city.put("west_202401.csv", days("01-01", "01-02"))
    city.load(Feed.POLICE_ALARMS)
    assert live(city) == ["01-01", "01-01", "01-02"]


def test_corrections_come_as_signed_rows_and_overlapping_snapshots_count_once(city: Any) -> None:
    city.declare("alarms", SIGNED)
    header = "id,time,recorded,count\n"
    january = "a,2024-01-01,2024-01-02,1\nb,2024-01-03,2024-01-04,1\n"
    city.put("1.csv", header + january)
    city.load(Feed.POLICE_ALARMS)
    city.put("2.csv", header + january + "a,2024-01-01,2024-02-02,-1\n")
    files = city.load(Feed.POLICE_ALARMS)
    assert sorted(city.rows(Feed.POLICE_ALARMS)["alarm_count"].to_list()) == [-1, 1, 1]
    assert [(file.rows_accepted, file.rows_duplicate) for file in files] == [(2, 0), (1, 2)]


def test_a_stage_before_its_event_refuses_the_row(city: Any) -> None:
    city.declare("alarms", FLOW)
    good = "".join(f"2024-01-{n:02},2024-01-{n:02}\n" for n in range(1, 10))
    city.put("202401.csv", "time,arrived\n" + good + "2024-01-10,2024-01-09\n")
    city.load(Feed.POLICE_ALARMS)
    assert city.reasons() == {"negative_duration": 1}


@pytest.mark.parametrize(
    ("declaration", "said"),
    [
        (SIGNED.replace(", recorded_on, alarm_count]", "]"), "a signed correction would replace the row it corrects"),
        (ALARMS.replace("{by: file_name", "{by: sample"), "period needs coverage that says which days"),
    ],
)
def test_a_declaration_by_which_rows_would_be_lost_or_counted_twice_is_refused(
    city: Any, declaration: str, said: str
) -> None:
    city.declare("alarms", declaration)
    with pytest.raises(DeclarationError, match=said):
        load_pack_folder(city.folder)
