"""Landing: originals by content, closed to other users, and an inbox that stays as it was."""

import gzip
import hashlib
import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from anlan.errors import InputError
from anlan.home import Home
from orchestration.ingest.landing import find_files, land, land_inbox
from orchestration.ingest.ledger import Ledger
from orchestration.ingest.manifest import MANIFEST
from orchestration.ingest.zstandard import ZstdFile
from orchestration.registry.pack import load_pack_folder

ALARMS = """
schema_version: 1
source_id: alarms
feed: police_alarms
title: {zh: 警情, en: alarms}
files: ["alarms/*.csv", "alarms/*.csv.gz"]
format: {type: csv}
columns:
  occurred_at: {column: time, formats: "%Y-%m-%d"}
  category: {column: category}
areas:
  - {level: district, column: district}
coverage: {by: events}
"""
CONTENT = "time,category,district\n2024-01-01,1004,1\n"


@pytest.fixture
def clerk(city: Any) -> Iterator[Any]:
    city.declare("alarms", ALARMS)
    (city.inbox / "alarms").mkdir()
    city.ledgers.append(Ledger(city.home.ledger))
    yield city
    for ledger in city.ledgers:
        ledger.close()


def land_all(clerk: Any) -> Any:
    return land_inbox(load_pack_folder(clerk.folder), clerk.home, clerk.ledgers[-1], clerk.inbox)


def landed_files(home: Home) -> list[Path]:
    return sorted(path for path in (home.landing / "alarms").iterdir())


def manifest(home: Home) -> list[dict[str, Any]]:
    lines = (home.landing / MANIFEST).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if '"alarms"' in line]


def test_a_file_is_kept_compressed_under_the_hash_of_its_content(clerk: Any) -> None:
    clerk.put("alarms/a.csv", CONTENT)
    land_all(clerk)
    (path,) = landed_files(clerk.home)
    assert path.name == hashlib.sha256(CONTENT.encode()).hexdigest() + ".csv.zst"
    with ZstdFile(path) as file:
        assert file.read() == CONTENT.encode()


def test_a_file_that_is_there_compressed_in_another_way_is_not_landed_again(clerk: Any) -> None:
    clerk.put("alarms/a.csv", CONTENT)
    land_all(clerk)
    (path,) = landed_files(clerk.home)
    other = path.with_suffix(".gz")
    other.write_bytes(gzip.compress(CONTENT.encode()))
    path.unlink()
    lines = manifest(clerk.home)
    assert land_all(clerk).new == []
    assert (landed_files(clerk.home), manifest(clerk.home)) == ([other], lines)


def test_only_the_owner_may_read_landing_and_nobody_may_change_a_file(clerk: Any) -> None:
    clerk.put("alarms/a.csv", CONTENT)
    land_all(clerk)
    (path,) = landed_files(clerk.home)
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(clerk.home.landing.stat().st_mode) == 0o700


def test_a_file_that_came_compressed_is_kept_as_it_came(clerk: Any) -> None:
    packed = gzip.compress(CONTENT.encode())
    (clerk.inbox / "alarms" / "a.csv.gz").write_bytes(packed)
    land_all(clerk)
    (path,) = landed_files(clerk.home)
    assert path.name == hashlib.sha256(packed).hexdigest() + ".csv.gz"
    assert path.read_bytes() == packed


def test_the_same_content_under_another_name_is_told_and_not_kept_twice(clerk: Any) -> None:
    clerk.put("alarms/a.csv", CONTENT)
    clerk.put("alarms/b.csv", CONTENT)
    report = land_all(clerk)
    assert [name for name in report.new if name.startswith("alarms/")] == ["alarms/a.csv"]
    assert report.repeated == [("alarms/b.csv", "alarms/a.csv")]
    assert len(landed_files(clerk.home)) == 1
    again = land_all(clerk)
    assert (again.new, again.repeated) == ([], [("alarms/b.csv", "alarms/a.csv")])


def test_the_manifest_has_one_line_a_landed_file(clerk: Any) -> None:
    clerk.put("alarms/一月.csv", CONTENT)
    land_all(clerk)
    land_all(clerk)
    (line,) = manifest(clerk.home)
    assert line["file_name"] == "alarms/一月.csv"
    assert line["sha256"] == hashlib.sha256(CONTENT.encode()).hexdigest()
    assert line["size_bytes"] == len(CONTENT)
    assert (clerk.home.landing / line["landed_path"]).exists()


