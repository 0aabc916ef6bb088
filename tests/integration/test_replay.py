"""Replays of a small city: whatever is lost or read again, landing gives the same rows, to the row."""

import json
import shutil
import signal
from collections.abc import Callable

import pytest
from click.testing import Result
from typer.testing import CliRunner

from anlan.cli.app import app
from tests.fixtures.processes import in_another_process
from tests.fixtures.small_town import CITY, SmallTown, kept, month_file, standing
from tests.fixtures.zones import zones

EVENTS = """
schema_version: 1
source_id: events
feed: grid_events
title: {zh: 事件, en: Events}
files: events/*.csv
format: {type: csv}
columns:
  event_key: {column: id}
  reported_at: {column: reported, formats: "%Y-%m-%d"}
  closed_at: {column: closed, formats: "%Y-%m-%d"}
  category: {column: category}
areas:
  - {level: district, column: district}
coverage: {by: file_name, pattern: '(\\d{6})', format: "%Y%m"}
identity: {kind: key, fields: event_key}
"""
EVENTS_OF_MAY = "id,reported,closed,category,district\n1,2024-05-01,,0101,001\n2,2024-05-02,2024-05-03,0102,002\n"
# Event 1 is closed, event 2 stands there as before, event 3 is new, event 4 lies nowhere.
EVENTS_OF_JUNE = (
    "id,reported,closed,category,district\n1,2024-05-01,2024-06-02,0101,001\n2,2024-05-02,2024-05-03,0102,002\n"
    "3,2024-06-04,,0101,001\n4,2024-06-05,,0101,777\n5,2024-06-06,,0101,002\n"
)


