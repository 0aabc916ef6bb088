"""One run of one city, as `anlan run` does it: land, and if there is anything to do, materialise all assets; and a
replay, as `anlan replay` does it: take files back, and read them again from landing.

The assets do the work and Dagster runs them; here is only what stands around it: the lock, the question
whether there is anything to do, and the report.
"""

import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel

from anlan import snapshot
from anlan.errors import AnlanError
from anlan.home import Home
from orchestration.ingest.claims import settle_claims
from orchestration.ingest.landing import LandingReport, land_inbox
from orchestration.ingest.ledger import Ledger
from orchestration.ingest.load import City
from orchestration.ingest.manifest import recover_arrivals
from orchestration.ingest.records import LedgerFile
from orchestration.ingest.replay import Selection, take_back
from orchestration.lock import writing
from orchestration.progress import say
from orchestration.quality.unmapped import city_unmapped
from orchestration.registry.feeds import Feed
from orchestration.registry.pack import load_pack
from orchestration.run_facts import feeds_to_read, pending_work, tables_kept


class FileLine(BaseModel):
    """A file in a run's summary; the counts add up."""

    file_name: str
    source_id: str
    feed: str
    status: str
    rows_read: int
    rows_accepted: int
    rows_quarantined: int
    rows_duplicate: int
    message: str | None


class RunReport(BaseModel):
    """What a run did. `files`: those read in this run. `left`: messages on what still needs somebody's hand."""

    city_id: str
    status: Literal["published", "nothing_new"]
    reasons: list[str]
    files: list[FileLine]
    quarantined: dict[str, int]
    # Words of these files that map to nothing, the most frequent first, and what to write about each.
    unmapped: list[dict[str, Any]]
    repeated: list[tuple[str, str]]
    unclaimed: list[str]
    left: list[str]
    build_id: str | None
    as_of: str | None
    seconds: float

    def total(self, column: str) -> int:
        return sum(int(getattr(file, column)) for file in self.files)


def run(city_id: str, inbox: Path | None = None, *, full_refresh: bool = False) -> RunReport:
    """Take what is new in the inbox, ingest, build, test and publish it.

    Raises:
        AnlanError: nothing was published; the message says why and what to do.
    """
    started = time.monotonic()
    with _writing(city_id) as city:
        landing = land_inbox(city.pack, city.home, city.ledger, inbox or city.home.inbox)
        say(f"{landing.found} files in the inbox, {len(landing.new)} new")
        before = _files(city)
        reasons = pending_work(city, len(landing.new))
        if full_refresh:
            reasons = reasons or ["a full refresh was asked for"]
        if reasons:
            _materialize("refresh", city, inbox, full_refresh=full_refresh)
        return _report(city, landing, before, reasons, time.monotonic() - started)


def replay(city_id: str, selection: Selection) -> RunReport:
    """Read landed files again, then build, test and publish. The inbox is not looked at.

    Raises:
        AnlanError: nothing was published; the message says why and what to do.
    """
    started = time.monotonic()
    with _writing(city_id) as city:
        if recovered := recover_arrivals(city.pack, city.home, city.ledger):
            say(f"{recovered} landed files were not in the ledger")
        settle_claims(city.pack, city.ledger)
        taken = take_back(city, selection)
        say(f"{len(taken)} files to read again from landing")
        before = _files(city)
        _materialize("rebuild", city, None, full_refresh=False)
        reasons = [f"replay of {len(taken)} file(s), {selection}"]
        return _report(city, LandingReport(), before, reasons, time.monotonic() - started)


@contextmanager
def _writing(city_id: str) -> Iterator[City]:
    pack = load_pack(city_id)
    home = Home.of(city_id)
    with writing(home):
        ledger = Ledger(home.ledger)
        try:
            yield City(pack, home, ledger)
        finally:
            ledger.close()


def _files(city: City) -> dict[tuple[str, str], LedgerFile]:
    return {(file.file_id, file.source_id): file for file in city.ledger.files()}


def _materialize(job: str, city: City, inbox: Path | None, *, full_refresh: bool) -> None:
    # Importing Dagster and dbt takes seconds; a run that finds nothing new must not pay them.
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("DAGSTER_EVENT_BATCH_SIZE", "100")
    import dagster as dg

    from orchestration.definitions import defs

    logging.getLogger("dagster").setLevel(logging.CRITICAL)
    resource = {"city_id": city.pack.city_id, "inbox": str(inbox or ""), "full_refresh": full_refresh, "waits": False}
    # With DAGSTER_HOME set the run is seen in the user interface too.
    instance = dg.DagsterInstance.get() if os.environ.get("DAGSTER_HOME") else dg.DagsterInstance.ephemeral()
    try:
        definition = defs().resolve_job_def(job)
        nothing_to_do = {("raw", feed.value) for feed in set(Feed) - feeds_to_read(city)}
        if not os.environ.get("DAGSTER_HOME") and not full_refresh:
            # What stays as it was is an event too, and each costs as much as a small query.
            nothing_to_do |= tables_kept(city)
        definition.execute_in_process(
            instance=instance,
            asset_selection=sorted(
                key for key in definition.asset_layer.selected_asset_keys if tuple(key.path) not in nothing_to_do
            ),
            run_config={
                "resources": {"city": {"config": resource}},
                "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
            },
        )
    except Exception as error:
        # Dagster wraps what a step raises; the user is to read the message that was meant for him.
        if meant := next((cause for cause in _causes(error) if isinstance(cause, AnlanError)), None):
            raise meant from error
        raise


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and what led to it. An error that is raised anew can stand among its own causes: each is told once."""
    seen: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and not any(cause is one for one in seen):
        yield cause
        seen.append(cause)
        cause = cause.__cause__ or cause.__context__


def _report(
    city: City,
    landing: LandingReport,
    before: dict[tuple[str, str], LedgerFile],
    reasons: list[str],
    seconds: float,
) -> RunReport:
    files = city.ledger.files()
    read = [f for f in files if before.get((f.file_id, f.source_id)) != f and f.status in {"loaded", "failed"}]
    keys = {(f.file_id, f.source_id) for f in read}
    quarantined: dict[str, int] = {}
    for row in city.ledger.rows_of("quarantine_counts"):
        if (row["file_id"], row["source_id"]) in keys:
            code = str(row["reason_code"])
            quarantined[code] = quarantined.get(code, 0) + int(str(row["rows"]))
    build_id = snapshot.current_build_id(city.home)
    build = snapshot.read_build(city.home, build_id) if build_id else None
    return RunReport(
        city_id=city.pack.city_id,
        status="published" if reasons else "nothing_new",
        reasons=reasons,
        files=[FileLine.model_validate(f, from_attributes=True) for f in read],
        quarantined=quarantined,
        unmapped=[one.as_dict() for one in city_unmapped(city.pack, city.ledger, keys)],
        repeated=landing.repeated,
        unclaimed=landing.unclaimed,
        left=[*landing.unreadable, *[f.message or f.file_name for f in files if _needs_a_hand(f, keys, landing)]],
        build_id=build_id,
        as_of=str(build.as_of) if build and build.as_of else None,
        seconds=round(seconds, 2),
    )


def _needs_a_hand(file: LedgerFile, read: set[tuple[str, str]], landing: LandingReport) -> bool:
    """A refused file is done with once it is taken out of the inbox, and told of once more if it was read again."""
    key = (file.file_id, file.source_id)
    return file.status == "failed" and (key in read or key in landing.present)
