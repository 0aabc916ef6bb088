"""Runs of a small city: what a second run does, what a failed one leaves, and what is served meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import pytest
from typer.testing import CliRunner

from anlan import snapshot
from anlan.cli.app import app
from anlan.errors import BuildError, BusyError
from anlan.home import Home
from orchestration.ingest.landing import land_inbox
from orchestration.ingest.ledger import Ledger
from orchestration.ingest.load import City, load_feed
from orchestration.publish.snapshot import roll_back
from orchestration.registry.feeds import Feed
from orchestration.registry.pack import load_pack
from orchestration.run import run
from orchestration.run_facts import needs_full_refresh, touched_feeds
from orchestration.status import city_status
from orchestration.transform import dbt
from tests.fixtures.processes import in_another_process
from tests.fixtures.same_tables import differing_tables, tables_of
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


@pytest.fixture
def built_models(monkeypatch: pytest.MonkeyPatch) -> list[list[str] | None]:
    """What each build was asked for: the models, or None for all of them and every month."""
    asked: list[list[str] | None] = []
    build = dbt.build

    def build_and_note(home: Home, models: list[str] | None = None) -> dbt.BuildReport:
        asked.append(models)
        return build(home, models)

    monkeypatch.setattr(dbt, "build", build_and_note)
    return asked


@pytest.mark.exhaustive
def test_models_of_long_series_are_built_once_a_week_has_ended_or_an_earlier_month_was_corrected(
    town: SmallTown, built_models: list[list[str] | None]
) -> None:
    # 31 March is a Sunday, 6 April a Saturday, 7 April a Sunday.
    for alarms in (5, 6, 7):
        town.put("202404.csv", month_file("202404", alarms))
        assert town.run().status == "published"
    town.put("202402.csv", month_file("202402", 29))
    assert town.run().status == "published"
    assert ["int_alarm_unusual_weeks" in (models or []) for models in built_models] == [True, False, True, True]


@pytest.mark.exhaustive
def test_what_an_ordinary_run_keeps_a_full_refresh_would_not_change(
    town: SmallTown, built_models: list[list[str] | None]
) -> None:
    for month, alarms in (("202301", 40), ("202302", 35), ("202304", 50), ("202305", 20)):
        town.put(f"{month}.csv", month_file(month, alarms))
    assert town.run().status == "published"
    town.put("202403.csv", month_file("202403", 28))
    town.put("202404.csv", month_file("202404", 9))
    assert town.run().status == "published"
    ordinary = town.served()
    assert run(CITY, full_refresh=True).status == "published"
    anew = town.served()
    assert ordinary is not None
    assert anew is not None
    assert anew != ordinary
    databases = [snapshot.database(town.home, build_id) for build_id in (ordinary, anew)]
    # What was told before is another thing after each build.
    tables = [table for table in tables_of(databases[0], ("marts", "serving")) if table != "marts.mart_revision"]
    assert len(tables) > 40
    assert differing_tables(databases[0], databases[1], tables) == {}
    # A new year makes a longer calendar.
    assert [models is None for models in built_models] == [True, False, True]


@contextmanager
def opened(town: SmallTown) -> Iterator[City]:
    ledger = Ledger(town.home.ledger)
    try:
        yield City(load_pack(CITY), town.home, ledger)
    finally:
        ledger.close()


def test_changed_declarations_and_places_are_a_full_refresh_and_a_month_is_not(town: SmallTown) -> None:
    town.put("202404.csv", month_file("202404"))
    with opened(town) as city:
        land_inbox(city.pack, city.home, city.ledger, city.home.inbox)
        load_feed(city, Feed.POLICE_ALARMS, city.register(), print)
        assert touched_feeds(city) == {Feed.POLICE_ALARMS}
        assert not needs_full_refresh(city)
        (areas,) = city.ledger.files(Feed.AREA_REGISTER)
        city.ledger.take_back([areas])
        assert needs_full_refresh(city)
        city.ledger.strike_off([(Feed.AREA_REGISTER, month) for _, month in city.ledger.touched()])
        assert not needs_full_refresh(city)
    declarations = town.pack / "city.yml"
    declarations.write_text(declarations.read_text(encoding="utf-8") + "\n# Looked at.\n", encoding="utf-8")
    with opened(town) as city:
        assert needs_full_refresh(city)


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


def test_rows_that_break_what_their_table_declares_fail_the_build_and_are_named(town: SmallTown) -> None:
    with duckdb.connect(str(town.home.warehouse)) as connection:
        connection.execute("delete from marts.dim_area where level_id = 'district'")
    built = dbt.build(town.home, ["mart_alarm_calendar", "mart_source_quality"])
    (failure,) = built.failures
    assert failure.message == "mart_alarm_calendar: reference area_id"
    assert built.tests("pass") == 1


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
