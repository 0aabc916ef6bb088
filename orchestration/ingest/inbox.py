"""A cheap look at an inbox: which files are there, how large, changed when. Reads no content and writes nothing.

Whether a file's content is new is for `landing` to find out.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from orchestration.ingest.landing import find_files
from orchestration.registry.pack import CityPack


@dataclass(frozen=True)
class Glance:
    """What an inbox looks like. `fingerprint`: another one means that a file came, changed or left, or that a
    declaration changed. `newest`: when the file that changed last did so, in seconds since 1970; 0 where there is none.
    """

    files: int
    newest: float
    fingerprint: str


def glance(pack: CityPack, inbox: Path, delivered: Collection[str] = ()) -> Glance:
    """Look at the files that the city's sources claim.

    Args:
        delivered: sources of which files have come before.

    Raises:
        InputError: the inbox is missing, or nothing has ever come for the city.
    """
    digest = hashlib.sha256(pack.fingerprint.encode())
    files, newest = 0, 0.0
    for file in find_files(pack, inbox, delivered):
        try:
            status = file.path.stat()
        except FileNotFoundError:
            # Gone since it was found: as if it had not been there.
            continue
        files += 1
        newest = max(newest, status.st_mtime)
        digest.update(f"{file.source.source_id}\0{file.name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return Glance(files, newest, digest.hexdigest()[:16])
