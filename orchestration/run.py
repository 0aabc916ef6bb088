"""One run of one city, as `anlan run` does it: land, and if there is anything to do, materialise all assets.

The assets do the work and Dagster runs them; here is only what stands around it: the lock, the question
whether there is anything to do, and the report.
"""

import logging
import os
import time
from pathlib import Path
from typing import Literal

from pydantic import BaseModel

from anlan import snapshot
from anlan.errors import AnlanError
from anlan.home import Home
from orchestration.ingest.landing import LandingReport, land_inbox
from orchestration.ingest.ledger import Ledger
from orchestration.ingest.load import City
from orchestration.ingest.records import LedgerFile
from orchestration.lock import writing
from orchestration.progress import say
from orchestration.registry.pack import load_pack
from orchestration.run_facts import pending_work


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
    pack = load_pack(city_id)
    home = Home.of(city_id)
    with writing(home):
        ledger = Ledger(home.ledger)
        try:
            city = City(pack, home, ledger)
            landing = land_inbox(pack, home, ledger, inbox or home.inbox)
            say(f"{landing.found} files in the inbox, {len(landing.new)} new")
            before = {(f.file_id, f.source_id): f for f in ledger.files()}
            work = pending_work(city, len(landing.new))
            if work or full_refresh:
                _materialize(city_id, inbox, full_refresh=full_refresh or work.full_refresh)
            return _report(city, landing, before, work.reasons, time.monotonic() - started, full_refresh)
        finally:
            ledger.close()


def _materialize(city_id: str, inbox: Path | None, *, full_refresh: bool) -> None:
    # Importing Dagster and dbt takes seconds; a run that finds nothing new must not pay them.
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "1")
    import dagster as dg

    from orchestration.definitions import defs

    logging.getLogger("dagster").setLevel(logging.CRITICAL)
    resource = {"city_id": city_id, "inbox": str(inbox or ""), "full_refresh": full_refresh}
    # With DAGSTER_HOME set the run is seen in the user interface too.
    instance = dg.DagsterInstance.get() if os.environ.get("DAGSTER_HOME") else dg.DagsterInstance.ephemeral()
    try:
        defs().resolve_implicit_global_asset_job_def().execute_in_process(
            instance=instance,
            run_config={
                "resources": {"city": {"config": resource}},
                "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
            },
        )
    except Exception as error:
        # Dagster wraps what a step raises; the user is to read the message that was meant for him.
        cause: BaseException | None = error
        while cause is not None and not isinstance(cause, AnlanError):
            cause = cause.__cause__ or cause.__context__
        if isinstance(cause, AnlanError):
            raise cause from error
        raise


def _report(
    city: City,
    landing: LandingReport,
    before: dict[tuple[str, str], LedgerFile],
    reasons: list[str],
    seconds: float,
    full_refresh: bool,
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
        status="published" if reasons or full_refresh else "nothing_new",
        reasons=reasons or (["a full refresh was asked for"] if full_refresh else []),
        files=[FileLine.model_validate(f, from_attributes=True) for f in read],
        quarantined=quarantined,
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
