"""Publishing: a reader sees the old build or the new one, whole, whatever happens on the way."""

import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from anlan import snapshot
from anlan.errors import UsageError
from anlan.home import Home
from orchestration.publish import snapshot as publishing
from orchestration.publish.snapshot import KEPT_BUILDS, publish, roll_back
from tests.fakes.warehouse import write_published

OUTCOME = publishing.TestOutcome(passed=7, warned=1)
TEXTS = {
    "serving.board": ("表的说明。It's what a table is.", {"value": "列的说明。What a column is."}),
    "staging.t": ("不发布。Not published.", {}),
}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A city with a built warehouse and nothing published."""
    made = Home(tmp_path / "it's home", "testville")
    made.warehouse.parent.mkdir(parents=True)
    rebuild(made, 1)
    return made


def rebuild(home: Home, value: int) -> None:
    with duckdb.connect(str(home.warehouse)) as connection:
        write_published(connection)
        connection.execute("create schema if not exists staging; create or replace table staging.t as select 1")
        connection.execute(f"create or replace table serving.board as select {value} as value")


def served_value(home: Home) -> int:
    build = snapshot.current_build(home)
    with snapshot.connect(snapshot.database(home, build.build_id)) as connection:
        row = connection.execute("select value from serving.board").fetchone()
        assert row is not None
        return int(row[0])


def test_a_build_holds_the_published_schemas_and_says_what_it_is(home: Home) -> None:
    build = publish(home, OUTCOME, TEXTS)
    assert build.tables == {
        "marts.dim_area": 3,
        "marts.dim_city": 1,
        "marts.fct_indicator_values": 0,
        "serving.board": 1,
    }
    assert (build.tests_passed, build.tests_warned, build.is_fictional) == (7, 1, True)
    assert str(build.as_of) == "2024-04-30"
    assert snapshot.current_build(home) == build
    assert served_value(home) == 1
    with snapshot.connect(snapshot.database(home, build.build_id)) as connection:
        schemas = connection.execute(
            "select distinct table_schema from information_schema.tables order by 1"
        ).fetchall()
    assert schemas == [("marts",), ("serving",)]


def test_rows_are_put_in_the_order_that_readers_ask_for(home: Home) -> None:
    with duckdb.connect(str(home.warehouse)) as connection:
        connection.execute("create table marts.trend as from (values ('b', 1), ('a', 2), ('a', 1)) t (area, month)")
    build = publish(home, OUTCOME, sorted_by={"marts.trend": ["area", "month"]})
    with snapshot.connect(snapshot.database(home, build.build_id)) as connection:
        assert connection.execute("from marts.trend").fetchall() == [("a", 1), ("a", 2), ("b", 1)]


def test_tables_and_columns_carry_their_descriptions(home: Home) -> None:
    build = publish(home, OUTCOME, TEXTS)
    with snapshot.connect(snapshot.database(home, build.build_id)) as connection:
        tables = connection.execute("select table_name, comment from duckdb_tables() where comment <> ''").fetchall()
        columns = connection.execute("select column_name, comment from duckdb_columns() where comment <> ''").fetchall()
    assert tables == [("board", "表的说明。It's what a table is.")]
    assert columns == [("value", "列的说明。What a column is.")]


@pytest.mark.parametrize("step", ["_copy_tables", "_write_durably", "_make_current"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_kill_at_any_step_leaves_the_old_build_served_or_the_new_one_whole(
    home: Home, monkeypatch: pytest.MonkeyPatch, step: str, after: bool
) -> None:
    old = publish(home, OUTCOME, TEXTS)
    rebuild(home, 2)
    work: Callable[..., object] = getattr(publishing, step)

    def killed(*arguments: object) -> None:
        if after:
            work(*arguments)
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(publishing, step, killed)
        with pytest.raises(SystemExit):
            publish(home, OUTCOME, TEXTS)
    moved_on = step == "_make_current" and after
    assert served_value(home) == (2 if moved_on else 1)
    # A build that is not whole cannot be listed, nor served, under any name.
    for build in snapshot.builds(home):
        assert snapshot.database(home, build.build_id).exists()
    for left in home.serving.glob(".*"):
        with pytest.raises(UsageError):
            roll_back(home, left.name)

    new = publish(home, OUTCOME, TEXTS)
    assert served_value(home) == 2
    assert list(home.serving.glob(".*")) == []
    assert {old.build_id, new.build_id} <= {build.build_id for build in snapshot.builds(home)}


def test_old_builds_go_but_the_served_one_stays(home: Home) -> None:
    builds = [publish(home, OUTCOME, TEXTS)]
    builds += [publish(home, OUTCOME, TEXTS) for _ in range(KEPT_BUILDS + 1)]
    assert snapshot.builds(home) == builds[:1:-1]


def test_a_build_beyond_those_kept_stays_while_it_is_served(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = publish(home, OUTCOME, TEXTS), publish(home, OUTCOME, TEXTS)
    roll_back(home, first.build_id)
    monkeypatch.setattr(publishing, "KEPT_BUILDS", 0)
    publishing._prune(home)
    assert snapshot.builds(home) == [first]
    assert not snapshot.folder(home, second.build_id).exists()


def test_rolling_back_serves_an_earlier_build_as_it_was(home: Home) -> None:
    first = publish(home, OUTCOME, TEXTS)
    rebuild(home, 2)
    publish(home, OUTCOME, TEXTS)
    assert roll_back(home, first.build_id) == first
    assert served_value(home) == 1


@pytest.mark.parametrize("name", ["20200101T000000-abcdef", "", ".", "..", "CURRENT", "../../warehouse"])
def test_rolling_back_to_what_is_no_build_changes_nothing(home: Home, name: str) -> None:
    build = publish(home, OUTCOME, TEXTS)
    with pytest.raises(
        UsageError, match=r"No build .* of testville\. `anlan status testville` lists the builds there are"
    ):
        roll_back(home, name)
    assert snapshot.current_build_id(home) == build.build_id


def test_a_build_that_lost_its_database_is_not_served(home: Home) -> None:
    first = publish(home, OUTCOME, TEXTS)
    second = publish(home, OUTCOME, TEXTS)
    snapshot.database(home, first.build_id).unlink()
    with pytest.raises(UsageError, match="has lost its database; choose another"):
        roll_back(home, first.build_id)
    assert snapshot.current_build_id(home) == second.build_id


def test_a_damaged_manifest_is_named(home: Home) -> None:
    build = publish(home, OUTCOME, TEXTS)
    path = snapshot.folder(home, build.build_id) / snapshot.MANIFEST
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match=rf"build\.json is damaged\. Delete the folder {build.build_id}"):
        snapshot.current_build(home)


def test_a_damaged_build_does_not_keep_the_next_from_being_published(home: Home) -> None:
    damaged = publish(home, OUTCOME, TEXTS)
    (snapshot.folder(home, damaged.build_id) / snapshot.MANIFEST).write_text("{", encoding="utf-8")
    build = publish(home, OUTCOME, TEXTS)
    assert snapshot.builds(home) == [build]
    assert len(snapshot.damaged_builds(home)) == 1


def test_keys_a_later_version_adds_to_the_manifest_do_not_disturb(home: Home) -> None:
    build = publish(home, OUTCOME, TEXTS)
    path = snapshot.folder(home, build.build_id) / snapshot.MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"colour": "red"}), encoding="utf-8")
    assert snapshot.current_build(home) == build


def test_nothing_published_says_what_to_do(tmp_path: Path) -> None:
    home = Home(tmp_path, "testville")
    assert snapshot.builds(home) == []
    with pytest.raises(UsageError, match=r"Nothing is published for testville yet\. Run `anlan run testville` first"):
        snapshot.current_build(home)


# What SQL may do in a snapshot


@pytest.fixture
def connection(home: Home) -> duckdb.DuckDBPyConnection:
    build = publish(home, OUTCOME, TEXTS)
    return snapshot.connect(snapshot.database(home, build.build_id))


@pytest.mark.parametrize(
    "query",
    [
        "select * from read_text('{file}')",
        "select * from read_blob('{file}')",
        "select * from read_csv('{file}')",
        "select * from read_parquet('{file}')",
        "select * from sniff_csv('{file}')",
        "select * from '{file}'",
        "select * from glob('{folder}/*')",
        "copy serving.board to '{folder}/out.csv'",
        "copy serving.board from '{file}'",
        "export database '{folder}/out'",
        "import database '{folder}'",
        "attach '{folder}/other.duckdb' as other",
        "attach '{file}' as other",
        "install httpfs",
        "load httpfs",
        "load '{file}'",
        "select * from 'https://example.org/data.csv'",
        "select * from read_csv('https://example.org/data.csv')",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "set threads = 8",
        "reset threads",
        "set temp_directory = '{folder}'",
        "pragma enable_profiling",
        "create secret s (type s3)",
        "create table serving.other as select 1",
        "create or replace view serving.board as select 1",
        "insert into serving.board values (3)",
        "update serving.board set value = 3",
        "delete from serving.board",
        "drop table serving.board",
        "alter table serving.board add column x integer",
    ],
)
def test_sql_reaches_no_file_no_network_and_changes_nothing(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, query: str
) -> None:
    file = tmp_path / "secret.csv"
    file.write_text("value\n42\n", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(duckdb.Error):
        connection.execute(query.format(file=file, folder=tmp_path)).fetchall()
    assert sorted(tmp_path.rglob("*")) == before
    assert connection.execute("select value from serving.board").fetchall() == [(1,)]


def test_sql_does_not_see_the_variables_of_our_program(connection: duckdb.DuckDBPyConnection) -> None:
    import polars as pl

    hidden = pl.DataFrame({"value": [42]})
    with pytest.raises(duckdb.Error):
        connection.sql("select * from hidden").fetchall()
    assert hidden.height == 1
