"""Queries on databases: their results land as files do, and nothing secret is ever said."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import polars as pl
import pytest
import sqlalchemy

from anlan.errors import DeclarationError, InputError
from orchestration.ingest.database import as_text, save_result
from orchestration.ingest.landing import land_inbox
from orchestration.ingest.ledger import Ledger
from orchestration.registry.feeds import Feed
from orchestration.registry.formats import DatabaseFormat
from orchestration.registry.pack import load_pack_folder
from tests.fixtures.postgresql import postgresql

ALARMS = """
schema_version: 1
source_id: alarms
feed: police_alarms
title: {zh: 警情, en: alarms}
format:
  type: database
  connection: ALARMS_DATABASE
  query: |
    select id, happened_at, category, district from alarms
columns:
  event_key: {column: id}
  occurred_at: {column: happened_at, formats: "%Y-%m-%d %H:%M:%S"}
  category: {column: category}
areas:
  - {level: district, column: district}
coverage: {by: events}
identity: {kind: key, fields: event_key}
"""
TABLE = "create table alarms (id integer, happened_at timestamp, category text, district text)"
ROWS = "insert into alarms values (2, '2024-01-02 08:30:00', '1004', '1'), (1, '2024-01-01 00:00:00', '1004', '2')"


@pytest.fixture
def postgres(monkeypatch: pytest.MonkeyPatch) -> Iterator[sqlalchemy.Engine]:
    with postgresql() as address:
        monkeypatch.setenv("ALARMS_DATABASE", address)
        engine = sqlalchemy.create_engine(address)
        yield engine
        engine.dispose()


@pytest.fixture
def sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[sqlite3.Connection]:
    monkeypatch.setenv("ALARMS_DATABASE", f"sqlite:///{tmp_path}/alarms.db")
    connection = sqlite3.connect(tmp_path / "alarms.db")
    yield connection
    connection.close()


def result(query: str, folder: Path, connection: str = "ALARMS_DATABASE") -> pl.DataFrame:
    path = folder / "result.parquet"
    save_result(DatabaseFormat(type="database", connection=connection, query=query), "alarms", path)
    return pl.read_parquet(path)


def test_a_query_lands_as_a_file_and_loads_as_one(city: Any, sqlite: sqlite3.Connection) -> None:
    sqlite.executescript(f"{TABLE}; {ROWS};")
    city.declare("alarms", ALARMS)
    (file,) = city.load(Feed.POLICE_ALARMS)
    assert (file.file_name, file.status, file.rows_read, file.rows_accepted) == ("alarms.parquet", "loaded", 2, 2)
    assert city.rows(Feed.POLICE_ALARMS)["occurred_at"].to_list() == [
        datetime(2024, 1, 1),
        datetime(2024, 1, 2, 8, 30),
    ]
    # What stands beside the landed file is nothing: no result is left behind.
    assert [path.name for path in city.home.landing.iterdir() if path.name.startswith(".")] == []


def test_the_same_rows_are_the_same_file_in_whatever_order_they_come(city: Any, sqlite: sqlite3.Connection) -> None:
    sqlite.executescript(f"{TABLE}; {ROWS};")
    city.declare("alarms", ALARMS)
    pack, ledger = load_pack_folder(city.folder), Ledger(city.home.ledger)
    assert "alarms.parquet" in land_inbox(pack, city.home, ledger, city.inbox).new
    sqlite.executescript(
        "create table other as select * from alarms order by id; delete from alarms;"
        "insert into alarms select * from other;"
    )
    assert land_inbox(pack, city.home, ledger, city.inbox).new == []
    sqlite.executescript("update alarms set district = '1' where id = 1")
    assert land_inbox(pack, city.home, ledger, city.inbox).new == ["alarms.parquet"]
    ledger.close()


def test_a_database_that_does_not_answer_keeps_no_other_file_from_landing(
    city: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALARMS_DATABASE", "sqlite:////nowhere/at/all.db")
    city.declare("alarms", ALARMS)
    ledger = Ledger(city.home.ledger)
    report = land_inbox(load_pack_folder(city.folder), city.home, ledger, city.inbox)
    assert report.new == ["areas.csv"]
    assert report.unreadable == ["alarms: the database refused: unable to open database file."]
    ledger.close()


def test_every_type_of_postgresql_is_text_that_says_the_same(postgres: sqlalchemy.Engine, tmp_path: Path) -> None:
    query = """
        select 9007199254740993::bigint as long, 1.10::numeric as exact, 0.1::float8 as float, 7::float8 as whole,
               'NaN'::float8 as nan, true as flag, '007'::char(5) as code, '东城'::text as text, null::text as nothing,
               date '2022-11-08' as day, timestamp '2022-11-08 01:02:03.5' as local, time '08:30' as clock,
               timestamptz '2022-11-08 01:02:03+08' as zoned, interval '90 minutes' as span,
               'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid as uuid, '{"b": "北"}'::jsonb as object,
               array[1, 2] as list, '\\x00ff'::bytea as bytes, 'a:b %s'::text as punctuation
    """
    with postgres.connect() as connection:
        connection.exec_driver_sql("alter database postgres set timezone to 'UTC'")
        connection.commit()
    assert result(query, tmp_path).row(0, named=True) == {
        "long": "9007199254740993",
        "exact": "1.10",
        "float": "0.1",
        "whole": "7",
        "nan": "nan",
        "flag": "true",
        "code": "007  ",
        "text": "东城",
        "nothing": None,
        "day": "2022-11-08",
        "local": "2022-11-08 01:02:03.500000",
        "clock": "08:30:00",
        "zoned": "2022-11-07 17:02:03+00:00",
        "span": "PT5400S",
        "uuid": "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
        "object": '{"b":"北"}',
        "list": "[1,2]",
        "bytes": "00ff",
        "punctuation": "a:b %s",
    }


def test_a_query_on_postgresql_loads(city: Any, postgres: sqlalchemy.Engine) -> None:
    with postgres.begin() as connection:
        connection.exec_driver_sql(TABLE)
        connection.exec_driver_sql(ROWS)
    city.declare("alarms", ALARMS)
    (file,) = city.load(Feed.POLICE_ALARMS)
    assert (file.status, file.rows_accepted) == ("loaded", 2)
    assert city.rows(Feed.POLICE_ALARMS)["occurred_at"].max() == datetime(2024, 1, 2, 8, 30)


def test_nothing_is_written_to_postgresql(postgres: sqlalchemy.Engine, tmp_path: Path) -> None:
    with postgres.begin() as connection:
        connection.exec_driver_sql(TABLE)
        connection.exec_driver_sql("create sequence counter")
    with pytest.raises(InputError, match=r"the database refused: .* read-only transaction"):
        result("select nextval('counter')", tmp_path)
    for query in (f"{ROWS} returning id", "drop table alarms"):
        with pytest.raises(InputError, match="the database refused: syntax error"):
            result(query, tmp_path)


def test_what_a_database_says_of_a_query_is_told_but_no_value(postgres: sqlalchemy.Engine, tmp_path: Path) -> None:
    with pytest.raises(InputError, match='alarms: the database refused: column "nam" does not exist'):
        result("select nam from (values (1)) as t(name)", tmp_path)
    with pytest.raises(InputError, match=r"InvalidTextRepresentation \(a value does not fit") as caught:
        result("select cast(name as integer) from (values ('张三')) as t(name)", tmp_path)
    assert "张三" not in str(caught.value)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("", "the environment variable ALARMS_DATABASE is not set"),
        ("reader:secret@host", "ALARMS_DATABASE holds no address of a database"),
        ("nosuch://reader:secret@host/x", "ALARMS_DATABASE holds no address of a database"),
        ("mysql+nosuch://reader:secret@host/x", "ALARMS_DATABASE holds no address of a database"),
        ("mysql+pymysql://reader:secret@host/x", r"the driver for this database is not installed \(pymysql\)"),
    ],
)
def test_a_wrong_address_is_never_repeated(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str, message: str
) -> None:
    monkeypatch.setenv("ALARMS_DATABASE", address)
    with pytest.raises(InputError, match=message) as caught:
        result("select 1", tmp_path)
    assert "secret" not in str(caught.value)


def test_an_address_in_the_declaration_is_refused_without_repeating_it(city: Any) -> None:
    city.declare("alarms", ALARMS.replace("ALARMS_DATABASE", "postgresql://reader:secret@host/alarms"))
    with pytest.raises(
        DeclarationError, match=r"format\.connection: expected the name of an environment var"
    ) as caught:
        load_pack_folder(city.folder)
    assert "secret" not in str(caught.value)


def test_a_query_that_gives_no_table_or_columns_of_one_name_is_refused(
    sqlite: sqlite3.Connection, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="the query gives no table"):
        result("create table x (a)", tmp_path)
    with pytest.raises(InputError, match=r"two columns called 'a'\. Name them apart with `as`"):
        result("select 1 as a, 2 as a", tmp_path)


def test_a_source_has_files_or_a_query(city: Any) -> None:
    city.declare("alarms", ALARMS + "files: a.csv\n")
    with pytest.raises(DeclarationError, match="none where format is a database's query"):
        load_pack_folder(city.folder)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        ("007", "007"),
        (True, "true"),
        (7, "7"),
        (7.0, "7"),
        (0.5, "0.5"),
        (float("inf"), "inf"),
        (Decimal("1.10"), "1.10"),
        (datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC), "2024-01-02 03:04:05+00:00"),
        (date(2024, 1, 2), "2024-01-02"),
        (time(8, 30), "08:30:00"),
        (timedelta(seconds=1.5), "PT1.5S"),
        (b"\x00\xff", "00ff"),
        ({"a": [date(2024, 1, 2)]}, '{"a":["2024-01-02"]}'),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
    ],
)
def test_a_value_of_any_type_is_text(value: object, text: str | None) -> None:
    assert as_text(value) == text
