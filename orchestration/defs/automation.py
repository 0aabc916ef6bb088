"""Jobs, and what starts them: a sensor on the inbox and a daily schedule.

Both are off until somebody turns them on in the user interface.
"""

import time
from collections.abc import Iterator

import dagster as dg

from anlan.errors import InputError
from anlan.home import Home
from orchestration.city_resource import CityResource, served_city
from orchestration.defs.landing.assets import originals, replayed_months
from orchestration.ingest.inbox import glance
from orchestration.ingest.ledger import Ledger
from orchestration.registry.pack import load_pack

# A file that changed within these seconds is probably still being copied.
_SETTLED_AFTER = 20

_everything = dg.AssetSelection.all()

refresh = dg.define_asset_job(
    "refresh",
    _everything - dg.AssetSelection.assets(replayed_months),
    description="Take what is new in the inbox, ingest, build, test, publish: what `anlan run` does.",
)
rebuild = dg.define_asset_job(
    "rebuild",
    _everything - dg.AssetSelection.assets(originals, replayed_months),
    description="Ingest what has landed and is not in raw, build, test, publish. The inbox is not looked at.",
)
replay = dg.define_asset_job(
    "replay",
    _everything - dg.AssetSelection.assets(originals),
    description="Read the files of a range of months again from landing, then build, test, publish.",
)


@dg.sensor(job=refresh, minimum_interval_seconds=60)
def inbox(context: dg.SensorEvaluationContext, city: CityResource) -> Iterator[dg.RunRequest | dg.SkipReason]:
    """Asks for a run when a file in the inbox or a declaration is another than at the last run it asked for.

    Looks at names, sizes and times of change only. A file that has just changed is given time to arrive.
    """
    try:
        seen = glance(load_pack(city.city_id), city.inbox_folder, _delivered(city.home))
    except InputError as error:
        yield dg.SkipReason(str(error))
        return
    if seen.fingerprint == context.cursor:
        yield dg.SkipReason(f"Nothing new among {seen.files} files.")
    elif 0 <= time.time() - seen.newest < _SETTLED_AFTER:
        yield dg.SkipReason("A file has just changed and may not be whole yet.")
    else:
        context.update_cursor(seen.fingerprint)
        yield dg.RunRequest()


def _delivered(home: Home) -> set[str]:
    """The sources of which files have come before."""
    if not home.ledger.exists():
        return set()
    ledger = Ledger(home.ledger)
    try:
        return {file.source_id for file in ledger.files()}
    finally:
        ledger.close()


daily = dg.ScheduleDefinition(
    name="daily",
    job=refresh,
    cron_schedule="0 6 * * *",
    execution_timezone=load_pack(served_city()).city.timezone,
    description="A run at six in the morning of the city: what no sensor saw, and the checks that time alone can fail.",
)
