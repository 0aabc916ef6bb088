"""The bytes in a landed file: layers of gzip and Zstandard taken off, zip archives opened, never more than a sane file
holds.

What the bytes say does not belong here. Nothing is ever unpacked to disk.
"""

import gzip
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TypeAlias, cast

from anlan.errors import InputError
from orchestration.ingest.zstandard import ZstdError, ZstdFile

BLOCK = 1 << 20
# How a layer of compression begins → how it is taken off.
_LAYERS_BY_MAGIC: dict[bytes, Callable[[IO[bytes]], IO[bytes]]] = {
    b"\x1f\x8b": lambda file: cast("IO[bytes]", gzip.GzipFile(fileobj=file, mode="rb")),
    b"\x28\xb5\x2f\xfd": lambda file: cast("IO[bytes]", ZstdFile(file)),
}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# Landing compresses what came uncompressed, so one layer is ours; senders have been seen to pack twice.
_LAYERS = 3
_ENCRYPTED = 0x1
# A zip archive that holds this is an Excel workbook, not a wrapping.
_WORKBOOK = "[Content_Types].xml"
# What else reading a broken archive ends in: impossible positions, names, or ways of packing.
_BAD_ARCHIVE = (OSError, ValueError, RuntimeError, lzma.LZMAError)
_DAMAGE = (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, ZstdError)
# A way to open the bytes once more: a file is read again where the first of its encodings does not fit.
_Opener: TypeAlias = Callable[[], AbstractContextManager[IO[bytes]]]


@dataclass(frozen=True)
class Limits:
    """What no honest file exceeds.

    `ratio`: unpacked bytes to packed ones, above `free_bytes`; text packs 5 to 50 times, bombs a thousand times.
    `whole_bytes`: of a file that has to be held whole. `line_bytes`: of one line.
    """

    ratio: int = 250
    free_bytes: int = 64 << 20
    whole_bytes: int = 4 << 30
    line_bytes: int = 1 << 20


@dataclass(frozen=True)
class Content:
    """The unpacked bytes of a file, or of one file of an archive; can be read again."""

    name: str
    packed_bytes: int
    limits: Limits
    open: _Opener

    def blocks(self) -> Iterator[bytes]:
        """The bytes in blocks of at most 1 MiB.

        Raises:
            InputError: the packed file is damaged, or holds far more than it could.
        """
        most = max(self.limits.free_bytes, self.packed_bytes * self.limits.ratio)
        total = 0
        try:
            with self.open() as file:
                while block := file.read(BLOCK):
                    total += len(block)
                    if total > most:
                        raise _bomb(self.name)
                    yield block
        except _DAMAGE:
            raise _damaged(self.name) from None

    def read(self) -> bytes:
        """All bytes at once.

        Raises:
            InputError: as for `blocks`, or there are too many to be held.
        """
        memory = io.BytesIO()
        for block in self.blocks():
            memory.write(block)
            if memory.tell() > self.limits.whole_bytes:
                raise InputError(
                    f"{self.name}: larger than {self.limits.whole_bytes >> 20:,} MiB, which is too much for a file of "
                    f"its type. Ask the sender for several smaller files, or for CSV."
                )
        return memory.getvalue()


def unpack(path: Path, name: str, members: str | None, limits: Limits) -> list[Content]:
    """The contents of one landed file, in the order of their names.

    Args:
        members: pattern of the names of an archive's files that are wanted; None if there must be one only.

    Raises:
        InputError: the file is damaged, packed too often, or an archive that cannot be taken.
    """
    size = path.stat().st_size
    layers: list[Callable[[IO[bytes]], IO[bytes]]] = []
    while True:
        content = Content(name, size, limits, _opener(path, tuple(layers)))
        head = next(content.blocks(), b"")[:4]
        layer = next((opened for magic, opened in _LAYERS_BY_MAGIC.items() if head.startswith(magic)), None)
        if layer is None:
            break
        layers.append(layer)
        if len(layers) > _LAYERS:
            raise InputError(
                f"{name}: is compressed more than {_LAYERS} times over. Ask the sender for the file itself."
            )
    if head not in _ZIP:
        return [content]
    return _members(content, io.BytesIO(content.read()) if layers else path, members)


