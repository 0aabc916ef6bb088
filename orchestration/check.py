"""What ingesting a file would do, without doing it: for `anlan check`. Writes no zone."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from anlan.errors import InputError
from orchestration.ingest.areas import AreaRegister, build_register
from orchestration.ingest.batches import Tally
from orchestration.ingest.load import refuse_if_mostly_wrong
from orchestration.ingest.privacy.gate import screened
from orchestration.ingest.reading import read_table
from orchestration.ingest.rows import coverage_of, days_of_rows
from orchestration.ingest.rules import Sorted, sort_rows
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
    claims = [_claim(pack, path) for path in files]
    register = _with_polygons(pack, claims, _register(pack, claims))
    for claim in claims:
        if claim.source is None:
            yield FileCheck(claim.name, problem=f"{claim.path}: no source's `files` pattern fits this file's path.")
            continue
        try:
            yield _check_file(pack, claim.source, claim, register)
        except InputError as error:
            yield FileCheck(claim.name, claim.source.source_id, problem=str(error))


@dataclass(frozen=True)
class _Claim:
    """A file, its name as it would be below the inbox, and the source that takes it."""

    path: Path
    name: str
    source: Source | None


def _claim(pack: CityPack, path: Path) -> _Claim:
    """The source one of whose patterns fits the end of the path."""
    for source in pack.sources:
        for pattern in source.files:
            if path.resolve().match(pattern):
                depth = len(Path(pattern).parts)
                return _Claim(path, "/".join(path.resolve().parts[-depth:]), source)
    return _Claim(path, path.name, None)


def _check_file(pack: CityPack, source: Source, claim: _Claim, register: AreaRegister | None) -> FileCheck:
    if source.areas and register is None:
        raise InputError(
            f"{claim.name}: its areas cannot be checked without the area register; name the register's file too."
        )
    places = None if source.feed == Feed.AREA_REGISTER else register
    encoding, result = _read(pack, source, claim, places)
    tally = Tally()
    tally.count(result.rows_read, result.refused)
    refuse_if_mostly_wrong(tally, claim.name, pack)
    coverage_of(source, days_of_rows(source, result.accepted), claim.name)
    examples = [
        f"line {line}: {code} in {column}: {value!r}"
        for line, code, column, value in result.refused.group_by("reason_code", maintain_order=True)
        .head(_EXAMPLES_A_REASON)
        .select("line_number", "reason_code", "field", "value")
        .rows()
    ]
    return FileCheck(claim.name, source.source_id, encoding, result.rows_read, result.accepted.height, examples)


def _read(pack: CityPack, source: Source, claim: _Claim, register: AreaRegister | None) -> tuple[str, Sorted]:
    """The file's encoding and its sorted rows."""
    try:
        table = screened(read_table(claim.path, claim.name, source), source, claim.name)
    except OSError as error:
        raise InputError(f"{claim.path}: cannot be read ({error.strerror}). Check its path and permissions.") from None
    today = pack.city.day_of(datetime.now(UTC))
    return table.encoding, sort_rows(table, source, pack, register, claim.name, today)


def _register(pack: CityPack, claims: list[_Claim]) -> AreaRegister | None:
    rows = _rows_at_hand(pack, claims, Feed.AREA_REGISTER, None)
    return None if rows is None else build_register(pack.city, rows, pack.unknown_within)


def _with_polygons(pack: CityPack, claims: list[_Claim], register: AreaRegister | None) -> AreaRegister | None:
    if register is None or not pack.finds_points:
        return register
    return replace(register, polygons=_rows_at_hand(pack, claims, Feed.AREA_POLYGONS, register))


def _rows_at_hand(
    pack: CityPack, claims: list[_Claim], feed: Feed, register: AreaRegister | None
) -> pl.DataFrame | None:
    """Accepted rows of the files of a feed that stand in the pack itself, and of those given."""
    frames: list[pl.DataFrame] = []
    for source in pack.sources_of(feed):
        in_pack = source.location == "pack"
        paths = {path.resolve() for pattern in source.files for path in pack.folder.glob(pattern)} if in_pack else set()
        paths |= {claim.path.resolve() for claim in claims if claim.source == source and claim.path.is_file()}
        frames += [_read(pack, source, _Claim(path, path.name, source), register)[1].accepted for path in sorted(paths)]
    return pl.concat(frames) if frames else None
