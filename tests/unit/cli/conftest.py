"""The command line in this process, and a city with something published."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from anlan.cli import main
from anlan.home import Home
from orchestration.publish import snapshot as publishing
from orchestration.registry.template import new_pack
from tests.fakes.warehouse import write_published

CITY = "testville"


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, and no traceback asked for."""
    monkeypatch.setenv("ANLAN_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("ANLAN_TRACEBACK", raising=False)
    return tmp_path


@pytest.fixture
def anlan(
    root: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Callable[..., Outcome]:
    """Runs a command as the shell would, its errors included."""

    def call(*arguments: str) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["anlan", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        code = ended.value.code
        return Outcome(0 if code is None else int(code), out.decode(), err.decode())

    return call


@pytest.fixture
def published(root: Path) -> Home:
    """City `testville` with two builds of two small tables."""
    new_pack(CITY)
    home = Home(root, CITY)
    home.warehouse.parent.mkdir(parents=True)
    for value in (1, 2):
        with duckdb.connect(str(home.warehouse)) as connection:
            write_published(connection, is_fictional=False)
            connection.execute(
                "create or replace table serving.board as"
                f" select * from (values ('甲区', {value}.5), ('乙[区]', null)) t(area, value)"
            )
        publishing.publish(home, publishing.TestOutcome(passed=7, warned=0))
    return home
