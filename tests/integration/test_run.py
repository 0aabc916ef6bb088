"""Runs of a small city: what a second run does, what a failed one leaves, and what is served meanwhile."""

import duckdb
import pytest
from typer.testing import CliRunner

from anlan import snapshot
from anlan.cli.app import app
from anlan.errors import BuildError, BusyError
from anlan.home import Home
from orchestration.publish.snapshot import roll_back
from orchestration.run import run
from orchestration.status import city_status
from orchestration.transform import dbt
from tests.fixtures.processes import in_another_process
from tests.fixtures.small_town import CITY, SmallTown, month_file

JANUARY_TO_MARCH = {"2024-01": 30, "2024-02": 30, "2024-03": 30}


def test_the_template_gives_a_city_that_runs_as_it_is(published_town: SmallTown) -> None:
    assert published_town.alarms() == JANUARY_TO_MARCH


def test_running_again_with_nothing_new_does_nothing_and_says_so(town: SmallTown) -> None:
    pointer = town.home.serving / snapshot.CURRENT
    before = (pointer.read_bytes(), pointer.stat().st_mtime_ns, town.build_folders())
    result = CliRunner().invoke(app, ["run", CITY])
    assert result.exit_code == 0
    assert f"Nothing new for {CITY}; build {town.served()} stays." in result.output
    assert (pointer.read_bytes(), pointer.stat().st_mtime_ns, town.build_folders()) == before


def test_a_file_that_comes_twice_changes_nothing(town: SmallTown) -> None:
    before = town.served()
    town.put("202404.csv", month_file("202401"))
    report = town.run()
    assert (report.status, report.build_id) == ("nothing_new", before)
    assert report.repeated == [("alarms/202404.csv", "alarms/202401.csv")]
    assert town.alarms() == JANUARY_TO_MARCH


def test_a_new_month_and_a_corrected_one_are_published_and_only_they_are_built_anew(
    town: SmallTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = town.served()
    used: list[tuple[str, str]] = []
    build = dbt.build

    def build_and_note(*arguments: object, **options: object) -> dbt.BuildReport:
        used.extend(town.touched())
        return build(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(dbt, "build", build_and_note)
    town.put("202404.csv", month_file("202404", 8))
    town.put("202402.csv", month_file("202402", 12))
    report = town.run()
    assert (report.status, report.reasons) == ("published", ["2 new file(s)"])
    assert [(file.file_name, file.status, file.rows_accepted) for file in report.files] == [
        ("alarms/202402.csv", "loaded", 12),
        ("alarms/202404.csv", "loaded", 8),
    ]
    assert used == [("police_alarms", "2024-02-01"), ("police_alarms", "2024-04-01")]
    assert town.touched() == []
    assert town.served() not in {before, None}
    assert town.alarms() == {"2024-01": 30, "2024-02": 12, "2024-03": 30, "2024-04": 8}

    # Both builds can be served; a run with nothing new leaves the choice alone.
    assert before is not None
    roll_back(town.home, before)
    assert town.alarms() == JANUARY_TO_MARCH
    assert town.run().status == "nothing_new"
    assert town.served() == before
    status = city_status(CITY)
    assert status["served"] == before
    assert len(status["builds"]) == 2
    (alarms,) = [feed for feed in status["feeds"] if feed["feed"] == "police_alarms"]
    assert (alarms["files_loaded"], alarms["rows_accepted"], alarms["last_event_date"]) == (4, 80, "2024-04-08")


def test_models_of_long_series_are_built_anew_once_a_week_has_ended(
    town: SmallTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    build = dbt.build

    def build_and_note(home: Home, models: list[str] | None = None) -> dbt.BuildReport:
        assert models is not None
        asked.append("int_alarm_unusual_weeks" in models)
        return build(home, models)

    monkeypatch.setattr(dbt, "build", build_and_note)
    # 31 March is a Sunday, 6 April a Saturday, 7 April a Sunday.
    for alarms in (5, 6, 7):
        town.put("202404.csv", month_file("202404", alarms))
        assert town.run().status == "published"
    assert asked == [True, False, True]


def test_what_an_ordinary_run_leaves_out_a_full_refresh_would_not_change(town: SmallTown) -> None:
    """Two years later and over the end of a week: the calendar grows, and with it all that is asked of every period."""
    town.put("202604.csv", month_file("202604", 9))
    assert town.run().status == "published"
    ordinary = town.served()
    assert run(CITY, full_refresh=True).status == "published"
    anew = town.served()
    assert ordinary is not None
    assert anew is not None
    assert anew != ordinary
    with duckdb.connect() as connection:
        for name, build_id in (("ordinary", ordinary), ("anew", anew)):
            connection.execute(f"attach '{snapshot.database(town.home, build_id)}' as {name} (read_only)")
        tables = connection.execute(
            "select table_schema || '.' || table_name from information_schema.tables where table_catalog = 'anew'"
            " and table_schema in ('marts', 'serving') order by all"
        ).fetchall()
        assert len(tables) > 40
        for (table,) in tables:
            # Sums of doubles depend on their order, which threads do not keep: nine digits are compared.
            kinds = connection.execute(f"describe anew.{table}").fetchall()
            columns = ", ".join(
                f"printf('%.9e', {name})" if kind == "DOUBLE" else str(name) for name, kind, *_ in kinds
            )
            one, other = f"select {columns} from ordinary.{table}", f"select {columns} from anew.{table}"
            different = f"({one} except all {other}) union all ({other} except all {one})"
            assert connection.execute(different).fetchall() == [], table


def test_failed_and_interrupted_runs_publish_nothing_and_the_next_one_finishes(
    town: SmallTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One file, and three runs: failed on a test, interrupted while publishing, finished. On kills: `test_dagster`."""
    before, folders = town.served(), town.build_folders()
    town.put("202404.csv", month_file("202404", 8))

    failed = dbt.NodeResult("test.x", "totals_add_up", "test", "fail", 0.1, "Got 1 result, configured to fail if != 0")
    with monkeypatch.context() as patch:
        patch.setattr(dbt, "build", lambda *arguments, **options: dbt.BuildReport([failed]))
        with pytest.raises(
            BuildError, match=r"1 models or tests failed; nothing is published:\n  totals_add_up: Got 1"
        ):
            town.run()
    assert town.orphans() == set()
    assert (town.served(), town.build_folders()) == (before, folders)
    assert town.touched() == [("police_alarms", "2024-04-01")]
    assert city_status(CITY)["pending_months"] == 1

    def interrupted(*arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("orchestration.publish.snapshot._make_current", interrupted)
        with pytest.raises(KeyboardInterrupt):
            town.run()
    assert town.served() == before
    assert town.touched() == [("police_alarms", "2024-04-01")]

    report = town.run()
    assert report.reasons == ["months that an unfinished run left"]
    assert report.files == []
    assert town.alarms() == JANUARY_TO_MARCH | {"2024-04": 8}
    assert town.touched() == []


def test_a_second_run_at_once_is_turned_away_and_status_is_not(town: SmallTown) -> None:
    process = in_another_process(
        town.home,
        f"""
        from anlan.home import Home
        from orchestration.lock import writing
        with writing(Home.of({CITY!r})):
            print("ready", flush=True)
            input()
        """,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        with pytest.raises(BusyError, match=f"Another run is writing {CITY} at this moment") as caught:
            town.run()
        assert caught.value.exit_code == 3
        assert city_status(CITY)["run_in_progress"] is True
    finally:
        process.kill()
        process.communicate()
    # A lock whose holder died holds nobody up.
    assert town.run().status == "nothing_new"
    assert city_status(CITY)["run_in_progress"] is False
