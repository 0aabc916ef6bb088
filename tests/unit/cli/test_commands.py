"""Commands: help with examples, exit codes, messages without tracebacks, and results in every format."""

import csv
import io
import json
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from anlan import snapshot
from anlan.cli.app import app
from anlan.errors import BusyError
from anlan.home import Home
from orchestration.run import RunReport

Anlan = Callable[..., Any]
COMMANDS = ("demo", "run", "check", "new-city", "serve", "sql", "status", "rollback")
BOARD = "select area, value from serving.board order by value nulls last"


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command_has_examples(command: str) -> None:
    result = CliRunner().invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert "Example" in result.output
    assert f"anlan {command}" in result.output


def test_help_lists_every_command_with_what_it_does() -> None:
    lines = CliRunner().invoke(app, ["--help"]).output.splitlines()
    for command in COMMANDS:
        assert any(f" {command} " in line and len(line.split()) > 3 for line in lines), command


@pytest.mark.parametrize(
    "arguments",
    [["frobnicate"], ["run"], ["run", "--colour", "x"], ["sql", "x", "--format", "xml"], ["serve", "x", "--port", "0"]],
)
def test_a_wrong_call_ends_with_2_and_the_usage(anlan: Anlan, arguments: list[str]) -> None:
    ended = anlan(*arguments)
    assert ended.code == 2
    assert "Usage: " in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("command", ["run", "check", "serve", "sql", "status", "rollback"])
def test_an_unknown_city_ends_with_2_and_says_what_to_do(anlan: Anlan, command: str) -> None:
    ended = anlan(command, "gotham", *(["x"] if command == "rollback" else []))
    assert ended.code == 2
    assert ended.out == ""
    assert "No city pack named 'gotham'. There are: " in ended.err
    assert "`anlan new-city gotham` makes one" in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("arguments", [["--traceback", "status", "gotham"], ["status", "gotham", "--traceback"]])
def test_a_traceback_is_shown_when_asked_for_before_or_behind_the_command(
    root: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["anlan", *arguments])
    from anlan.cli import main
    from anlan.errors import UsageError

    monkeypatch.setenv("ANLAN_TRACEBACK", "")
    with pytest.raises(UsageError, match="gotham"):
        main()


@pytest.mark.parametrize("command", ["sql", "serve"])
def test_a_city_without_a_build_is_told_to_run_first(anlan: Anlan, command: str) -> None:
    assert anlan("new-city", "testville").code == 0
    ended = anlan(command, "testville", *(["select 1"] if command == "sql" else []))
    assert ended.code == 2
    assert "Nothing is published for testville yet. Run `anlan run testville` first." in ended.err


def test_a_new_city_is_made_checked_and_not_made_twice(anlan: Anlan, root: Path) -> None:
    made = anlan("new-city", "testville")
    assert made.code == 0
    assert (
        f"Made {root / 'cities' / 'testville'}. Fill in city.yml and sources/, then: anlan check testville" in made.out
    )
    checked = anlan("check", "testville")
    assert checked.code == 0
    assert "2 sources, 2 levels" in checked.out
    again = anlan("new-city", "testville")
    assert (again.code, again.out) == (2, "")
    assert "There is a pack named 'testville' already" in again.err


def test_a_wrong_declaration_ends_with_2_and_names_file_and_key(anlan: Anlan, root: Path) -> None:
    anlan("new-city", "testville")
    path = root / "cities" / "testville" / "city.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("timezone", "time[zone]"), encoding="utf-8")
    ended = anlan("check", "testville")
    assert ended.code == 2
    assert f"{path}: time[zone]: unknown key" in ended.err


def test_a_country_without_a_calendar_is_found_by_check(anlan: Anlan, root: Path) -> None:
    anlan("new-city", "testville")
    path = root / "cities" / "testville" / "city.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("country: CN", "country: XX"), encoding="utf-8")
    ended = anlan("check", "testville")
    assert ended.code == 2
    assert "city.yml: holidays.country: no holidays of 'XX' are known" in ended.err


def test_a_missing_inbox_ends_with_1(anlan: Anlan, root: Path) -> None:
    anlan("new-city", "testville")
    ended = anlan("run", "testville")
    assert ended.code == 1
    assert f"The inbox folder {root / 'inbox' / 'testville'} does not exist. Make it" in ended.err
    assert not (root / "serving").exists()


@pytest.mark.parametrize("name", ["gone.csv", "other.txt"])
def test_check_of_a_file_that_is_not_there_or_nobody_takes_ends_with_4(anlan: Anlan, root: Path, name: str) -> None:
    anlan("new-city", "testville")
    ended = anlan("check", "testville", str(root / "alarms" / name))
    assert ended.code == 4
    expected = (
        "cannot be read (No such file or directory)" if name == "gone.csv" else "no source's `files` pattern fits"
    )
    assert expected in ended.out


