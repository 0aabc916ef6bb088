"""Schema `raw` as the models find it: all live rows, those of touched months, and every declared table."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from anlan.errors import BuildError
from anlan.home import Home
from orchestration.ingest.landing import land_inbox
from orchestration.ingest.ledger import Ledger
from orchestration.ingest.load import City, load_feed
from orchestration.raw_schema import RAW_TABLES
from orchestration.registry.feeds import Feed
from orchestration.registry.pack import load_pack_folder
from orchestration.registry.template import new_pack
from orchestration.transform import dbt
from orchestration.transform.declarations import declared_rows
from orchestration.transform.inputs import touched_feeds, write_inputs

HEADER = "报警时间,警情类型代码,是否有效,所属区代码\n"


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[City]:
    """January and February 2024 with one alarm each, loaded; a quote in the path must not matter."""
    root = tmp_path / "it's"
    monkeypatch.setenv("ANLAN_HOME", str(root))
    home = Home(root, "testville")
    pack = load_pack_folder(new_pack("testville"))
    ledger = Ledger(home.ledger)
    opened = City(pack, home, ledger)
    for month in ("202401", "202402"):
        put(opened, month)
    load(opened)
    yield opened
    ledger.close()


def put(city: City, month: str) -> None:
    folder = city.home.inbox / "alarms"
    folder.mkdir(parents=True, exist_ok=True)
    line = f"{month[:4]}-{month[4:]}-05 10:00:00,1004,是,001\n"
    (folder / f"{month}.csv").write_text(HEADER + line, encoding="utf-8")


def load(city: City) -> None:
    land_inbox(city.pack, city.home, city.ledger, city.home.inbox)
    load_feed(city, Feed.AREA_REGISTER, None, lambda line: None)
    load_feed(city, Feed.POLICE_ALARMS, city.register(), lambda line: None)


@pytest.fixture
def write(city: City) -> Callable[..., duckdb.DuckDBPyConnection]:
    """Writes the schema and opens the warehouse."""

    def write_and_open(*, full_refresh: bool = False) -> duckdb.DuckDBPyConnection:
        write_inputs(city, city.register(), full_refresh=full_refresh)
        return duckdb.connect(str(city.home.warehouse))

    return write_and_open


def months(connection: duckdb.DuckDBPyConnection, table: str) -> list[date]:
    rows = connection.execute(f"select event_month from raw.{table} order by 1").fetchall()
    return [month for (month,) in rows]


def test_every_table_of_the_schema_is_there_with_its_columns_and_types(
    write: Callable[..., duckdb.DuckDBPyConnection],
) -> None:
    with write() as connection:
        for table, columns in RAW_TABLES.items():
            found = connection.execute(f"describe raw.{table}").fetchall()
            assert {name: kind.lower() for name, kind, *_ in found} == columns, table


def test_touched_rows_are_those_of_touched_months_and_all_on_a_full_refresh(
    city: City, write: Callable[..., duckdb.DuckDBPyConnection]
) -> None:
    city.ledger.strike_off([("police_alarms", "2024-01-01")])
    with write() as connection:
        assert months(connection, "police_alarms") == [date(2024, 1, 1), date(2024, 2, 1)]
        assert months(connection, "police_alarms_touched") == [date(2024, 2, 1)]
    with write(full_refresh=True) as connection:
        assert months(connection, "police_alarms_touched") == [date(2024, 1, 1), date(2024, 2, 1)]


def test_a_month_that_became_empty_is_touched_without_a_row(
    city: City, write: Callable[..., duckdb.DuckDBPyConnection]
) -> None:
    city.ledger.strike_off(city.ledger.touched())
    (january, _) = city.ledger.files("police_alarms")
    city.ledger.supersede(january.file_id, january.source_id, "withdrawn")
    with write() as connection:
        assert months(connection, "police_alarms") == [date(2024, 2, 1)]
        assert months(connection, "police_alarms_touched") == []
        touched = connection.execute("select feed, month from raw.touched_periods").fetchall()
        assert touched == [("police_alarms", date(2024, 1, 1))]
        coverage = connection.execute("select month, is_complete from raw.coverage").fetchall()
        assert coverage == [(date(2024, 2, 1), True)]


def test_what_came_and_was_not_read_yet_is_not_in_the_ledger_the_models_see(
    city: City, write: Callable[..., duckdb.DuckDBPyConnection]
) -> None:
    put(city, "202403")
    land_inbox(city.pack, city.home, city.ledger, city.home.inbox)
    with write() as connection:
        names = connection.execute("select file_name from raw.ledger_files where feed = 'police_alarms'").fetchall()
    assert sorted(names) == [("alarms/202401.csv",), ("alarms/202402.csv",)]


def test_the_calendar_has_whole_years_and_is_kept_until_it_would_change(
    city: City, write: Callable[..., duckdb.DuckDBPyConnection], monkeypatch: pytest.MonkeyPatch
) -> None:
    """February 2024 has a Sunday that is worked. The library that knows it is slow: asked only when years are added."""
    count = "select count(*), min(calendar_date) from raw.calendar_days"
    with write() as connection:
        assert connection.execute(count).fetchall() == [(365 + 366, date(2023, 1, 1))]
        sunday = "select is_working_day from raw.calendar_days where calendar_date = '2024-02-04'"
        assert connection.execute(sunday).fetchall() == [(True,)]

    def asked(*arguments: object) -> None:
        raise AssertionError("the calendar is already there")

    with monkeypatch.context() as patch:
        patch.setattr("orchestration.transform.inputs.working_days", asked)
        with write() as connection:
            assert connection.execute(count).fetchall() == [(365 + 366, date(2023, 1, 1))]
    put(city, "202501")
    load(city)
    with write() as connection:
        assert connection.execute(count).fetchall() == [(365 + 366 + 365, date(2023, 1, 1))]


def test_a_city_that_declares_no_country_has_no_calendar(
    city: City, write: Callable[..., duckdb.DuckDBPyConnection]
) -> None:
    with write():
        pass
    silent = replace(city, pack=replace(city.pack, city=city.pack.city.model_copy(update={"holidays": None})))
    write_inputs(silent, silent.register(), full_refresh=False)
    with duckdb.connect(str(city.home.warehouse)) as connection:
        assert connection.execute("select * from raw.calendar_days").fetchall() == []


def test_a_schema_half_written_is_not_written(
    city: City, write: Callable[..., duckdb.DuckDBPyConnection], monkeypatch: pytest.MonkeyPatch
) -> None:
    with write() as connection:
        before = connection.execute("select count(*) from raw.ledger_files").fetchone()
    put(city, "202403")
    load(city)

    def killed(*arguments: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr("orchestration.transform.inputs._write_view", killed)
        with pytest.raises(SystemExit):
            write()
    with duckdb.connect(str(city.home.warehouse)) as connection:
        assert connection.execute("select count(*) from raw.ledger_files").fetchone() == before
        assert months(connection, "police_alarms") == [date(2024, 1, 1), date(2024, 2, 1)]


def test_a_warehouse_that_cannot_be_opened_says_what_to_do(
    city: City, write: Callable[..., duckdb.DuckDBPyConnection]
) -> None:
    city.home.warehouse.parent.mkdir(parents=True)
    city.home.warehouse.write_bytes(b"no database" * 1000)
    with pytest.raises(
        BuildError, match=r"cannot be opened\. If another program has it open, close it there.*delete it"
    ):
        write()


def test_declared_rows_fill_every_column_of_their_tables(city: City) -> None:
    for table, rows in declared_rows(city.pack).items():
        for row in rows:
            assert set(RAW_TABLES[table]) <= set(row), table


def test_the_fingerprint_of_the_models_follows_their_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dbt, "PROJECT", tmp_path)
    (tmp_path / "a.sql").write_text("select 1", encoding="utf-8")
    before, with_texts = dbt.project_fingerprint(), dbt.project_fingerprint(with_texts=True)
    (tmp_path / "target").mkdir()
    (tmp_path / "target" / "a.sql").write_text("compiled", encoding="utf-8")
    (tmp_path / "notes.md").write_text("notes", encoding="utf-8")
    assert dbt.project_fingerprint() == before
    assert dbt.project_fingerprint(with_texts=True) != with_texts
    (tmp_path / "a.sql").write_text("select 2", encoding="utf-8")
    assert dbt.project_fingerprint() != before


def test_failures_and_passed_tests_of_a_build_are_counted() -> None:
    def node(kind: str, status: str) -> dbt.NodeResult:
        return dbt.NodeResult(f"{kind}.{status}", status, kind, status, 0.1, None)

    statuses = [("model", "success"), ("test", "pass"), ("unit_test", "pass"), ("test", "warn"), ("test", "fail")]
    report = dbt.BuildReport([node(*each) for each in [*statuses, ("model", "error"), ("model", "skipped")]])
    assert [failure.status for failure in report.failures] == ["fail", "error"]
    assert (report.tests("pass"), report.tests("warn")) == (2, 1)


def test_a_feed_is_touched_from_the_covered_month_before_its_first_touched_one() -> None:
    covered = [("police_alarms", f"2024-{month:02}-01") for month in (1, 2, 5)] + [("grid_events", "2024-04-01")]
    touched = [("police_alarms", "2024-06-01"), ("police_alarms", "2024-05-01"), ("grid_events", "2024-04-01")]
    assert touched_feeds([*touched, ("patrols", "2024-06-01")], covered) == [
        {"feed": "grid_events", "first_day": date(2024, 4, 1)},
        {"feed": "patrols", "first_day": date.min},
        {"feed": "police_alarms", "first_day": date(2024, 2, 1)},
    ]
