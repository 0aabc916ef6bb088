"""The manifest of landing: one line an arrival of a file, in the order in which files came.

With the originals beside it, it is all that is needed to make the ledger anew: which files there are, for which source,
when they came and in what order. What became of their rows does not belong here; the ledger knows that.
"""

import os
from datetime import UTC, datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from anlan.home import Home
from orchestration.ingest.ledger import Ledger
from orchestration.registry.feeds import Feed
from orchestration.registry.pack import CityPack

MANIFEST = "manifest.jsonl"


class Arrival(BaseModel):
    """One line of the manifest. A version that comes back has another line, and counts from that one on."""

    model_config = ConfigDict(frozen=True)

    sha256: str
    source_id: str
    # Lines of old manifests lack it.
    feed: Feed | None = None
    file_name: str
    size_bytes: int
    # Below the landing folder.
    landed_path: str
    landed_at: AwareDatetime

    @property
    def file_id(self) -> str:
        return self.sha256[:16]


def append(home: Home, arrival: Arrival) -> None:
    """Write an arrival down, durably."""
    line = arrival.model_dump_json().encode() + b"\n"
    with (home.landing / MANIFEST).open("ab+") as manifest:
        if size := manifest.seek(0, os.SEEK_END):
            manifest.seek(size - 1)
            # What a power cut left of a line must not swallow the next one.
            line = line if manifest.read(1) == b"\n" else b"\n" + line
        manifest.write(line)
        manifest.flush()
        os.fsync(manifest.fileno())


def arrivals(home: Home) -> list[Arrival]:
    """The last arrival of each content and source whose original is there, in the order of arrival."""
    try:
        lines = (home.landing / MANIFEST).read_bytes().splitlines()
    except FileNotFoundError:
        return []
    found: dict[tuple[str, str], Arrival] = {}
    for line in lines:
        try:
            arrival = Arrival.model_validate_json(line)
        except ValidationError:
            # Cut short by a power cut: its file was not in place yet and comes again.
            continue
        found.pop((arrival.file_id, arrival.source_id), None)
        found[arrival.file_id, arrival.source_id] = arrival
    return [arrival for arrival in found.values() if (home.landing / arrival.landed_path).is_file()]


def recover_arrivals(pack: CityPack, home: Home, ledger: Ledger) -> int:
    """Note in the ledger what has landed and is not known there: after a kill in between, or when the ledger is lost.

    Returns how many files that were.
    """
    known = {
        (file.file_id, file.source_id): datetime.fromisoformat(file.landed_at).replace(tzinfo=UTC)
        for file in ledger.files()
    }
    feeds = {source.source_id: source.feed for source in pack.sources}
    recovered = 0
    for arrival in arrivals(home):
        feed = arrival.feed or feeds.get(arrival.source_id)
        last = known.get((arrival.file_id, arrival.source_id))
        if feed is None or (last is not None and arrival.landed_at <= last):
            continue
        ledger.forget(arrival.file_id, arrival.source_id)
        register(ledger, arrival, feed)
        recovered += 1
    return recovered


def register(ledger: Ledger, arrival: Arrival, feed: Feed) -> None:
    """Note an arrival in the ledger, as the newest."""
    ledger.register_landed(
        file_id=arrival.file_id,
        source_id=arrival.source_id,
        feed=feed,
        file_name=arrival.file_name,
        sha256=arrival.sha256,
        size=arrival.size_bytes,
        landed_path=arrival.landed_path,
        landed_at=arrival.landed_at,
    )
