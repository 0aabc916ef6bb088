"""The command line builds models in a process beside: what happens when one of the two is killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fixtures.small_town import CITY, SmallTown, month_file

ANLAN = Path(sys.executable).with_name("anlan")


@pytest.fixture
def running(town: SmallTown) -> Iterator[subprocess.Popen[str]]:
    """A run with a new file that has read it and builds, or is about to."""
    town.put("202404.csv", month_file("202404", 8))
    process = subprocess.Popen([ANLAN, "run", CITY], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    for line in process.stderr:
        if "8 of 8 rows" in line:
            break
    yield process
    process.kill()
    process.wait()


def beside(process: subprocess.Popen[str]) -> int:
    """The process whose parent it is, and that holds most memory: Python's tracker of locks is another."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return max(map(int, children), key=lambda pid: int(Path(f"/proc/{pid}/statm").read_text().split()[1]))


def wait_for_end(pid: int) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return
        if state == "Z":
            return
        time.sleep(0.05)
    pytest.fail("it goes on")


def test_a_killed_run_leaves_no_process_behind_and_the_next_finishes_it(
    town: SmallTown, running: subprocess.Popen[str]
) -> None:
    before, child = town.served(), beside(running)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    wait_for_end(child)
    assert town.served() == before
    assert town.run().status == "published"
    assert town.alarms()["2024-04"] == 8


def test_a_run_whose_other_process_is_killed_says_so_and_publishes_nothing(
    town: SmallTown, running: subprocess.Popen[str]
) -> None:
    before = town.served()
    os.kill(beside(running), signal.SIGKILL)
    _, errors = running.communicate(timeout=60)
    assert running.returncode == 1
    assert "was ended from outside" in errors
    assert town.served() == before
    assert town.run().status == "published"
    assert town.alarms()["2024-04"] == 8
