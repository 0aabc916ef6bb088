"""What `anlan status` tells: builds, feeds, checks, quarantine, as plain data. Reads only; a run may be at work
meanwhile.
"""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from filelock import FileLock, Timeout

from anlan import snapshot
from anlan.home import Home
from orchestration.ingest.ledger import Ledger
from orchestration.quality.checks import feed_checks
from orchestration.quality.freshness import feed_freshness
from orchestration.quality.unmapped import city_unmapped
from orchestration.registry.feeds import Feed
from orchestration.registry.pack import CityPack, load_pack

_COUNTS = ("rows_read", "rows_accepted", "rows_quarantined", "rows_duplicate")


def city_status(city_id: str) -> dict[str, Any]:
    """The state of a city's zones. Counts cover the files that are live, dates are event dates."""
    pack = load_pack(city_id)
    home = Home.of(city_id)
    status: dict[str, Any] = {
        "city_id": city_id,
        "name": f"{pack.city.name.zh} {pack.city.name.en}" + (" (虚构 fictional)" if pack.city.fictional else ""),
        "served": snapshot.current_build_id(home),
        "builds": [build.model_dump(mode="json") for build in snapshot.builds(home)],
        "damaged_builds": snapshot.damaged_builds(home),
        "run_in_progress": _is_locked(home),
        "feeds": [],
        "freshness": [],
        "checks": [],
        "quarantine": [],
        "unmapped": [],
        "failed_files": [],
        "pending_months": 0,
    }
    if not home.ledger.exists():
        return status
    ledger = Ledger(home.ledger)
    try:
        files = ledger.rows_of("files")
        status["feeds"] = [_feed(feed, files) for feed in dict.fromkeys(str(file["feed"]) for file in files)]
        status |= _quality(pack, ledger)
        status["quarantine"] = _quarantine(ledger, files)
        status["unmapped"] = [one.as_dict() for one in city_unmapped(pack, ledger)]
        status["failed_files"] = [file["message"] for file in files if file["status"] == "failed"]
        status["pending_months"] = len(ledger.touched())
    finally:
        ledger.close()
    return status


def _feed(feed: str, files: list[dict[str, Any]]) -> dict[str, Any]:
    own = [file for file in files if file["feed"] == feed]
    live = [file for file in own if file["status"] == "loaded"]
    firsts = [file["first_event_date"] for file in live if file["first_event_date"]]
    lasts = [file["last_event_date"] for file in live if file["last_event_date"]]
    return {
        "feed": feed,
        "files_loaded": len(live),
        "files_failed": sum(file["status"] == "failed" for file in own),
        **{count: sum(file[count] for file in live) for count in _COUNTS},
        "first_event_date": min(firsts, default=None),
        "last_event_date": max(lasts, default=None),
        "last_landed_at": max((file["landed_at"] for file in own), default=None),
    }


def _quality(pack: CityPack, ledger: Ledger) -> dict[str, Any]:
    """How new each source is, and the outcome of every check of the feeds that the city has."""
    today = pack.city.day_of(datetime.now(UTC))
    feeds = [feed for feed in Feed if pack.sources_of(feed)]
    return {
        "freshness": [asdict(source) for feed in feeds for source in feed_freshness(feed, pack, ledger, today)],
        "checks": [asdict(outcome) for feed in feeds for outcome in feed_checks(feed, pack, ledger, today)],
    }


def _quarantine(ledger: Ledger, files: list[dict[str, Any]]) -> list[dict[str, Any]]:
    feeds = {(file["file_id"], file["source_id"]): file["feed"] for file in files}
    sums: dict[tuple[str, str], int] = {}
    for row in ledger.rows_of("quarantine_counts"):
        key = (feeds[row["file_id"], row["source_id"]], str(row["reason_code"]))
        sums[key] = sums.get(key, 0) + int(str(row["rows"]))
    ordered = sorted(sums.items(), key=lambda item: -item[1])
    return [{"feed": feed, "reason_code": code, "rows": rows} for (feed, code), rows in ordered]


def _is_locked(home: Home) -> bool:
    if not home.lock.exists():
        return False
    try:
        with FileLock(home.lock, timeout=0):
            return False
    except Timeout:
        return True
