"""Benchmarks as ratios within one run: absolute times mean little on shared machines.

Each bench prints its ratio and fails only far beyond what it should be, so that a change that makes something
a multiple slower is noticed and a busy machine is not.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import duckdb
import pytest

from anlan import snapshot
from anlan.home import Home
from orchestration.ingest.ledger import Ledger
from orchestration.ingest.load import City, load_feed
from orchestration.registry.feeds import Feed
from orchestration.registry.pack import load_pack
from orchestration.run import run
from orchestration.transform import dbt
from tests.bench.ratios import report, seconds
from tests.fixtures.cities import BuiltCity
from tests.fixtures.small_town import SmallTown, month_file, published_town, town

__all__ = ["published_town", "town"]


@pytest.fixture(scope="module")
def lanwan(built: Callable[[str], BuiltCity]) -> BuiltCity:
    return built("lanwan")


def test_a_run_with_nothing_new_against_the_first(lanwan: BuiltCity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANLAN_HOME", str(lanwan.home.root))
    again = seconds(lambda: run("lanwan", lanwan.inbox))
    report("a run with nothing new / the first run", again / lanwan.report.seconds, 0.1)


def test_loading_alarms_against_a_plain_read(
    lanwan: BuiltCity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All rules on, GB18030, into Parquet, against DuckDB reading the same rows as text from UTF-8 into a table."""
    folder = tmp_path / "utf8"
    folder.mkdir()
    for path in (lanwan.inbox / "警情").glob("*.csv"):
        (folder / path.name).write_text(path.read_text(encoding="gb18030"), encoding="utf-8")
    plain = seconds(
        lambda: duckdb.connect(str(tmp_path / "plain.duckdb")).execute(
            f"create or replace table alarm as from read_csv('{folder}/*.csv', header = true, all_varchar = true)"
        )
    )
    monkeypatch.setenv("ANLAN_HOME", str(lanwan.home.root))
    ledger = Ledger(lanwan.home.ledger)
    city = City(load_pack("lanwan"), Home.of("lanwan"), ledger)
    register = city.register()
    ours = seconds(lambda: load_feed(city, Feed.POLICE_ALARMS, register, lambda _: None, everything=True), times=1)
    ledger.close()
    report("loading 61 alarm files with all rules / DuckDB's read of the same rows", ours / plain, 20)


def test_models_against_the_same_sql_without_dbt(lanwan: BuiltCity, tmp_path: Path) -> None:
    """What dbt and its tests add to the SQL of the models (a full refresh in a warm process)."""
    dbt.build(lanwan.home)
    started = time.perf_counter()
    built = dbt.build(lanwan.home)
    whole = time.perf_counter() - started
    models = sum(result.seconds for result in built.results if result.resource_type == "model")
    report("build with tests / the models alone (two threads)", whole / (models / 2), 4)


@pytest.mark.parametrize(
    ("what", "days", "limit"),
    # 7 April is a Sunday: whole weeks have been read up to it, and models of long series wait for the next.
    [("of a day", (8, 9, 10), 3), ("that ends a week", (14, 21, 28), 3.5)],
    ids=["a day", "the end of a week"],
)
def test_a_small_file_from_cold(town: SmallTown, what: str, days: tuple[int, ...], limit: float) -> None:
    """The fixed cost of a run: a process of its own, imports and all, for the newest month with some more alarms."""
    anlan, taken = Path(sys.executable).with_name("anlan"), []
    for day in (7, *days):
        town.put("202404.csv", month_file("202404", day))
        started = time.perf_counter()
        subprocess.run([anlan, "run", town.home.city_id], check=True, capture_output=True)
        taken.append(time.perf_counter() - started)
    imports = seconds(
        lambda: subprocess.run([sys.executable, "-c", "import dagster, dbt.cli.main"], check=True), times=3
    )
    whole = median(taken[1:])
    print(f"\na run with one small file {what}, from cold: {whole:.1f} s")
    report(f"a run with one small file {what} from cold / importing Dagster and dbt", whole / imports, limit)


def test_the_boards_question_against_reading_the_table(lanwan: BuiltCity) -> None:
    """The snapshot is sorted by the page's filters: one ranking must not cost a scan."""
    connection = snapshot.connect(snapshot.database(lanwan.home, snapshot.current_build(lanwan.home).build_id))
    one = (
        "select * from marts.mart_rankings where indicator_id = 'AL04' and level_id = 'district'"
        " and scope_id = 'city' and period_type = 'Y' and period_id = '2025'"
    )
    ranking = seconds(lambda: connection.execute(one).fetchall(), times=21)
    scan = seconds(lambda: connection.execute("select sum(value), sum(rank) from marts.mart_rankings").fetchall(), 21)
    report("one ranking / summing the table of all rankings", ranking / scan, 2)
