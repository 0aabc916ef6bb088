"""The assets of the landing zone: what came, and what of it is to be read again."""

from datetime import timedelta

import dagster as dg

from orchestration.city_resource import WAREHOUSE, CityResource
from orchestration.ingest.claims import settle_claims
from orchestration.ingest.landing import PassingError, land_inbox
from orchestration.ingest.manifest import recover_arrivals
from orchestration.ingest.replay import Selection, take_back

# Older months are replayed from the command line.
MONTHS = dg.MonthlyPartitionsDefinition(start_date="2000-01-01", end_offset=1)


@dg.asset(key=["landing", "originals"], group_name="landing", kinds={"file"}, pool=WAREHOUSE)
def originals(context: dg.AssetExecutionContext, city: CityResource) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Agencies' files as they came. Grain: one file a content and source.

    Files are copied from the inbox, compressed and named by their SHA-256; the inbox is not changed. A file
    whose content is known already is noted and not copied. One that changes while it is read is looked at again a few
    times, and then left for the next run.
    """
    with city.writer() as opened:
        report = land_inbox(opened.pack, opened.home, opened.ledger, city.inbox_folder)
    if report.passing and context.retry_number < 3:
        city.try_later(PassingError("\n".join(report.passing)), seconds=10)
    for message in report.unreadable:
        context.log.error(message)
    return dg.MaterializeResult(
        metadata={
            "files_found": report.found,
            "files_new": len(report.new),
            "files_unreadable": dg.MetadataValue.json(report.unreadable),
            "files_unclaimed": dg.MetadataValue.json(report.unclaimed),
        }
    )


@dg.asset(
    key=["landing", "replayed_months"],
    group_name="landing",
    kinds={"file"},
    pool=WAREHOUSE,
    partitions_def=MONTHS,
    backfill_policy=dg.BackfillPolicy.single_run(),
)
def replayed_months(context: dg.AssetExecutionContext, city: CityResource) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Files that tell of these months, taken out of raw so that they are read again from landing. Grain: one month.

    Materialise it as part of job `replay`; a range of months is one run. By itself it only marks the files, and the
    next run of any job reads them.
    """
    window = context.partition_time_window
    # A window ends with the moment after its last.
    days = Selection(first_day=window.start.date(), last_day=window.end.date() - timedelta(days=1))
    with city.writer() as opened:
        recover_arrivals(opened.pack, opened.home, opened.ledger)
        settle_claims(opened.pack, opened.ledger)
        files = take_back(opened, days)
    return dg.MaterializeResult(metadata={"files": len(files), "names": [file.file_name for file in files]})
