"""One asset a feed, and the schema `raw` that shows them all to the models."""

import dagster as dg

from orchestration.city_resource import CityResource
from orchestration.ingest.load import FeedReport, load_feed
from orchestration.ingest.parts import sweep
from orchestration.progress import say
from orchestration.registry.feeds import Feed
from orchestration.transform.inputs import write_inputs

_REGISTER = dg.AssetKey(["raw", Feed.AREA_REGISTER.value])


def _metadata(report: FeedReport) -> dict[str, dg.MetadataValue]:  # type: ignore[type-arg]
    files = [*report.loaded, *report.failed]
    return {
        "files_loaded": dg.MetadataValue.int(len(report.loaded)),
        "files_failed": dg.MetadataValue.int(len(report.failed)),
        "files_unchanged": dg.MetadataValue.int(report.unchanged),
        "rows_read": dg.MetadataValue.int(sum(file.rows_read for file in files)),
        "rows_accepted": dg.MetadataValue.int(sum(file.rows_accepted for file in files)),
        "rows_quarantined": dg.MetadataValue.int(sum(file.rows_quarantined for file in files)),
        "rows_duplicate": dg.MetadataValue.int(sum(file.rows_duplicate for file in files)),
        "columns_declared_not_personal": dg.MetadataValue.int(len(report.declared_not_personal)),
        "problems": dg.MetadataValue.json([file.message for file in report.failed]),
    }


def _feed_asset(feed: Feed, description: str, upstream: list[dg.AssetKey]) -> dg.AssetsDefinition:
    check = dg.AssetCheckSpec(
        "rows_add_up",
        asset=dg.AssetKey(["raw", feed.value]),
        description="For every file: rows read = accepted + quarantined + duplicates.",
        blocking=True,
    )

    @dg.asset(
        key=["raw", feed.value],
        deps=upstream,
        description=description,
        group_name="raw",
        kinds={"parquet", "polars"},
        check_specs=[check],
    )
    def load(city: CityResource) -> dg.MaterializeResult:  # type: ignore[type-arg]
        with city.writer() as opened:
            if feed == Feed.AREA_REGISTER:
                sweep(opened.home, opened.ledger)
            register = None if feed == Feed.AREA_REGISTER else opened.register()
            report = load_feed(opened, feed, register, say)
            off = [file.file_name for file in opened.ledger.files(feed) if not file.adds_up]
        return dg.MaterializeResult(
            metadata=_metadata(report),
            check_results=[dg.AssetCheckResult(passed=not off, metadata={"files_that_do_not_add_up": off})],
        )

    return load


_ORIGINALS = dg.AssetKey(["landing", "originals"])

area_register = _feed_asset(
    Feed.AREA_REGISTER,
    "Areas with their codes, names, parents and validity. Grain: one version of one area.",
    [_ORIGINALS],
)
area_polygons = _feed_asset(
    Feed.AREA_POLYGONS, "Shapes of areas as GeoJSON, longitude and latitude. Grain: one area.", [_ORIGINALS, _REGISTER]
)
population = _feed_asset(Feed.POPULATION, "Residents. Grain: one area and year.", [_ORIGINALS, _REGISTER])
police_alarms = _feed_asset(
    Feed.POLICE_ALARMS,
    "Police alarms or recorded offences, signed where corrections come as negative rows. Grain: one alarm, or one "
    "area, category and month where the agency sends counts. Stored by month of occurrence.",
    [_ORIGINALS, _REGISTER],
)
grid_events = _feed_asset(
    Feed.GRID_EVENTS,
    "Grid events with the times of their flow; of several versions of an event the newest. Grain: one event. "
    "Stored by month of report.",
    [_ORIGINALS, _REGISTER],
)
survey_scores = _feed_asset(
    Feed.SURVEY_SCORES,
    "Survey results, with numerator and denominator where published. Grain: one area, wave and measure.",
    [_ORIGINALS, _REGISTER],
)


@dg.asset(
    key=["raw", "input_tables"],
    deps=[dg.AssetKey(["raw", feed.value]) for feed in Feed],
    group_name="raw",
    kinds={"duckdb"},
)
def input_tables(city: CityResource) -> None:
    """Schema `raw` of the warehouse: the feeds as views over their live parts, declarations and ledger as tables.

    Grain: see `docs/architecture.md`. Months touched since the last published build are shown apart.
    """
    with city.writer() as opened:
        write_inputs(opened, opened.register(), full_refresh=city.full_refresh)