def anlan(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture(scope="module")
def history(published_town: SmallTown) -> SmallTown:
    """Quarantined rows, a month that was corrected and taken back, events that overlap. Not to be changed."""
    town = standing(published_town)
    (town.pack / "sources" / "events.yml").write_text(EVENTS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANLAN_HOME", str(town.home.root))
        town.put("202402.csv", month_file("202402", 12))
        town.put("../events/202405.csv", EVENTS_OF_MAY)
        town.run()
        town.put("202402.csv", month_file("202402"))
        town.put("202404.csv", month_file("202404", 9) + "2024-04-30 10:00:00,9999,是,001\n")
        town.put("../events/202406.csv", EVENTS_OF_JUNE)
        town.run()
    assert town.alarms() == {"2024-01": 30, "2024-02": 30, "2024-03": 30, "2024-04": 9}
    return kept(town, "history")


@pytest.fixture
def busy_town(history: SmallTown, monkeypatch: pytest.MonkeyPatch) -> SmallTown:
    """A copy of the town with a history, for one test."""
    copy = standing(history)
    monkeypatch.setenv("ANLAN_HOME", str(copy.home.root))
    return copy


def lose_nothing(town: SmallTown) -> None:
    pass


def lose_the_ledger(town: SmallTown) -> None:
    for path in town.home.raw.glob("ledger.sqlite*"):
        path.unlink()


def lose_the_parts(town: SmallTown) -> None:
    for feed in town.home.raw.iterdir():
        if feed.is_dir():
            shutil.rmtree(feed)


def lose_all_but_landing(town: SmallTown) -> None:
    for zone in (town.home.raw, town.home.quarantine, town.home.warehouse.parent, town.home.serving, town.home.inbox):
        shutil.rmtree(zone)


@pytest.mark.parametrize(
    "lose",
    [
        *[pytest.param(lose, marks=pytest.mark.exhaustive) for lose in (lose_nothing, lose_the_ledger, lose_the_parts)],
        lose_all_but_landing,
    ],
)
def test_a_replay_gives_the_same_rows(busy_town: SmallTown, lose: Callable[[SmallTown], None]) -> None:
    before = zones(busy_town.home)
    lose(busy_town)
    result = anlan("replay", CITY, "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["status"] == "published"
    assert zones(busy_town.home) == before
    # What the inbox holds is known, whether it was there or not.
    if lose is not lose_all_but_landing:
        assert anlan("run", CITY).stdout.startswith("Nothing new")


@pytest.mark.exhaustive
def test_a_lost_ledger_is_made_anew_by_an_ordinary_run(busy_town: SmallTown) -> None:
    before = zones(busy_town.home)
    lose_the_ledger(busy_town)
    assert anlan("run", CITY).exit_code == 0
    assert zones(busy_town.home) == before


@pytest.mark.parametrize(
    ("options", "names"),
    [
        pytest.param(["--source", "alarms"], {"202401", "202402", "202403", "202404"}, marks=pytest.mark.exhaustive),
        (["--from", "2024-02-29", "--to", "2024-03-01"], {"202402", "202403"}),
        pytest.param(["--to", "2024-01-15"], {"202401"}, marks=pytest.mark.exhaustive),
        # Rows of the two event files refer to each other, so one is not read without the other.
        pytest.param(["--from", "2024-06-15"], {"202405", "202406"}, marks=pytest.mark.exhaustive),
        pytest.param(["--source", "areas"], {"areas"}, marks=pytest.mark.exhaustive),
    ],
)
def test_a_replay_reads_the_files_that_are_meant_and_no_others(
    busy_town: SmallTown, options: list[str], names: set[str]
) -> None:
    before = zones(busy_town.home)
    report = json.loads(anlan("replay", CITY, *options, "--json").stdout)
    assert {file["file_name"].split("/")[-1].removesuffix(".csv") for file in report["files"]} == names
    assert zones(busy_town.home) == before


@pytest.mark.exhaustive
def test_a_replay_does_not_take_what_is_new_in_the_inbox(town: SmallTown) -> None:
    town.put("202404.csv", month_file("202404"))
    assert anlan("replay", CITY).exit_code == 0
    assert "2024-04" not in town.alarms()
    assert anlan("run", CITY).exit_code == 0
    assert town.alarms()["2024-04"] == 30


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--source", "nothing"], "has no source 'nothing'. Its sources are: alarms, areas."),
        (["--from", "2024-03-01", "--to", "2024-02-01"], "The days are in the wrong order: 2024-03-01 comes after"),
        (["--from", "2031-01-01"], "No landed file of smalltown is meant by this (all sources from 2031-01-01)"),
    ],
)
def test_a_replay_of_what_there_is_not_says_what_there_is(town: SmallTown, options: list[str], said: str) -> None:
    before = town.served()
    result = anlan("replay", CITY, *options)
    assert said in str(result.exception)
    assert town.served() == before


@pytest.mark.exhaustive
def test_an_original_that_is_gone_stops_the_replay_before_anything_is_taken_out(town: SmallTown) -> None:
    before = zones(town.home)
    gone = sorted((town.home.landing / "alarms").iterdir())[0]
    content = gone.read_bytes()
    gone.unlink()
    result = anlan("replay", CITY)
    assert "1 of 4 originals are not in" in str(result.exception)
    assert zones(town.home) == before
    gone.write_bytes(content)
    assert anlan("replay", CITY).exit_code == 0


@pytest.mark.exhaustive
def test_a_replay_that_is_killed_leaves_the_published_build_and_any_run_finishes_it(busy_town: SmallTown) -> None:
    before, served = zones(busy_town.home), busy_town.served()
    process = in_another_process(
        busy_town.home,
        f"""
        import os, signal
        from orchestration.ingest.ledger import Ledger
        from orchestration.ingest.replay import Selection
        from orchestration.run import replay
        commit = Ledger.commit
        def commit_three(self, load, done=[]):
            commit(self, load)
            done.append(load)
            if len(done) == 3:
                os.kill(os.getpid(), signal.SIGKILL)
        Ledger.commit = commit_three
        replay({CITY!r}, Selection())
        """,
    )
    _, errors = process.communicate(timeout=300)
    assert process.returncode == -signal.SIGKILL, errors
    assert busy_town.served() == served
    assert zones(busy_town.home) != before
    assert anlan("run", CITY).exit_code == 0
    assert zones(busy_town.home) == before
