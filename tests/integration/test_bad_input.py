"""What a data clerk meets when something is wrong: a message that says what to do, and the rest goes on."""

import json
import os
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from anlan.cli.app import app
from anlan.errors import DeclarationError, InputError, UsageError
from orchestration.run import run
from orchestration.status import city_status
from tests.fixtures.small_town import CITY, HEADER, SmallTown, month_file


def anlan(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_files_that_cannot_be_taken_are_named_and_the_others_go_on(
    town: SmallTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One run with everything that can be wrong with a file; the good one is published."""
    town.put("202404.csv", month_file("202404", 9) + "2024-04-30 10:00:00,9999,是,001\n")
    town.put("202405.csv", "报警时间,警情类型代码,是否有效\n2024-05-01 10:00:00,1004,是\n")
    town.put("202406.csv", b"\x1f\x8b\x08\x00cut short")
    town.put("202407.csv", "")
    town.put("202408.csv", HEADER)
    town.put("202409.csv", month_file("202409", category="甲类"))
    town.put("September.csv", month_file("202309"))
    (town.home.inbox / "letter.docx").write_bytes(b"PK")
    result = anlan("run", CITY, "--json")
    report = json.loads(result.stdout)
    assert result.exit_code == 4
    assert "Traceback" not in result.output
    assert report["status"] == "published"
    assert report["unclaimed"] == ["letter.docx"]
    assert {message.split(":")[0] for message in report["left"]} == {
        f"alarms/{name}.csv" for name in ("202405", "202406", "202407", "202408", "202409", "September")
    }
    (good,) = [file for file in report["files"] if file["status"] == "loaded"]
    assert (good["rows_read"], good["rows_accepted"], good["rows_quarantined"]) == (10, 9, 1)
    assert town.alarms()["2024-04"] == 9

    # Nothing has changed: the run says what still needs a hand, reads nothing and publishes nothing.
    before = town.served()
    again = anlan("run", CITY)
    assert again.exit_code == 4
    assert "Nothing new" in again.stdout
    assert "202405.csv" in again.stderr
    assert town.served() == before

    # The declaration comes to know the category, the clerk takes the other files away: nothing is left to do.
    (town.pack / "crosswalk.csv").write_text("source_value,target\n1004,1004\n9999,1004\n", encoding="utf-8")
    declared = town.pack / "sources" / "alarms.yml"
    text = declared.read_text(encoding="utf-8")
    declared.write_text(
        text.replace("{column: 警情类型代码}", "{column: 警情类型代码, map: crosswalk.csv}"), encoding="utf-8"
    )
    for name in ("202405", "202406", "202407", "202408", "202409", "September"):
        (town.home.inbox / "alarms" / f"{name}.csv").unlink()
    corrected = anlan("run", CITY)
    assert town.alarms()["2024-04"] == 10
    status = city_status(CITY)
    assert status["quarantine"] == []
    assert corrected.exit_code == 4
    assert anlan("run", CITY).exit_code == 0


def messages(town: SmallTown, name: str, content: str | bytes) -> str:
    """What `anlan check` says of one file."""
    town.put(name, content)
    result = anlan("check", CITY, str(town.home.inbox / "alarms" / name))
    assert result.exit_code == 4
    return result.stdout


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "202405.csv",
            "报警时间,警情类型代码,是否有效,区\n2024-05-01 10:00:00,1004,是,001\n",
            "column '所属区代码' is missing (needed for the area). The file has: 报警时间, 警情类型代码, 是否有效, 区. "
            "Correct the file's header, or add its name to the source's declaration.",
        ),
        (
            "202405.csv",
            b"\x1f\x8b\x08\x00cut",
            "the compressed file is damaged or cut short. Ask the sender for it again.",
        ),
        ("202405.csv", "", "the file is empty. Ask the sender for a complete file."),
        ("202405.csv", HEADER, "has a header but no rows. Ask the sender for a complete file."),
        (
            "202405.csv",
            month_file("202405", category="甲类"),
            "30 of 30 rows would be refused, so the file is refused whole. Most often: unknown_category in category, "
            "e.g. '甲类' (30 rows).",
        ),
        ("202405.csv", b"\xff\xff\xff\xff", "is not written in utf-8, gb18030."),
        ("May.csv", month_file("202405"), "the period does not stand in the file's name"),
    ],
    ids=["missing column", "damaged", "empty", "no rows", "unknown category", "encoding", "no period in name"],
)
def test_check_tells_beforehand_why_a_file_would_be_refused(
    town: SmallTown, name: str, content: str | bytes, said: str
) -> None:
    assert said in messages(town, name, content)


def test_rows_that_fail_are_told_by_line_reason_and_value_alone(town: SmallTown) -> None:
    town.put(
        "202405.csv",
        month_file("202405", 20)
        + "2024-05-01 10:00:00,1004,是,777\n2024-13-01 10:00:00,1004,是,001\n2031-05-01 10:00:00,1004,是,001\n",
    )
    result = anlan("check", CITY, str(town.home.inbox / "alarms" / "202405.csv"))
    assert result.exit_code == 0
    told = [line.strip() for line in result.stdout.splitlines()]
    for what, where in (
        ("unknown_area, field district, column 所属区代码", "line 22: '777'"),
        ("invalid_date, field occurred_at, column 报警时间", "line 23: '2024-13-01 10:00:00'"),
        ("future_date, field occurred_at, column 报警时间", "line 24: '2031-05-01 10:00:00.000000'"),
    ):
        (index,) = [i for i, line in enumerate(told) if what in line]
        assert told[index + 1] == where


def test_check_writes_nothing(town: SmallTown) -> None:
    town.put("202405.csv", month_file("202405"))
    before = {path: path.stat().st_mtime_ns for path in town.home.root.rglob("*")}
    assert anlan("check", CITY, str(town.home.inbox / "alarms" / "202405.csv")).exit_code == 0
    assert {path: path.stat().st_mtime_ns for path in town.home.root.rglob("*")} == before


def test_an_unknown_city_is_told_with_those_there_are(town: SmallTown) -> None:
    with pytest.raises(
        UsageError, match=r"No city pack named 'nowhere'\. There are: smalltown, .*`anlan new-city nowhere`"
    ):
        run("nowhere")


def test_a_missing_inbox_publishes_nothing(town: SmallTown) -> None:
    before = town.served()
    with pytest.raises(InputError, match="does not exist"):
        run(CITY, town.home.root / "gone")
    assert town.served() == before


def test_a_wrong_declaration_stops_the_run_before_anything_is_read(town: SmallTown) -> None:
    declared = town.pack / "sources" / "alarms.yml"
    declared.write_text(declared.read_text(encoding="utf-8").replace("feed:", "fead:"), encoding="utf-8")
    town.put("202404.csv", month_file("202404"))
    with pytest.raises(DeclarationError, match=r"alarms\.yml: fead: unknown key"):
        run(CITY)
    assert city_status_feeds_unchanged(town)


def city_status_feeds_unchanged(town: SmallTown) -> bool:
    """No fourth file is known to the zones."""
    return len(list((town.home.landing / "alarms").iterdir())) == 3


def test_a_file_only_others_may_read_is_told_by_name(town: SmallTown, monkeypatch: pytest.MonkeyPatch) -> None:
    town.put("202404.csv", month_file("202404"))
    path = town.home.inbox / "alarms" / "202404.csv"
    path.chmod(0)
    if os.access(path, os.R_OK):
        _refuse_reading(path.name, monkeypatch)
    before = town.served()
    report = run(CITY)
    assert report.left == [
        "alarms/202404.csv: cannot be read (Permission denied). Check the file's permissions and that it is whole."
    ]
    assert (report.status, town.served()) == ("nothing_new", before)


def _refuse_reading(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An administrator may read everything; for him the refusal is made."""
    from pathlib import Path

    opened = Path.open

    def refuse(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.name == name:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", refuse)


def test_a_warehouse_that_another_program_holds_is_named(town: SmallTown, monkeypatch: pytest.MonkeyPatch) -> None:
    town.home.warehouse.write_bytes(b"not a database")
    town.put("202404.csv", month_file("202404"))
    before = town.served()
    result = anlan("run", CITY)
    assert "Traceback" not in result.output
    assert isinstance(result.exception, Exception)
    assert "cannot be opened" in str(result.exception)
    assert town.served() == before
