"""What was published is kept: each value once, again where it is told otherwise, whatever happens on the way."""

import os
from collections.abc import Sequence
from pathlib import Path

import duckdb
import polars as pl
import pytest

from anlan import snapshot
from anlan.home import Home
from orchestration.publish import history
from orchestration.publish import snapshot as publishing
from orchestration.publish.history import keep_published
from orchestration.publish.snapshot import publish, roll_back
from orchestration.raw_schema import RAW_TABLES
from tests.fakes.warehouse import Value, write_published

OUTCOME = publishing.TestOutcome(passed=7, warned=1)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "it's home", "testville")
    made.warehouse.parent.mkdir(parents=True)
    return made


def published(home: Home, values: Sequence[Value]) -> str:
    """Id of a build that says this."""
    with duckdb.connect(str(home.warehouse)) as connection:
        write_published(connection, values)
    return publish(home, OUTCOME).build_id


def january(value: float) -> list[Value]:
    return [("AL01", "elm", "M", "2024-01", value)]


def kept(home: Home) -> list[tuple[str, float, str]]:
    """(period, value, build) in the order they were published."""
    frame = pl.read_parquet(home.published_values).sort("published_at", "period_id")
    return frame.select("period_id", "value", "build_id").rows()


def test_values_of_the_first_levels_in_complete_periods_are_kept_once(home: Home) -> None:
    values: list[Value] = [
        *january(30),
        ("AL01", "city", "M", "2024-01", 60),
        ("AL01", "hill", "M", "2024-01", 3),
        ("AL01", "elm", "M", "2024-04", 5),
        ("AL01", "elm", "YTD", "2024-YTD", 35),
        ("SV01", "elm", "Y", "2024", None),
    ]
    first = published(home, values)
    told = sorted(kept(home))
    published(home, values)
    assert told == [("2024-01", 30, first), ("2024-01", 60, first)]
    assert sorted(kept(home)) == told
    assert set(pl.read_parquet(home.published_values).columns) == set(RAW_TABLES["published_values"])


def test_what_is_told_otherwise_is_added_and_what_was_told_stays(home: Home) -> None:
    first = published(home, january(30))
    second = published(home, [*january(28), ("AL01", "elm", "M", "2024-02", 20)])
    third = published(home, [*january(28 + 1e-10), ("AL01", "elm", "M", "2024-02", 21)])
    assert kept(home) == [
        ("2024-01", 30, first),
        ("2024-01", 28, second),
        ("2024-02", 20, second),
        ("2024-02", 21, third),
    ]


def test_a_roll_back_tells_the_old_value_again(home: Home) -> None:
    first, second = published(home, january(30)), published(home, january(28))
    roll_back(home, first)
    assert kept(home) == [("2024-01", 30, first), ("2024-01", 28, second), ("2024-01", 30, first)]
    third = published(home, january(28))
    assert kept(home)[3:] == [("2024-01", 28, third)]


def test_what_a_killed_publish_served_is_kept_by_the_next(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    first = published(home, january(30))
    with monkeypatch.context() as patch:
        patch.setattr(publishing, "_make_current", lambda *arguments: _then_killed(_MAKE_CURRENT, *arguments))
        with pytest.raises(SystemExit):
            published(home, january(28))
    served = snapshot.current_build_id(home)
    assert served not in {first, None}
    assert kept(home) == [("2024-01", 30, first)]
    third = published(home, january(29))
    assert kept(home) == [("2024-01", 30, first), ("2024-01", 28, served), ("2024-01", 29, third)]


def test_a_kill_while_the_file_is_written_leaves_the_one_before(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    first = published(home, january(30))
    with monkeypatch.context() as patch:
        patch.setattr(history.os, "fsync", lambda *arguments: _then_killed(os.fstat, *arguments))
        patch.setattr(publishing, "_write_durably", lambda path, text: path.write_text(text, encoding="utf-8"))
        with pytest.raises(SystemExit):
            published(home, january(28))
    assert kept(home) == [("2024-01", 30, first)]
    served = snapshot.current_build_id(home)
    published(home, january(28))
    assert kept(home) == [("2024-01", 30, first), ("2024-01", 28, served)]


def test_without_a_build_that_can_be_read_nothing_is_kept(home: Home) -> None:
    assert keep_published(home) == 0
    build_id = published(home, january(30))
    home.published_values.unlink()
    snapshot.database(home, build_id).write_bytes(b"no database")
    assert keep_published(home) == 0
    snapshot.database(home, build_id).unlink()
    assert keep_published(home) == 0
    assert not home.published_values.exists()


_MAKE_CURRENT = publishing._make_current


def _then_killed(work: object, *arguments: object) -> None:
    assert callable(work)
    work(*arguments)
    raise SystemExit
