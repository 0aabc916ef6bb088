"""The form of a published snapshot: where it lies, what its manifest says, how it is opened.

The writer (`orchestration.publish`) and every reader (pages, SQL) agree here and nowhere else. Nothing in
this module writes a zone.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
from pydantic import BaseModel, ConfigDict, ValidationError

from anlan.errors import UsageError
from anlan.home import Home

DATABASE = "anlan.duckdb"
MANIFEST = "build.json"
CURRENT = "CURRENT"
# Raised when a published table changes in a way an older reader cannot take.
FORMAT_VERSION = 1

_SETTINGS: dict[str, str | bool | int] = {
    # One thread a query: many readers share two cores, and a mart query takes about a millisecond.
    "threads": 1,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "enable_external_access": False,
    "lock_configuration": True,
}

# Memory for who reads a few rows of many, as pages do: so many megabytes at least, and this part of the database.
_FEW_ROWS = 80
_PART_OF_DATABASE = 0.23


class Build(BaseModel):
    """Manifest of one snapshot, `build.json` beside its database."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    format_version: int
    build_id: str
    city_id: str
    built_at: datetime
    as_of: date | None
    is_fictional: bool
    tables: dict[str, int]
    tests_passed: int
    tests_warned: int
    anlan_version: str


def folder(home: Home, build_id: str) -> Path:
    return home.serving / build_id


def database(home: Home, build_id: str) -> Path:
    return folder(home, build_id) / DATABASE


def current_build_id(home: Home) -> str | None:
    """Id of the served build, or None where nothing was published yet."""
    try:
        return (home.serving / CURRENT).read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def read_build(home: Home, build_id: str) -> Build:
    path = folder(home, build_id) / MANIFEST
    try:
        build = Build.model_validate_json(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        build = None
    except ValidationError:
        raise UsageError(
            f"{path} is damaged. Delete the folder {path.parent.name}; another build can be served."
        ) from None
    # A build that is still being made stands in a folder of another name.
    if build is None or build.build_id != build_id:
        raise UsageError(
            f"No build {build_id} of {home.city_id}. `anlan status {home.city_id}` lists the builds there are."
        )
    return build


def current_build(home: Home) -> Build:
    build_id = current_build_id(home)
    if build_id is None:
        raise UsageError(f"Nothing is published for {home.city_id} yet. Run `anlan run {home.city_id}` first.")
    return read_build(home, build_id)


def builds(home: Home) -> list[Build]:
    """All complete builds whose manifest can be read, newest first."""
    return _read_all(home)[0]


def damaged_builds(home: Home) -> list[str]:
    """What is wrong with builds whose manifest cannot be read, a message each."""
    return _read_all(home)[1]


def _read_all(home: Home) -> tuple[list[Build], list[str]]:
    found, damaged = [], []
    # A name that opens with a dot is a build being made, or what a killed run left of one.
    for path in sorted(home.serving.glob(f"[!.]*/{MANIFEST}")):
        try:
            found.append(read_build(home, path.parent.name))
        except UsageError as error:
            damaged.append(str(error))
    return sorted(found, key=lambda build: build.built_at, reverse=True), damaged


def connect(path: Path, *, is_bounded: bool = True) -> duckdb.DuckDBPyConnection:
    """Open a snapshot read-only, shut off from files and network, its settings locked.

    `is_bounded`: it takes the memory that pages need; else what the machine has. All that a process opens at once must
    agree on it.

    Snapshots are opened by their own resolved name: DuckDB caches instances by path, so a path that is
    renamed over would keep giving the old data.
    """
    # Given at opening and not by `set`: an open snapshot is shared within a process, and its settings are locked.
    megabytes = max(_FEW_ROWS, round(path.stat().st_size / 1e6 * _PART_OF_DATABASE))
    settings: dict[str, Any] = _SETTINGS | ({"memory_limit": f"{megabytes}MB"} if is_bounded else {})
    return duckdb.connect(str(path.resolve()), read_only=True, config=settings)