def test_check_shows_what_is_declared_not_personal_and_why(anlan: Anlan, root: Path) -> None:
    anlan("new-city", "testville")
    declaration = root / "cities" / "testville" / "sources" / "alarms.yml"
    declaration.write_text(declaration.read_text("utf-8") + 'not_personal: {Name: "names of [boroughs]"}\n', "utf-8")
    ended = anlan("check", "testville")
    assert ended.code == 0
    assert "alarms: column 'Name' is declared not personal: names of [boroughs]" in ended.out


# What the run's exit code says


def report(**changes: Any) -> RunReport:
    values: dict[str, Any] = {
        "city_id": "testville",
        "status": "nothing_new",
        "reasons": [],
        "files": [],
        "quarantined": {},
        "unmapped": [],
        "repeated": [],
        "unclaimed": [],
        "left": [],
        "build_id": "b1",
        "as_of": None,
        "seconds": 0.1,
    }
    return RunReport(**(values | changes))


def run_gives(monkeypatch: pytest.MonkeyPatch, result: RunReport | BaseException) -> None:
    def run(*arguments: Any, **options: Any) -> RunReport:
        if isinstance(result, RunReport):
            return result
        raise result

    monkeypatch.setattr("orchestration.run.run", run)


def test_a_run_with_nothing_new_says_so_and_ends_with_0(anlan: Anlan, monkeypatch: pytest.MonkeyPatch) -> None:
    run_gives(monkeypatch, report())
    ended = anlan("run", "testville")
    assert ended.code == 0
    assert "Nothing new for testville; build b1 stays." in ended.out


def test_a_run_that_leaves_something_ends_with_4_and_names_it(anlan: Anlan, monkeypatch: pytest.MonkeyPatch) -> None:
    run_gives(monkeypatch, report(left=["alarms/[5月].csv: the file is empty."]))
    ended = anlan("run", "testville")
    assert ended.code == 4
    assert "alarms/[5月].csv: the file is empty." in ended.err


def test_the_summary_as_json_is_all_there_is_on_standard_output(anlan: Anlan, monkeypatch: pytest.MonkeyPatch) -> None:
    run_gives(monkeypatch, report(left=["x"]))
    ended = anlan("run", "testville", "--json")
    assert ended.code == 4
    assert json.loads(ended.out)["left"] == ["x"]


@pytest.mark.parametrize(
    ("problem", "code", "said"),
    [
        (BusyError("Another run is writing testville."), 3, "Another run is writing testville."),
        (OSError(28, "No space left on device", "/data/raw"), 1, "/data/raw: No space left on device. Check the path"),
        (KeyboardInterrupt(), 130, "Interrupted. Nothing half-done is published"),
        (ZeroDivisionError("oops"), 1, "ZeroDivisionError: oops"),
    ],
    ids=["busy", "disk full", "interrupted", "fault"],
)
def test_whatever_stops_a_run_it_ends_with_a_message_and_no_traceback(
    anlan: Anlan, monkeypatch: pytest.MonkeyPatch, problem: BaseException, code: int, said: str
) -> None:
    run_gives(monkeypatch, problem)
    ended = anlan("run", "testville")
    assert ended.code == code
    assert said in ended.err
    assert "Traceback" not in ended.err


def test_a_fault_of_ours_says_how_to_report_it(anlan: Anlan, monkeypatch: pytest.MonkeyPatch) -> None:
    run_gives(monkeypatch, ZeroDivisionError("oops"))
    assert "`anlan --traceback run testville`" in anlan("run", "testville").err


# SQL


def test_sql_as_a_table(anlan: Anlan, published: Home) -> None:
    ended = anlan("sql", "testville", BOARD)
    assert ended.code == 0
    assert [line.split() for line in ended.out.splitlines()] == [["area", "value"], ["甲区", "2.5"], ["乙[区]"]]


def test_sql_as_csv_and_json_on_standard_output(anlan: Anlan, published: Home) -> None:
    as_csv = anlan("sql", "testville", BOARD, "--format", "csv").out
    assert list(csv.reader(io.StringIO(as_csv))) == [["area", "value"], ["甲区", "2.5"], ["乙[区]", ""]]
    as_json = json.loads(anlan("sql", "testville", BOARD, "--format", "json").out)
    assert [row["area"] for row in as_json] == ["甲区", "乙[区]"]
    assert as_json[1]["value"] is None


