"""Take files from the inbox into landing: as they came, compressed, named by content.

The inbox is read and never changed. Landing is the only zone that may hold columns Anlan does not load, so it
is closed to other users of the machine. What a file means does not belong here.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from anlan.errors import InputError
from anlan.home import Home
from orchestration.ingest import manifest
from orchestration.ingest.claims import contested_message, is_contested, settle_claims
from orchestration.ingest.database import save_result
from orchestration.ingest.ledger import Ledger
from orchestration.ingest.zstandard import ZstdFile
from orchestration.registry.formats import DatabaseFormat
from orchestration.registry.pack import CityPack
from orchestration.registry.source import Source

# Already compressed: a second compression costs time and saves nothing.
_PACKED = {".gz", ".zst", ".zip", ".xlsx", ".xlsm", ".parquet"}
_PARTIAL, _QUERY = ".partial", ".query-"


class PassingError(InputError):
    """A file that cannot be taken at this moment and probably can be soon: it is still being written, or gone."""


@dataclass(frozen=True)
class InboxFile:
    """A file that a source claims. `name` is its path below the inbox (or below the pack).

    The result of a query is one too; it stands at `path` only once the query has run.
    """

    source: Source
    path: Path
    name: str


@dataclass(frozen=True)
class LandedFile:
    """A file in landing."""

    source: Source
    name: str
    sha256: str
    size: int
    path: Path
    # The line this landing wrote into the manifest; None if the content was there already.
    arrival: manifest.Arrival | None

    @property
    def file_id(self) -> str:
        return self.sha256[:16]


def find_files(pack: CityPack, inbox: Path, delivered: Collection[str] = ()) -> list[InboxFile]:
    """The files each source claims, in the order of their names.

    Args:
        delivered: sources of which files have come before. An inbox that was emptied since has nothing new.

    Raises:
        InputError: the inbox is missing; or nothing has ever come for the city, or for a required source.
    """
    takes_from_inbox = any(source.location == "inbox" and source.files for source in pack.sources)
    if takes_from_inbox and not inbox.is_dir():
        raise InputError(
            f"The inbox folder {inbox} does not exist. Make it and put the agencies' files there, "
            f"or name another with --inbox DIR."
        )
    found: list[InboxFile] = []
    for source in pack.sources:
        root = pack.folder if source.location == "pack" else inbox
        paths = sorted({path for pattern in source.files for path in root.glob(pattern) if path.is_file()})
        if source.required and not paths and source.source_id not in delivered:
            raise InputError(
                f"{source.source_id}: no file matches {' or '.join(source.files)} in {root}. "
                f"Put the file there, or correct `files` in the source's declaration."
            )
        found += [InboxFile(source, path, path.relative_to(root).as_posix()) for path in paths]
        if source.format.type == "database":
            found.append(InboxFile(source, root / source.result_name, source.result_name))
    in_pack = {source.source_id for source in pack.sources if source.location == "pack"}
    if takes_from_inbox and in_pack.issuperset(delivered) and all(file.source.location == "pack" for file in found):
        patterns = "\n  ".join(pattern for s in pack.sources if s.location == "inbox" for pattern in s.files)
        raise InputError(
            f"The inbox {inbox} holds no file that {pack.city_id} can take. Expected files like:\n  {patterns}\n"
            f"Put them there, or name another folder with --inbox DIR."
        )
    return found


def land(file: InboxFile, home: Home) -> LandedFile:
    """Copy one file into landing unless its content is there already; of a query, its result.

    Raises:
        PassingError: the file changes while it is read, or has gone since it was found.
        InputError: the file cannot be read, or the database not be asked.
    """
    home.landing.mkdir(parents=True, exist_ok=True, mode=0o700)
    declared = file.source.format
    if not isinstance(declared, DatabaseFormat):
        return _land(file, home)
    with tempfile.TemporaryDirectory(dir=home.landing, prefix=_QUERY) as folder:
        result = replace(file, path=Path(folder) / file.name)
        save_result(declared, file.source.source_id, result.path)
        return _land(result, home)


def _land(file: InboxFile, home: Home) -> LandedFile:
    folder = home.landing / file.source.source_id
    folder.mkdir(exist_ok=True, mode=0o700)
    try:
        before = _stamp(file.path)
        sha256, size = _measure(file.path)
        if _stamp(file.path) != before:
            raise _changing(file)
    except FileNotFoundError:
        raise PassingError(
            f"{file.name}: was in the inbox and is gone. If it was not taken away on purpose, put it back."
        ) from None
    except OSError as error:
        raise InputError(
            f"{file.name}: cannot be read ({error.strerror}). Check the file's permissions and that it is whole."
        ) from None
    suffix = "".join(file.path.suffixes[-2:]) if file.path.suffix in (".gz", ".zst") else file.path.suffix
    packed = file.path.suffix.lower() in _PACKED
    target = _landed(folder, sha256) or folder / f"{sha256}{suffix}{'' if packed else '.zst'}"
    arrival = None
    if not target.exists():
        # The line first: a kill in between must not leave a file that the manifest does not know.
        arrival = _note(home, file, sha256, size, target)
        copied = _copy(file.path, target, compress=not packed)
        if (copied, _stamp(file.path)) != (sha256, before):
            _partial(target).unlink()
            raise _changing(file)
        _partial(target).rename(target)
    return LandedFile(file.source, file.name, sha256, size, target, arrival)


def _landed(folder: Path, sha256: str) -> Path | None:
    """Content that is there already, however it was compressed then."""
    return next((path for path in folder.glob(f"{sha256}*") if path.suffix != _PARTIAL), None)


def _changing(file: InboxFile) -> PassingError:
    return PassingError(
        f"{file.name}: changes while it is read, so it was not taken. It is probably still being copied; "
        f"the next run takes it once it is whole."
    )


def _stamp(path: Path) -> tuple[int, int, int]:
    """What another content cannot have without somebody's intent: size, time of change, and which file it is."""
    status = path.stat()
    return status.st_size, status.st_mtime_ns, status.st_ino


