"""The definitions at work on a small city: what jobs, sensor, checks and backfill do, and what a killed run leaves."""

import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from anlan.home import Home
from orchestration import city_resource
from orchestration.city_resource import CityResource
from orchestration.definitions import defs
from orchestration.defs.automation import inbox
from orchestration.ingest.ledger import Ledger
from orchestration.lock import writing
from orchestration.status import city_status
from tests.fixtures.processes import in_another_process
from tests.fixtures.small_town import CITY, SmallTown, month_file, standing
from tests.fixtures.zones import zones

NEWS = {"202402": 12, "202404": 9}


def bring_news(town: SmallTown) -> None:
    """A corrected month and a new one."""
    for month, alarms in NEWS.items():
        town.put(f"{month}.csv", month_file(month, alarms))


# Killed runs


@pytest.fixture(scope="module")
def undisturbed(published_town: SmallTown) -> dict[str, Any]:
    """What the zones hold after one run that nobody disturbs."""
    town = standing(published_town)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANLAN_HOME", str(town.home.root))
        bring_news(town)
        town.run()
    return zones(town.home, arrivals=False)


KILLS = {
    "while a file is copied into landing": """
        from orchestration.ingest import landing
        landing._copy = die
    """,
    "after landing": """
        import orchestration.run
        orchestration.run.pending_work = die
    """,
    "between files": """
        from orchestration.ingest.ledger import Ledger
        commit = Ledger.commit
        def commit_and_die(self, load):
            commit(self, load)
            die()
        Ledger.commit = commit_and_die
    """,
    "before the second file is true": """
        from orchestration.ingest.ledger import Ledger
        commit = Ledger.commit
        def commit_one(self, load, done=[]):
            die() if done else commit(self, load)
            done.append(load)
        Ledger.commit = commit_one
    """,
    "after schema raw was written": """
        from orchestration.transform import dbt
        dbt.build = die
    """,
    "during dbt": """
        from dbt.cli.main import dbtRunner
        from orchestration.transform import dbt
        dbt.manifest_path()
        start, seen = dbtRunner.__init__, []
        def after_five_models(event):
            if event.info.name == "LogModelResult":
                seen.append(event)
                if len(seen) == 5:
                    die()
        dbtRunner.__init__ = lambda self, project=None: start(self, project, callbacks=[after_five_models])
    """,
    "while the snapshot is copied": """
        from orchestration.publish import snapshot
        snapshot._write_durably = die
    """,
    "before CURRENT moves": """
        from orchestration.publish import snapshot
        snapshot._make_current = die
    """,
    "after CURRENT moved": """
        from orchestration.publish import snapshot
        snapshot._prune = die
    """,
}


# After the models; of a kill among them see `test_beside`.
EVERY_TIME = {"before CURRENT moves"}


@pytest.mark.parametrize(
    "moment",
    [moment if moment in EVERY_TIME else pytest.param(moment, marks=pytest.mark.exhaustive) for moment in KILLS],
)
def test_a_run_that_is_killed_leaves_nothing_half_done_and_the_next_one_finishes(
    town: SmallTown, undisturbed: dict[str, Any], moment: str
) -> None:
    served, alarms = town.served(), town.alarms()
    bring_news(town)
    program = (
        "import os, signal\ndef die(*arguments, **options):\n    os.kill(os.getpid(), signal.SIGKILL)\n"
        + "\n".join(line.removeprefix("        ") for line in KILLS[moment].splitlines())
        + f"\nfrom orchestration.run import run\nrun({CITY!r})\n"
    )
    process = in_another_process(town.home, program)
    _, errors = process.communicate(timeout=300)
    assert process.returncode == -signal.SIGKILL, errors
    if moment == "after CURRENT moved":
        assert town.served() != served
    else:
        assert (town.served(), town.alarms()) == (served, alarms)

    assert town.run().status == "published"
    assert zones(town.home, arrivals=False) == undisturbed
    assert town.orphans() == set()
    assert town.touched() == []
    assert town.run().status == "nothing_new"


@pytest.mark.exhaustive
def test_a_full_build_that_was_killed_is_full_again(town: SmallTown) -> None:
    """The warehouse is there again, with some of its models: building touched months only would lose the rest."""
    before = zones(town.home)
    town.home.warehouse.unlink()
    program = (
        "import os, signal\ndef die(*arguments, **options):\n    os.kill(os.getpid(), signal.SIGKILL)\n"
        + "\n".join(line.removeprefix("        ") for line in KILLS["during dbt"].splitlines())
        + f"\nfrom orchestration.run import run\nrun({CITY!r})\n"
    )
    process = in_another_process(town.home, program)
    process.communicate(timeout=300)
    assert process.returncode == -signal.SIGKILL
    assert town.home.warehouse.exists()
    town.put("202404.csv", month_file("202404", 9))
    town.run()
    assert town.alarms() == {"2024-01": 30, "2024-02": 30, "2024-03": 30, "2024-04": 9}
    assert zones(town.home).keys() >= before.keys()