def test_a_kill_before_the_copy_is_in_place_leaves_no_landed_file_without_its_line(
    clerk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk.put("alarms/a.csv", CONTENT)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", _killed)
        with pytest.raises(SystemExit):
            land_all(clerk)
    land_all(clerk)
    (path,) = [path for path in landed_files(clerk.home) if path.suffix == ".zst"]
    assert {line["landed_path"] for line in manifest(clerk.home)} == {f"alarms/{path.name}"}
    assert [file.file_name for file in clerk.ledgers[-1].files("police_alarms")] == ["alarms/a.csv"]


def _killed(*arguments: object) -> None:
    raise SystemExit


def test_a_kill_after_the_copy_still_leaves_the_file_in_the_manifest(
    clerk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk.put("alarms/a.csv", CONTENT)
    rename = Path.rename

    def rename_and_die(path: Path, target: Path) -> None:
        rename(path, target)
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", rename_and_die)
        with pytest.raises(SystemExit):
            land_all(clerk)
    land_all(clerk)
    assert len(landed_files(clerk.home)) == len(manifest(clerk.home)) == 1


def test_the_inbox_is_not_changed(clerk: Any) -> None:
    clerk.put("alarms/a.csv", CONTENT)
    clerk.put("notes.txt", "call back on Monday")
    before = {path: (path.stat().st_mtime_ns, path.stat().st_mode, path.read_bytes()) for path in files_in(clerk.inbox)}
    report = land_all(clerk)
    assert report.unclaimed == ["notes.txt"]
    assert {
        path: (path.stat().st_mtime_ns, path.stat().st_mode, path.read_bytes()) for path in files_in(clerk.inbox)
    } == before


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_that_cannot_be_read_is_told_and_the_others_land(clerk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk.put("alarms/a.csv", CONTENT)
    clerk.put("alarms/locked.csv", "secret")
    # As root every file can be read, so the refusal is made here.
    opened = Path.open

    def refuse(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.name == "locked.csv":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", refuse)
    report = land_all(clerk)
    assert report.unreadable == [
        "alarms/locked.csv: cannot be read (Permission denied). Check the file's permissions and that it is whole."
    ]
    assert "alarms/a.csv" in report.new


def test_a_missing_inbox_says_what_to_do(clerk: Any) -> None:
    missing = clerk.inbox / "gone"
    with pytest.raises(
        InputError, match=r"inbox folder .*/gone does not exist\. Make it .* or name another with --inbox DIR"
    ):
        land_inbox(load_pack_folder(clerk.folder), clerk.home, clerk.ledgers[-1], missing)


def test_an_inbox_without_a_file_for_the_city_names_the_files_expected(clerk: Any) -> None:
    clerk.put("notes.txt", "call back on Monday")
    with pytest.raises(
        InputError, match=r"holds no file that testville can take(.|\n)*alarms/\*\.csv(.|\n)*--inbox DIR"
    ):
        land_all(clerk)


def test_an_inbox_that_was_emptied_has_nothing_new(clerk: Any) -> None:
    declaration = (clerk.folder / "sources" / "alarms.yml").read_text(encoding="utf-8")
    clerk.declare("alarms", declaration + "required: true\n")
    clerk.put("alarms/a.csv", CONTENT)
    assert land_all(clerk).new == ["alarms/a.csv", "areas.csv"]
    (clerk.inbox / "alarms" / "a.csv").unlink()
    report = land_all(clerk)
    assert (report.new, report.unreadable) == ([], [])
    assert [file.status for file in clerk.ledgers[-1].files("police_alarms")] == ["landed"]


def test_a_pack_that_brings_all_its_files_needs_no_inbox(clerk: Any) -> None:
    (clerk.folder / "sources" / "alarms.yml").unlink()
    found = find_files(load_pack_folder(clerk.folder), clerk.inbox / "gone")
    assert [file.name for file in found] == ["areas.csv"]


def test_a_required_file_that_is_missing_is_named(clerk: Any) -> None:
    clerk.put("alarms/a.csv", CONTENT)
    (clerk.folder / "areas.csv").unlink()
    clerk.declare("areas", (clerk.folder / "sources" / "areas.yml").read_text(encoding="utf-8") + "required: true\n")
    with pytest.raises(
        InputError, match=r"areas: no file matches areas\.csv in .*Put the file there, or correct `files`"
    ):
        land_all(clerk)


def test_a_full_disk_is_said_to_be_the_reason(clerk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk.put("alarms/a.csv", CONTENT)

    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("orchestration.ingest.landing.os.fsync", full)
    with pytest.raises(OSError, match="No space left on device"):
        land_all(clerk)
    monkeypatch.undo()
    report = land_all(clerk)
    assert "alarms/a.csv" in report.new
    assert len([path for path in landed_files(clerk.home) if path.suffix == ".zst"]) == 1


def test_landing_one_file_twice_gives_the_same_place(clerk: Any) -> None:
    clerk.put("alarms/a.csv", CONTENT)
    pack = load_pack_folder(clerk.folder)
    (found,) = [file for file in find_files(pack, clerk.inbox) if file.source.source_id == "alarms"]
    assert land(found, clerk.home).path == land(found, clerk.home).path
