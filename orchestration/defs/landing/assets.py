"""The asset of the landing zone."""

import dagster as dg

from orchestration.city_resource import CityResource
from orchestration.ingest.landing import land_inbox


@dg.asset(key=["landing", "originals"], group_name="landing", kinds={"file"})
def originals(context: dg.AssetExecutionContext, city: CityResource) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Agencies' files as they came. Grain: one file a content and source.

    Files are copied from the inbox, compressed and named by their SHA-256; the inbox is not changed. A file
    whose content is known already is noted and not copied.
    """
    with city.writer() as opened:
        report = land_inbox(opened.pack, opened.home, opened.ledger, city.inbox_folder)
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