# Jobs and steps as the user interface starts them


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as made:
        yield made


def execute(
    job: str, instance: dg.DagsterInstance, *, only: list[str] | None = None, **options: Any
) -> dg.ExecuteInProcessResult:
    """A job, or some of its assets, on the small town."""
    selection = [dg.AssetKey.from_user_string(key) for key in only] if only else None
    resource = {"city_id": CITY, "waits": True}
    return (
        defs()
        .resolve_job_def(job)
        .execute_in_process(
            run_config={"resources": {"city": {"config": resource}}},
            instance=instance,
            asset_selection=selection,
            **options,
        )
    )


def materialization(result: dg.ExecuteInProcessResult, key: str) -> Any:
    wanted = dg.AssetKey.from_user_string(key)
    (event,) = [e for e in result.get_asset_materialization_events() if e.asset_key == wanted]
    return event.materialization


def test_the_job_does_what_the_command_does_and_shows_what_a_feed_brought(
    town: SmallTown, undisturbed: dict[str, Any], instance: dg.DagsterInstance
) -> None:
    bring_news(town)
    refused = "2024-04-30 10:00:00,9999,是,001\n"
    town.put("202404.csv", month_file("202404", 9) + refused)
    result = execute("refresh", instance)
    assert town.alarms() == {"2024-01": 30, "2024-02": 12, "2024-03": 30, "2024-04": 9}

    metadata = {name: value.value for name, value in materialization(result, "raw/police_alarms").metadata.items()}
    assert {
        name: metadata[name]
        for name in ("files_loaded", "files_unchanged", "rows_read", "rows_accepted", "rows_quarantined")
    } == {"files_loaded": 2, "files_unchanged": 2, "rows_read": 22, "rows_accepted": 21, "rows_quarantined": 1}
    assert metadata["dagster/row_count"] == 81
    assert (metadata["first_event_date"], metadata["last_event_date"]) == ("2024-01-01", "2024-04-09")
    assert metadata["encodings"] == "utf-8"
    assert "| unknown_category | 1 |" in metadata["reasons"]
    assert "| alarms/202404.csv | loaded | utf-8 | 10 | 9 | 1 | 0 | 2024-04-01 – 2024-04-09 |" in metadata["files"]
    header, _, *rows = metadata["preview"].splitlines()
    assert header.startswith("| event_month | occurred_at |")
    assert len(rows) == 5

    # The same again finds nothing to publish, and leaves the build.
    served = town.served()
    again = execute("refresh", instance)
    assert town.served() == served
    assert materialization(again, "serving/snapshot").metadata["is_new"].value is False


def test_warnings_do_not_keep_a_build_from_being_published_and_status_tells_them(
    town: SmallTown, instance: dg.DagsterInstance
) -> None:
    declared = town.pack / "sources" / "alarms.yml"
    declared.write_text(declared.read_text(encoding="utf-8") + "quality: {cadence: monthly}\n", encoding="utf-8")
    town.put("202404.csv", month_file("202404", 9))
    before = town.served()
    result = execute("refresh", instance)
    assert result.success
    assert town.served() != before
    failed = {
        (e.asset_check_key.to_user_string(), e.severity.value)
        for e in result.get_asset_check_evaluations()
        if not e.passed
    }
    assert failed == {
        ("raw/police_alarms:freshness", "ERROR"),
        ("raw/police_alarms:volume", "WARN"),
    }
    status = city_status(CITY)
    assert {(c["feed"], c["check"]) for c in status["checks"] if not c["passed"]} == {
        ("police_alarms", "freshness"),
        ("police_alarms", "volume"),
    }
    (alarms,) = [source for source in status["freshness"] if source["source_id"] == "alarms"]
    assert (str(alarms["data_to"]), str(alarms["due"]), alarms["state"]) == ("2024-04-30", "2024-06-07", "overdue")