def _measure(path: Path) -> tuple[str, int]:
    digest = hashlib.sha256()
    size = 0
    for block in _blocks(path):
        digest.update(block)
        size += len(block)
    return digest.hexdigest(), size


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            yield block


def _copy(origin: Path, target: Path, *, compress: bool) -> str:
    """Copy beside the target, under a name of its own; the SHA-256 of what was read."""
    partial = _partial(target)
    digest = hashlib.sha256()
    with partial.open("wb") as raw:
        packed = ZstdFile(raw, "wb", level=1) if compress else None
        for block in _blocks(origin):
            digest.update(block)
            (packed or raw).write(block)
        if packed:
            packed.close()
        raw.flush()
        os.fsync(raw.fileno())
    partial.chmod(0o400)
    return digest.hexdigest()


def _partial(target: Path) -> Path:
    return target.with_name(target.name + _PARTIAL)


def _note(home: Home, file: InboxFile, sha256: str, size: int, target: Path) -> manifest.Arrival:
    arrival = manifest.Arrival(
        sha256=sha256,
        source_id=file.source.source_id,
        feed=file.source.feed,
        file_name=file.name,
        size_bytes=size,
        landed_path=target.relative_to(home.landing).as_posix(),
        landed_at=_now(),
    )
    manifest.append(home, arrival)
    return arrival


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class LandingReport:
    """What was found in an inbox.

    `present`: (file_id, source_id) of all that was read. `repeated`: (name, name of the file with the same content).
    `unreadable`: messages; of these, `passing` are on files that can probably be read soon.
    """

    found: int = 0
    present: set[tuple[str, str]] = field(default_factory=set)
    new: list[str] = field(default_factory=list)
    repeated: list[tuple[str, str]] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    passing: list[str] = field(default_factory=list)
    unclaimed: list[str] = field(default_factory=list)


def land_inbox(pack: CityPack, home: Home, ledger: Ledger, inbox: Path) -> LandingReport:
    """Land every file that a source claims and note it in the ledger.

    Raises:
        InputError: the inbox is missing, or nothing has ever come for the city.
    """
    _remove_unfinished(home)
    manifest.recover_arrivals(pack, home, ledger)
    settle_claims(pack, ledger)
    known = ledger.files()
    found = find_files(pack, inbox, {entry.source_id for entry in known})
    contested = _contested(found)
    files = [file for file in found if file.path not in contested]
    report = LandingReport(found=len(files), unclaimed=_unclaimed(found, inbox), unreadable=list(contested.values()))
    names = {(entry.file_id, entry.source_id): entry.file_name for entry in known}
    newest = {(entry.source_id, entry.file_name): entry.file_id for entry in known}
    replaced = {(entry.file_id, entry.source_id) for entry in known if entry.status == "superseded"}
    for file in files:
        try:
            landed = land(file, home)
        except InputError as error:
            report.unreadable.append(str(error))
            if isinstance(error, PassingError):
                report.passing.append(str(error))
            continue
        key = (landed.file_id, file.source.source_id)
        report.present.add(key)
        if key in names:
            is_older = names[key] == file.name and newest[file.source.source_id, file.name] != landed.file_id
            if key not in replaced and not is_older:
                if names[key] != file.name:
                    report.repeated.append((file.name, names[key]))
                continue
            # A version that was replaced stands in the inbox again: it counts as having come last.
            replaced.discard(key)
        arrival = landed.arrival or _note(home, file, landed.sha256, landed.size, landed.path)
        ledger.forget(*key)
        manifest.register(ledger, arrival, file.source.feed)
        names[key] = file.name
        newest[file.source.source_id, file.name] = landed.file_id
        report.new.append(file.name)
    return report


def _remove_unfinished(home: Home) -> None:
    """Remove what a killed run left of a copy or of a query's result: the same file may never come again."""
    for partial in home.landing.glob(f"*/*{_PARTIAL}"):
        partial.unlink()
    for folder in home.landing.glob(f"{_QUERY}*"):
        shutil.rmtree(folder)


def _contested(files: list[InboxFile]) -> dict[Path, str]:
    """Files that several sources claim though not all of them say that they share theirs, and what to do."""
    claims: dict[Path, list[InboxFile]] = {}
    for file in files:
        claims.setdefault(file.path, []).append(file)
    return {
        path: contested_message(claimed[0].name, [file.source for file in claimed])
        for path, claimed in claims.items()
        if is_contested([file.source for file in claimed])
    }


def _unclaimed(files: list[InboxFile], inbox: Path) -> list[str]:
    claimed = {file.path for file in files}
    return sorted(
        path.relative_to(inbox).as_posix()
        for path in inbox.rglob("*")
        if path.is_file() and path not in claimed and not path.name.startswith(".")
    )
