"""What ingesting a file would do, without doing it: for `anlan check`. Writes no zone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from anlan.errors import InputError
from orchestration.ingest.areas import AreaRegister, build_register
from orchestration.ingest.reading import read_table
from orchestration.ingest.rules import sort_rows
from orchestration.registry.feeds import Feed
from orchestration.registry.pack import CityPack
from orchestration.registry.source import Source

_EXAMPLES_A_REASON = 2


@dataclass(frozen=True)
class FileCheck:
    """How one file would be taken. `problem`: why it would be refused whole."""

    file_name: str
    source_id: str = ""
    encoding: str = ""
    rows_read: int = 0
    rows_accepted: int = 0
    examples: list[str] = field(default_factory=list)
    problem: str | None = None


def check_files(pack: CityPack, files: list[Path]) -> Iterator[FileCheck]:
    """Try each file against the source that claims it. Areas come from the pack's own register or from the
    files given.
    """
    claims = [(path, _claiming(pack, path)) for path in files]
    register = _register(pack, [(path, source) for path, source in claims if source])
    for path, source in claims:
        if source is None:
            yield FileCheck(path.name, problem=f"{path.name}: no source's `files` pattern fits this file's path.")
            continue
        try:
            yield _check_file(pack, source, path, register)
        except InputError as error:
            yield FileCheck(path.name, source.source_id, problem=str(error))


def _claiming(pack: CityPack, path: Path) -> Source | None:
    """The source one of whose patterns fits the end of the path."""
    for source in pack.sources:
        if any(path.resolve().match(pattern) for pattern in source.files):
            return source
    return None


def _check_file(pack: CityPack, source: Source, path: Path, register: AreaRegister | None) -> FileCheck:
    if not path.is_file():
        raise InputError(f"{path}: there is no such file.")
    if source.areas and register is None:
        raise InputError(
            f"{path.name}: its areas cannot be checked without the area register; name the register's file too."
        )
    table = read_table(path, path.name, source)
    places = None if source.feed == Feed.AREA_REGISTER else register
    result = sort_rows(table, source, pack, places, path.name, datetime.now(UTC).date())
    examples = [
        f"line {line}: {code} in {column}: {value!r}"
        for line, code, column, value in result.refused.group_by("reason_code", maintain_order=True)
        .head(_EXAMPLES_A_REASON)
        .select("line_number", "reason_code", "field", "value")
        .rows()
    ]
    return FileCheck(path.name, source.source_id, table.encoding, result.rows_read, result.accepted.height, examples)


def _register(pack: CityPack, claims: list[tuple[Path, Source]]) -> AreaRegister | None:
    frames: list[pl.DataFrame] = []
    for source in pack.sources_of(Feed.AREA_REGISTER):
        in_pack = source.location == "pack"
        paths = [path for pattern in source.files for path in sorted(pack.folder.glob(pattern))] if in_pack else []
        paths += [path for path, claimed in claims if claimed.source_id == source.source_id]
        for path in paths:
            table = read_table(path, path.name, source)
            frames.append(sort_rows(table, source, pack, None, path.name, datetime.now(UTC).date()).accepted)
    return build_register(pack.city, pl.concat(frames)) if frames else None
