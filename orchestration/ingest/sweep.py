"""Delete what nothing refers to: what killed runs left, and what was replaced.

The ledger says what exists; every zone that ingestion writes is swept by it here.
"""

from anlan.home import Home
from orchestration.ingest import staging
from orchestration.ingest.key_index import SEGMENT
from orchestration.ingest.ledger import Ledger
from orchestration.ingest.parts import quarantine_path
from orchestration.registry.feeds import Feed

_WRITTEN = ("*.parquet", "*.partial", f"*{SEGMENT}")


def sweep(home: Home, ledger: Ledger) -> int:
    """Delete parts and segments that the ledger does not name, the quarantine of files that are not loaded, and what
    was half written. Returns how many files of raw and quarantine that were.
    """
    staging.clear(home)
    live = {home.raw / path for path in ledger.all_part_paths()}
    live |= {home.raw / segment.path for feed in Feed for segment in ledger.key_segments(feed)}
    live |= {
        quarantine_path(home, Feed(file.feed), file.file_id, file.source_id)
        for file in ledger.files()
        if file.status == "loaded"
    }
    written = [path for zone in (home.raw, home.quarantine) for form in _WRITTEN for path in zone.rglob(form)]
    dead = [path for path in written if path not in live]
    for path in dead:
        path.unlink()
    return len(dead)