def _opener(path: Path, layers: tuple[Callable[[IO[bytes]], IO[bytes]], ...]) -> _Opener:
    @contextmanager
    def opened() -> Iterator[IO[bytes]]:
        with ExitStack() as stack:
            file: IO[bytes] = stack.enter_context(path.open("rb"))
            for layer in layers:
                file = stack.enter_context(layer(file))
            yield file

    return opened


def _members(archive: Content, origin: Path | io.BytesIO, pattern: str | None) -> list[Content]:
    name, limits = archive.name, archive.limits
    try:
        everything, encoding = _directory(origin)
    except (*_DAMAGE, *_BAD_ARCHIVE):
        raise _damaged(name) from None
    if any(info.filename == _WORKBOOK for info in everything):
        return [archive]
    refuse_archive(name, everything, archive.packed_bytes, limits)
    found = [info for info in everything if not _is_side_file(info)]
    wanted = [info for info in found if pattern is None or re.search(pattern, info.filename)]
    held = ", ".join(info.filename for info in found) or "nothing"
    if not wanted:
        raise InputError(f"{name}: no file in the archive fits format.members; it holds {held}. Correct the pattern.")
    if pattern is None and len(wanted) > 1:
        raise InputError(
            f"{name}: the archive holds {len(wanted)} files ({held}). Declare format.members, a pattern of the names "
            f"of those that are to be read."
        )
    wanted.sort(key=lambda info: info.filename)
    return [
        Content(f"{name}/{info.filename}", archive.packed_bytes, limits, _member_opener(origin, info, encoding))
        for info in wanted
    ]


def _directory(origin: Path | io.BytesIO) -> tuple[list[zipfile.ZipInfo], str | None]:
    # Archives made on a Chinese Windows have names in its code page and do not say so.
    for encoding in ("gb18030", None):
        try:
            with zipfile.ZipFile(origin, metadata_encoding=encoding) as archive:
                return archive.infolist(), encoding
        except UnicodeDecodeError:
            continue
    raise AssertionError("names in cp437 can always be decoded")


def _is_side_file(info: zipfile.ZipInfo) -> bool:
    """A folder, or what operating systems leave in archives (`__MACOSX/`, `.DS_Store`)."""
    path = PurePosixPath(info.filename)
    return info.is_dir() or path.name.startswith(".") or path.parts[:1] == ("__MACOSX",)


def refuse_archive(name: str, found: list[zipfile.ZipInfo], packed_bytes: int, limits: Limits) -> None:
    """Refuse what no sender means: paths outside the archive, passwords, bombs.

    Raises:
        InputError: says which of these it is.
    """
    for info in found:
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or re.match("[A-Za-z]:", info.filename):
            raise InputError(
                f"{name}: the archive holds a path that leads out of it ({info.filename!r}), which only a harmful or "
                f"broken one does. Do not open it; ask the sender for the file itself."
            )
        if info.flag_bits & _ENCRYPTED:
            raise InputError(f"{name}: the archive is protected by a password. Unpack it, or ask for one without.")
    if sum(info.file_size for info in found) > max(limits.free_bytes, packed_bytes * limits.ratio):
        raise _bomb(name)


def _member_opener(origin: Path | io.BytesIO, info: zipfile.ZipInfo, encoding: str | None) -> _Opener:
    @contextmanager
    def opened() -> Iterator[IO[bytes]]:
        try:
            with zipfile.ZipFile(origin, metadata_encoding=encoding) as archive, archive.open(info) as file:
                yield file
        except _BAD_ARCHIVE:
            raise zipfile.BadZipFile from None

    return opened


def _damaged(name: str) -> InputError:
    return InputError(f"{name}: the compressed file is damaged or cut short. Ask the sender for it again.")


def _bomb(name: str) -> InputError:
    return InputError(
        f"{name}: unpacks to so many times its size that it cannot be an honest file; it was not read further. "
        f"Ask the sender what it is, and for the file itself."
    )