@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_sql_into_a_file(anlan: Anlan, published: Home, root: Path, form: str) -> None:
    path = root / f"out.{form}"
    ended = anlan("sql", "testville", BOARD, "--format", form, "--output", str(path))
    assert (ended.code, ended.out) == (0, "")
    assert f"2 rows written to {path}." in ended.err
    read = {"csv": pl.read_csv, "json": pl.read_json, "parquet": pl.read_parquet}[form]
    assert read(path)["area"].to_list() == ["甲区", "乙[区]"]
    # Spreadsheets take a CSV file for UTF-8 only if it opens with the mark.
    assert path.read_bytes().startswith(b"\xef\xbb\xbf") == (form == "csv")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([BOARD, "--format", "parquet"], "Parquet is written to a file: add --output FILE."),
        ([BOARD, "--output", "x.txt"], "choose --format csv, json or parquet for a file"),
        (["select 1 +"], "The query failed: Parser Error"),
        (["select * from nothing"], "The query failed: Catalog Error"),
        (["drop table serving.board"], "The query failed"),
        (["select * from read_csv('/etc/passwd')"], "The query failed: Permission Error"),
        (["/* nothing */"], "The query is empty."),
        (["select interval 1 day"], "Cast it to varchar."),
        (["select [1, 2] as pair", "--format", "csv"], "The result cannot be written as csv"),
        ([".tables"], "The query failed"),
    ],
)
def test_sql_that_cannot_be_answered_ends_with_2(
    anlan: Anlan, published: Home, arguments: list[str], said: str
) -> None:
    ended = anlan("sql", "testville", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert "Traceback" not in ended.err


def test_sql_into_a_folder_that_is_not_there_is_told(anlan: Anlan, published: Home, root: Path) -> None:
    ended = anlan("sql", "testville", BOARD, "--format", "csv", "--output", str(root / "gone" / "out.csv"))
    assert ended.code == 1
    assert "No such file or directory" in ended.err
    assert "fault of Anlan" not in ended.err


def test_the_prompt_lists_tables_goes_on_after_a_mistake_and_leaves(
    anlan: Anlan, published: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = iter([".tables", "select 1 +", "", "select area from serving.board where value > 0;", ".quit"])
    monkeypatch.setattr("builtins.input", lambda prompt: next(lines))
    ended = anlan("sql", "testville")
    assert ended.code == 0
    assert "serving.board" in ended.out
    assert "甲区" in ended.out
    assert "The query failed: Parser Error" in ended.err


# Builds


def test_status_tells_the_served_build_and_the_others(anlan: Anlan, published: Home) -> None:
    served = snapshot.current_build_id(published)
    status = json.loads(anlan("status", "testville", "--json").out)
    assert status["served"] == served
    assert len(status["builds"]) == 2
    assert (status["run_in_progress"], status["pending_months"]) == (False, 0)
    assert f"{served}" in anlan("status", "testville").out


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe"])
def test_status_names_a_damaged_build_and_tells_the_rest(anlan: Anlan, published: Home, content: bytes) -> None:
    newest, older = snapshot.builds(published)
    (snapshot.folder(published, older.build_id) / snapshot.MANIFEST).write_bytes(content)
    ended = anlan("status", "testville")
    assert ended.code == 0
    assert newest.build_id in ended.out
    assert f"build.json is damaged. Delete the folder {older.build_id}" in ended.err
    assert [build["build_id"] for build in json.loads(anlan("status", "testville", "--json").out)["builds"]] == [
        newest.build_id
    ]


def test_status_of_a_city_that_never_ran(anlan: Anlan) -> None:
    anlan("new-city", "testville")
    ended = anlan("status", "testville")
    assert ended.code == 0
    assert "served build: none yet" in ended.out


def test_rollback_serves_the_earlier_build_and_refuses_what_makes_no_sense(anlan: Anlan, published: Home) -> None:
    newest, older = snapshot.builds(published)
    assert anlan("rollback", "testville", newest.build_id).code == 2
    ended = anlan("rollback", "testville", older.build_id)
    assert ended.code == 0
    assert f"testville now serves build {older.build_id}, data to 2024-04-30." in ended.out
    assert "1.5" in anlan("sql", "testville", BOARD).out
    unknown = anlan("rollback", "testville", "20200101T000000-abcdef")
    assert unknown.code == 2
    assert "No build 20200101T000000-abcdef of testville. `anlan status testville` lists" in unknown.err


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_in_use_is_told_before_any_work(anlan: Anlan, published: Home, root: Path, command: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        city = [] if command == "demo" else ["testville"]
        ended = anlan(command, *city, "--port", str(port))
    assert ended.code == 2
    assert f"Port {port} on 127.0.0.1 is in use. Stop what uses it, or choose another with `--port " in ended.err
    assert not (root / "inbox").exists()


def test_what_is_published_is_asked_whatever_was_declared_since(anlan: Anlan, published: Home, root: Path) -> None:
    path = root / "cities" / "testville" / "city.yml"
    path.write_text("city_id: [", encoding="utf-8")
    assert anlan("sql", "testville", BOARD).code == 0


def test_a_server_of_pages_loads_no_library_of_frames() -> None:
    """Each costs it a tenth of its memory."""
    loads = (
        "import sys, anlan.cli.app, anlan.cli.serve, dashboards.serve; print({'polars', 'pandas'} & set(sys.modules))"
    )
    ended = subprocess.run([sys.executable, "-c", loads], capture_output=True, check=True, text=True)
    assert ended.stdout.strip() == "set()"