def test_rows_that_do_not_add_up_keep_a_build_from_being_published(
    town: SmallTown, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_news(town)
    commit = Ledger.commit

    def lose_a_row(self: Ledger, load: Any) -> None:
        load.rows_read += 1
        commit(self, load)

    monkeypatch.setattr(Ledger, "commit", lose_a_row)
    before = (town.served(), town.alarms())
    result = execute("refresh", instance, raise_on_error=False)
    assert not result.success
    assert (town.served(), town.alarms()) == before


@pytest.mark.exhaustive
def test_a_step_that_is_run_alone_publishes_no_month_as_done_that_was_not_built(
    town: SmallTown, instance: dg.DagsterInstance
) -> None:
    """Somebody loads a feed and then publishes, and has left out the models in between."""
    bring_news(town)
    execute("refresh", instance, only=["landing/originals", "raw/area_register", "raw/police_alarms"])
    touched = town.touched()
    assert touched == [("police_alarms", "2024-02-01"), ("police_alarms", "2024-04-01")]
    execute("refresh", instance, only=["serving/snapshot"])
    assert town.touched() == touched
    assert town.run().status == "published"
    assert town.alarms() == {"2024-01": 30, "2024-02": 12, "2024-03": 30, "2024-04": 9}


def test_a_backfill_of_months_reads_their_files_again_in_one_run(town: SmallTown, instance: dg.DagsterInstance) -> None:
    before = zones(town.home)
    result = execute(
        "replay",
        instance,
        tags={"dagster/asset_partition_range_start": "2024-02-01", "dagster/asset_partition_range_end": "2024-03-01"},
    )
    events = [e for e in result.get_asset_materialization_events() if e.asset_key.path[-1] == "replayed_months"]
    assert [e.partition for e in events] == ["2024-02-01", "2024-03-01"]
    assert events[0].materialization.metadata["names"].value == ["alarms/202402.csv", "alarms/202403.csv"]
    assert materialization(result, "raw/police_alarms").metadata["files_loaded"].value == 2
    assert zones(town.home) == before


@pytest.mark.exhaustive
def test_marked_months_alone_are_read_by_the_next_run(town: SmallTown, instance: dg.DagsterInstance) -> None:
    execute("replay", instance, only=["landing/replayed_months"], partition_key="2024-02-01")
    assert town.alarms()["2024-02"] == 30
    assert [file.file_name for file in town.run().files] == ["alarms/202402.csv"]


# What passes by itself


def test_a_run_waits_for_another_writer_and_holds_the_city_to_its_end(
    town: SmallTown, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(city_resource, "SECONDS_BETWEEN", 1)
    bring_news(town)
    process = in_another_process(
        town.home,
        f"""
        import time
        from anlan.home import Home
        from orchestration.lock import writing
        with writing(Home.of({CITY!r})):
            print("ready", flush=True)
            time.sleep(5)
        """,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    result = execute("refresh", instance)
    process.communicate()
    retries = [event for event in result.all_events if event.event_type_value == "STEP_UP_FOR_RETRY"]
    assert retries
    assert {event.step_key for event in retries} == {"landing__originals"}
    assert town.alarms()["2024-04"] == 9
    # Let go at the end.
    assert town.run().status == "nothing_new"


def test_the_lock_is_held_from_the_first_writing_step_to_the_end_of_the_run(town: SmallTown) -> None:
    context = dg.build_init_resource_context()
    with CityResource(city_id=CITY).yield_for_execution(context) as city:
        assert is_free(town.home)
        with city.writer():
            pass
        assert not is_free(town.home)
    assert is_free(town.home)


def is_free(home: Home) -> bool:
    """Whether another process could write the city."""
    process = in_another_process(
        home,
        f"""
        from anlan.home import Home
        from orchestration.lock import writing
        with writing(Home.of({CITY!r})):
            pass
        """,
    )
    process.communicate(timeout=60)
    return process.returncode == 0


# The sensor


def look(town: SmallTown, cursor: str | None = None) -> tuple[list[Any], str | None]:
    """What one look of the sensor asks for, and the cursor it leaves."""
    resources = {"city": CityResource(city_id=CITY)}
    with dg.build_sensor_context(cursor=cursor, resources=resources) as context:
        asked = list(inbox(context))  # type: ignore[call-overload]
        return asked, context.cursor


def settle(town: SmallTown) -> None:
    """As if the files had come an hour ago."""
    hour_ago = time.time() - 3600
    for path in town.home.inbox.rglob("*.csv"):
        os.utime(path, (hour_ago, hour_ago))


def test_the_sensor_asks_for_one_run_a_change(town: SmallTown) -> None:
    settle(town)
    (request,), cursor = look(town)
    assert isinstance(request, dg.RunRequest)
    (skipped,), same = look(town, cursor)
    assert (skipped.skip_message, same) == ("Nothing new among 4 files.", cursor)

    town.put("202404.csv", month_file("202404"))
    (skipped,), same = look(town, cursor)
    assert (skipped.skip_message, same) == ("A file has just changed and may not be whole yet.", cursor)
    settle(town)
    (request,), cursor = look(town, cursor)
    assert isinstance(request, dg.RunRequest)

    (town.home.inbox / "alarms" / "202404.csv").unlink()
    (request,), _ = look(town, cursor)
    assert isinstance(request, dg.RunRequest)


def test_the_sensor_says_what_keeps_it_from_looking(town: SmallTown) -> None:
    shutil.rmtree(town.home.inbox)
    (skipped,), cursor = look(town, "before")
    assert "does not exist" in skipped.skip_message
    assert cursor == "before"


def test_the_sensor_works_while_a_run_writes(town: SmallTown) -> None:
    settle(town)
    with writing(town.home):
        (request,), _ = look(town)
    assert isinstance(request, dg.RunRequest)


def test_files_land_where_the_sensor_looked(town: SmallTown, tmp_path: Path) -> None:
    """`ANLAN_INBOX` and `--inbox` mean the same folder for both."""
    other = tmp_path / "other"
    (other / "alarms").mkdir(parents=True)
    assert CityResource(city_id=CITY, inbox=str(other)).inbox_folder == other
    assert CityResource(city_id=CITY).inbox_folder == town.home.inbox
