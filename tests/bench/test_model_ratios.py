"""Models on long histories: what dbt adds to their SQL, what memory they take, and what a day costs beside many years.

The fictional city's calls are drawn again from its own, month by month, until there are as many as are asked for: where
and what they were of is drawn apart, so that a large city has as many kinds of calls in as many places as it would.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import duckdb
import pytest

from anlan.home import Home
from orchestration.raw_schema import RAW_TABLES
from orchestration.registry.feeds import Feed
from orchestration.transform import dbt, lineage
from orchestration.transform.inputs import touched_feeds
from orchestration.transform.selection import tables_to_build
from tests.bench.ratios import report
from tests.fixtures.cities import BuiltCity

A_DAY = 6_000


@dataclass(frozen=True, eq=False)
class LongHistory:
    """A warehouse whose schema `raw` shows so many calls; everything else is the fictional city's."""

    home: Home
    months: dict[str, Path]

    @classmethod
    def of(cls, city: BuiltCity, folder: Path, calls: int) -> "LongHistory":
        history = cls(Home(folder, "lanwan"), {})
        history.home.warehouse.parent.mkdir(parents=True)
        history.home.warehouse.write_bytes(city.home.warehouse.read_bytes())
        with duckdb.connect(str(history.home.warehouse)) as connection:
            rows = connection.execute(
                "select cast(event_month as varchar), count(*) from raw.police_alarms group by all order by all"
            ).fetchall()
            times = calls / sum(count for _, count in rows)
            for month, count in rows:
                history.months[month] = folder / f"{month}.parquet"
                _draw(connection, month, round(count * times), history.months[month])
            _show(connection, list(history.months.values()), list(history.months.values()), [*history.months])
        return history

    def build(self) -> dict[str, float]:
        """All models anew in a process of its own: seconds, those of models in Python, highest memory in bytes."""
        command = [sys.executable, "-m", "tests.bench.full_build", str(self.home.root)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
        return measured

    def add_a_day(self, number: int) -> None:
        """Calls of one more day in the last month: that month alone is touched."""
        last = max(self.months)
        day = self.home.root / f"day-{number}.parquet"
        with duckdb.connect(str(self.home.warehouse)) as connection:
            _draw(connection, last, A_DAY, day)
            days = sorted(self.home.root.glob("day-*.parquet"))
            _show(connection, [*self.months.values(), *days], [self.months[last], *days], [last])


def _draw(connection: duckdb.DuckDBPyConnection, month: str, calls: int, path: Path) -> None:
    connection.execute(f"""
        copy (
            with month as (
                select *, row_number() over () as n from raw.police_alarms where event_month = date '{month}'
            ),
            size as (select count(*) as size from month),
            drawn as (
                select
                    range as call,
                    1 + cast(floor(random() * size) as bigint) as one,
                    1 + cast(floor(random() * size) as bigint) as other
                from range({calls}), size
            )
            select one.* exclude (n) replace (other.place_key as place_key, drawn.call as row_number)
            from drawn
            inner join month as one on drawn.one = one.n
            inner join month as other on drawn.other = other.n
        ) to '{path}' (format parquet)
    """)


def _show(
    connection: duckdb.DuckDBPyConnection, parts: list[Path], touched: list[Path], touched_months: list[str]
) -> None:
    for name, paths in (("police_alarms", parts), ("police_alarms_touched", touched)):
        columns = ", ".join(RAW_TABLES[name])
        files = ", ".join(f"'{path}'" for path in paths)
        connection.execute(f"create or replace view raw.{name} as select {columns} from read_parquet([{files}])")
    covered = connection.execute("select feed, cast(month as varchar) from raw.coverage").fetchall()
    pairs = [(Feed.POLICE_ALARMS.value, month) for month in touched_months]
    connection.execute("delete from raw.touched_periods; delete from raw.touched_feeds")
    connection.executemany("insert into raw.touched_periods values (?, ?)", pairs)
    for row in touched_feeds(pairs, covered):
        connection.execute("insert into raw.touched_feeds values ($feed, $first_day)", row)


@pytest.fixture(scope="module")
def lanwan(built: Callable[[str], BuiltCity]) -> Iterator[BuiltCity]:
    city = built("lanwan")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANLAN_HOME", str(city.home.root))
        yield city


def sql_alone(history: LongHistory, compiled: Path) -> float:
    """Seconds that DuckDB takes for the compiled SQL of all models, in their order, into a file of its own."""
    manifest = dbt.manifest()
    with duckdb.connect(str(history.home.warehouse)) as connection:
        connection.execute("set threads = 2")
        started = time.perf_counter()
        for unique_id in lineage.tables(manifest):
            node = manifest["nodes"][unique_id]
            if node["config"]["materialized"] not in {"table", "incremental"} or node["language"] == "python":
                continue
            query = (compiled / node["original_file_path"]).read_text(encoding="utf-8")
            table = f"{node['schema']}.{node['name']}"
            connection.execute(f"drop table {table}")
            connection.execute(f"create table {table} as {query}")
        return time.perf_counter() - started


def test_all_models_of_ten_million_calls_against_their_sql_alone(lanwan: BuiltCity, tmp_path: Path) -> None:
    history = LongHistory.of(lanwan, tmp_path / "calls", 10_000_000)
    whole = history.build()
    alone = sql_alone(history, dbt.target_folder("lanwan") / "compiled" / "anlan") + whole["python_seconds"]
    print(f"\nall models of 10M calls: {whole['seconds']:.1f} s, their SQL alone {alone:.1f} s")
    report("highest memory in GB", whole["bytes"] / 1e9, 4)
    report("all models of 10M calls, tests and all / their SQL alone", whole["seconds"] / alone, 1.5)


def test_a_day_of_calls_beside_fifty_million_against_beside_one(lanwan: BuiltCity, tmp_path: Path) -> None:
    """Models only; what loading the day costs is in `test_ingest_ratios`."""
    short, long = (LongHistory.of(lanwan, tmp_path / str(calls), calls) for calls in (1_000_000, 50_000_000))
    for history in (short, long):
        history.build()
    models = tables_to_build(dbt.manifest(), [Feed.POLICE_ALARMS], [], with_series=False)
    taken: dict[LongHistory, list[float]] = {short: [], long: []}
    for number in range(4):
        for history, times in taken.items():
            history.add_a_day(number)
            started = time.perf_counter()
            built = dbt.build(history.home, models)
            times.append(time.perf_counter() - started)
            assert not built.failures
    # The first of each warms the process.
    beside_one, beside_fifty = (median(times[1:]) for times in taken.values())
    print(f"\na day's models beside 1M: {beside_one:.1f} s, beside 50M: {beside_fifty:.1f} s")
    report("a day's models beside 50M calls / beside 1M", beside_fifty / beside_one, 1.2)
