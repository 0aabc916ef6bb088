"""One asset a feed, and the schema `raw` that shows them all to the models."""

from datetime import UTC, datetime

import dagster as dg

from orchestration.city_resource import WAREHOUSE, CityResource
from orchestration.defs.raw.metadata import check_result, load_metadata
from orchestration.ingest.load import load_feed
from orchestration.ingest.sweep import sweep
from orchestration.progress import say
from orchestration.quality.checks import BLOCKING, CHECKS, feed_checks
from orchestration.registry.feeds import Feed
from orchestration.run_facts import needs_full_refresh, note_inputs
from orchestration.transform.inputs import write_inputs

_REGISTER = dg.AssetKey(["raw", Feed.AREA_REGISTER.value])
_LOOKUPS = dg.AssetKey(["raw", Feed.LOOKUPS.value])
# Events may say where they were by a point.
_POLYGONS = dg.AssetKey(["raw", Feed.AREA_POLYGONS.value])

# Feeds whose rows lie in no area.
_WITHOUT_PLACES = {Feed.AREA_REGISTER, Feed.LOOKUPS}


def _feed_asset(feed: Feed, description: str, upstream: list[dg.AssetKey]) -> dg.AssetsDefinition:
    key = dg.AssetKey(["raw", feed.value])

    @dg.asset(
        key=key,
        deps=upstream,
        description=description,
        group_name="raw",
        kinds={"parquet", "polars"},
        pool=WAREHOUSE,
        check_specs=[
            dg.AssetCheckSpec(name, asset=key, description=says, blocking=name in BLOCKING)
            for name, says in CHECKS.items()
        ],
    )
    def load(city: CityResource) -> dg.MaterializeResult:  # type: ignore[type-arg]
        with city.writer() as opened:
            register = None if feed in _WITHOUT_PLACES else opened.register()
            report = load_feed(opened, feed, register, say)
            today = opened.pack.city.day_of(datetime.now(UTC))
            outcomes = feed_checks(feed, opened.pack, opened.ledger, today)
            metadata = load_metadata(opened, report)
        return dg.MaterializeResult(metadata=metadata, check_results=[check_result(o) for o in outcomes])

    return load


# A backfill of months takes their files out of raw before the feeds read them again.
_LANDED = [dg.AssetKey(["landing", "originals"]), dg.AssetKey(["landing", "replayed_months"])]

lookups = _feed_asset(
    Feed.LOOKUPS,
    "Tables that complete rows of other feeds, by their key. Grain: one key of one table.",
    _LANDED,
)
area_register = _feed_asset(
    Feed.AREA_REGISTER,
    "Areas with their codes, names, parents and validity. Grain: one version of one area.",
    _LANDED,
)
area_polygons = _feed_asset(
    Feed.AREA_POLYGONS,
    "Shapes of areas as GeoJSON, longitude and latitude. Grain: one area.",
    [*_LANDED, _REGISTER, _LOOKUPS],
)
population = _feed_asset(Feed.POPULATION, "Residents. Grain: one area and year.", [*_LANDED, _REGISTER, _LOOKUPS])
police_alarms = _feed_asset(
    Feed.POLICE_ALARMS,
    "Police alarms or recorded offences, signed where corrections come as negative rows. Grain: one alarm, or one "
    "area, category and month where the agency sends counts. Stored by month of occurrence.",
    [*_LANDED, _REGISTER, _POLYGONS, _LOOKUPS],
)
grid_events = _feed_asset(
    Feed.GRID_EVENTS,
    "Grid events with the times of their flow; of several versions of an event the newest. Grain: one event. "
    "Stored by month of report.",
    [*_LANDED, _REGISTER, _POLYGONS, _LOOKUPS],
)
_TALLIES = {
    Feed.SURVEY_SCORES: "Survey results, with numerator and denominator where published. Grain: one area, wave and "
    "measure.",
    Feed.SURVEY_ANSWERS: "Answers to survey questions, counted and weighted. Grain: one area, wave, measure, option "
    "and stratum.",
    Feed.SURVEY_CONTACTS: "How the fieldwork of a survey went: calls, contacts, refusals. Grain: one area, wave and "
    "mode.",
    Feed.SURVEY_CONCERNS: "What people are most concerned about. Grain: one area, wave and concern.",
    Feed.REPORTED_INDICATORS: "Figures counted elsewhere, with their document and bound. Grain: one area, period, "
    "indicator and scope.",
    Feed.PUBLISHED_CLAIMS: "Figures that a bulletin states, to be checked. Grain: one claim.",
    Feed.RESPONSE_BANDS: "Alarms by how long a stage of handling took. Grain: one area, period, stage and band.",
    Feed.DISPUTES: "Disputes accepted, resolved, settled locally. Grain: one area, period and kind.",
    Feed.PATROLS: "Visits, hazards found, reported and fixed. Grain: one area and period.",
    Feed.RECTIFICATIONS: "Items of the rectification list. Grain: one item.",
    Feed.FOCUS_AREAS: "Areas under a programme, their controls and buffers. Grain: one area, programme and role.",
    Feed.AREA_RELATIONS: "Peer groups, successors with their weights, beats and grids. Grain: one pair.",
}
tallies = [_feed_asset(feed, description, [*_LANDED, _REGISTER, _LOOKUPS]) for feed, description in _TALLIES.items()]


@dg.asset(
    key=["raw", "input_tables"],
    deps=[dg.AssetKey(["raw", feed.value]) for feed in Feed],
    group_name="raw",
    kinds={"duckdb"},
    pool=WAREHOUSE,
)
def input_tables(city: CityResource) -> None:
    """Schema `raw` of the warehouse: the feeds as views over their live parts, declarations and ledger as tables.

    Grain: see `docs/architecture.md`. Months touched since the last published build are shown apart.
    """
    with city.writer() as opened:
        full_refresh = city.full_refresh or needs_full_refresh(opened)
        note_inputs(opened, full_refresh=full_refresh)
        write_inputs(opened, opened.register(), full_refresh=full_refresh)
        # Not before: until now the views named the parts that this run replaced.
        sweep(opened.home, opened.ledger)
