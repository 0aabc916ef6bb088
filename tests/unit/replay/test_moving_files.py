"""Files that change, vanish or are still arriving while somebody looks."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from orchestration.ingest import landing
from orchestration.ingest.inbox import glance
from orchestration.ingest.landing import LandingReport, land_inbox
from orchestration.ingest.ledger import Ledger
from orchestration.registry.pack import load_pack_folder
from tests.unit.ingest.conftest import TestCity, city, make_city
from tests.unit.ingest.test_landing import ALARMS, CONTENT

__all__ = ["city", "make_city"]


@pytest.fixture
def clerk(city: TestCity) -> Iterator[TestCity]:
    city.declare("alarms", ALARMS)
    (city.inbox / "alarms").mkdir()
    city.ledgers.append(Ledger(city.home.ledger))
    city.put("alarms/a.csv", CONTENT)
    city.put("alarms/b.csv", CONTENT * 2)
    yield city
    city.ledgers[-1].close()


def land_all(clerk: TestCity) -> LandingReport:
    return land_inbox(load_pack_folder(clerk.folder), clerk.home, clerk.ledgers[-1], clerk.inbox)


def grow(path: Path) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write("2024-01-02,1004,1\n")


def change_in_place(path: Path) -> None:
    """Other content of the same size and with the same time, as a tool that keeps times would leave it."""
    status = path.stat()
    path.write_text(CONTENT.replace("1004", "1005"), encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.parametrize(("step", "change"), [("_measure", grow), ("_note", grow), ("_note", change_in_place)])
def test_a_file_that_changes_while_it_is_read_is_refused_and_taken_by_the_next_run(
    clerk: TestCity, monkeypatch: pytest.MonkeyPatch, step: str, change: Callable[[Path], None]
) -> None:
    """After it was hashed, and between hashing and copying."""
    original = getattr(landing, step)
    moving = clerk.inbox / "alarms" / "a.csv"

    def act_and_change(*arguments: Any) -> Any:
        result = original(*arguments)
        if moving in arguments or any(getattr(argument, "path", None) == moving for argument in arguments):
            change(moving)
        return result

    with monkeypatch.context() as patch:
        patch.setattr(landing, step, act_and_change)
        report = land_all(clerk)
    assert report.unreadable == report.passing
    (message,) = report.unreadable
    assert message.startswith("alarms/a.csv: changes while it is read, so it was not taken.")
    assert "the next run takes it" in message
    assert "alarms/b.csv" in report.new
    assert not list(clerk.home.landing.rglob("*.partial"))

    assert land_all(clerk).new == ["alarms/a.csv"]
    (landed,) = [file for file in clerk.ledgers[-1].files("police_alarms") if file.file_name == "alarms/a.csv"]
    assert landing._measure(moving)[0].startswith(landed.file_id)


def test_a_file_that_has_gone_since_it_was_found_is_told(clerk: TestCity, monkeypatch: pytest.MonkeyPatch) -> None:
    find = landing.find_files

    def find_and_lose(*arguments: Any) -> Any:
        found = find(*arguments)
        (clerk.inbox / "alarms" / "a.csv").unlink()
        return found

    monkeypatch.setattr(landing, "find_files", find_and_lose)
    report = land_all(clerk)
    assert report.passing == [
        "alarms/a.csv: was in the inbox and is gone. If it was not taken away on purpose, put it back."
    ]


@pytest.mark.parametrize("comes_again", [True, False])
def test_what_a_killed_copy_left_is_gone_after_the_next_run(
    clerk: TestCity, monkeypatch: pytest.MonkeyPatch, comes_again: bool
) -> None:
    """It may not be written, not even by its owner; and its file may never come again."""
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", lambda *arguments: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            land_all(clerk)
    (left,) = clerk.home.landing.rglob("*.partial")
    if not comes_again:
        with (clerk.inbox / "areas.csv").open("a", encoding="utf-8") as register:
            register.write("\n")
    assert "areas.csv" in land_all(clerk).new
    assert not left.exists()


def test_a_glance_tells_whether_anything_came_changed_or_left(clerk: TestCity) -> None:
    pack = load_pack_folder(clerk.folder)

    def fingerprint() -> str:
        return glance(pack, clerk.inbox).fingerprint

    seen = [fingerprint()]
    assert fingerprint() == seen[0]
    clerk.put("notes.txt", "no source takes this")
    assert fingerprint() == seen[0]
    clerk.put("alarms/c.csv", CONTENT * 3)
    seen.append(fingerprint())
    os.utime(clerk.inbox / "alarms" / "c.csv", ns=(1, 1))
    seen.append(fingerprint())
    (clerk.inbox / "alarms" / "c.csv").rename(clerk.inbox / "alarms" / "d.csv")
    seen.append(fingerprint())
    clerk.declare("alarms", ALARMS + "publisher: somebody\n")
    pack = load_pack_folder(clerk.folder)
    seen.append(fingerprint())
    assert len(set(seen)) == 5


def test_a_glance_reads_no_content(clerk: TestCity, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = load_pack_folder(clerk.folder)
    assert pack.fingerprint

    def refuse(*arguments: Any, **options: Any) -> None:
        raise AssertionError("a file was opened")

    monkeypatch.setattr(Path, "open", refuse)
    assert glance(pack, clerk.inbox).files == 3
