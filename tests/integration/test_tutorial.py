"""The tutorials in docs/ are true: their files are written, their commands run, and the outputs are those printed."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from anlan.cli.app import app

DOCS = Path(__file__).resolve().parents[2] / "docs"
_BLOCK = re.compile(r"(?:<!-- (file|append): (\S+)(?: (\S+))? -->\n)?```(\w+)\n(.*?)```", re.DOTALL)
# What differs from run to run, and what a page says instead.
_VARYING = (
    (re.compile(r"\d{8}T\d{6}-[0-9a-f]{6}"), "20240301T060000-1a2b3c"),
    (re.compile(r"\d+\.\d+ s\b"), "9.9 s"),
    (re.compile(r"/\S+?(?=/cities/)"), "/srv/anlan"),
)


@dataclass(frozen=True)
class Block:
    """A file of the tutorial with its content, or commands with their outputs."""

    action: str
    name: str
    encoding: str
    text: str


def blocks(page: str) -> Iterator[Block]:
    for action, name, encoding, language, text in _BLOCK.findall(page):
        yield Block(action or language, name, encoding or "utf-8", text)


def output(command: str) -> str:
    """What a command prints on standard output, what varies made even."""
    text = CliRunner().invoke(app, shlex.split(command)[1:]).stdout
    for varying, said in _VARYING:
        text = varying.sub(said, text)
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


@pytest.mark.parametrize("name", ["new-city.zh.md", pytest.param("new-city.md", marks=pytest.mark.exhaustive)])
def test_every_command_of_the_tutorial_gives_the_output_it_shows(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANLAN_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.chdir(tmp_path)
    commands = 0
    for block in blocks((DOCS / name).read_text(encoding="utf-8")):
        path = tmp_path / block.name
        if block.action == "file":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding=block.encoding)
        elif block.action == "append":
            path.write_text(path.read_text(block.encoding) + block.text, encoding=block.encoding)
        elif block.action == "console":
            command, _, shown = block.text.partition("\n")
            assert output(command.removeprefix("$ ")) == shown.strip(), command
            commands += 1
    assert commands >= 8
