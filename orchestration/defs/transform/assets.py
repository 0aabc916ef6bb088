"""The dbt models as assets, their tests as checks, built by one dbt invocation in this process."""

from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, dbt_assets

from anlan.errors import BuildError
from orchestration.city_resource import WAREHOUSE, CityResource
from orchestration.progress import say
from orchestration.raw_schema import EVENT_FEEDS
from orchestration.registry.feeds import Feed
from orchestration.run_facts import (
    begin_build,
    empty_tables,
    note_built,
    note_series,
    series_are_due,
    touched_feeds,
)
from orchestration.transform import dbt
from orchestration.transform.selection import tables_to_build

# Where dagster-dbt writes the dbt node of an asset or check.
UNIQUE_ID = "dagster_dbt/unique_id"
_KEPT = "as it was: it would say the same"


class Translator(DagsterDbtTranslator):  # type: ignore[misc]
    """Keys are `schema/model`; a table of schema `raw` belongs to the asset that fills it."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        if dbt_resource_props["resource_type"] != "source":
            return dg.AssetKey([dbt_resource_props["schema"], dbt_resource_props["name"]])
        table = dbt_resource_props["name"].removesuffix("_touched")
        filled_by_a_feed = table in set(EVENT_FEEDS) | {feed.value for feed in Feed}
        return dg.AssetKey(["raw", table if filled_by_a_feed else "input_tables"])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        return str(dbt_resource_props["schema"])


# Several tables of schema `raw` are filled by one asset.
TRANSLATOR = Translator(DagsterDbtTranslatorSettings(enable_duplicate_source_asset_keys=True))


@dbt_assets(  # type: ignore[untyped-decorator]
    manifest=dbt.manifest_of_tables(),
    exclude=dbt.NOT_IN_PRODUCTION,
    dagster_dbt_translator=TRANSLATOR,
    name="models",
    pool=WAREHOUSE,
)
def models(context: dg.AssetExecutionContext, city: CityResource) -> Iterator[Any]:
    """All models and tests of the warehouse. A failing test fails the run before anything is published."""
    with city.writer() as opened:
        inputs = begin_build(opened)
        with_series = series_are_due(opened, inputs)
        some = None
        if not inputs.full_refresh:
            some = tables_to_build(dbt.manifest(), touched_feeds(opened), empty_tables(opened), with_series=with_series)
        report = dbt.build(opened.home, some)
        results = {result.unique_id: result for result in report.results}
        keys = {
            str(context.assets_def.specs_by_key[key].metadata[UNIQUE_ID]): key for key in context.selected_asset_keys
        }
        order = [unique_id for unique_id in dbt.models_in_order() if unique_id in keys]
        kept = {keys[unique_id] for unique_id in order if unique_id not in results}
        for check in context.selected_asset_check_keys:
            spec = context.assets_def.get_spec_for_check_key(check)
            result = results.get(str(spec.metadata.get(UNIQUE_ID)))
            is_kept = result is None and some is not None and check.asset_key in kept
            yield dg.AssetCheckResult(
                asset_key=check.asset_key,
                check_name=check.name,
                passed=is_kept or (result is not None and result.status == "pass"),
                severity=dg.AssetCheckSeverity.ERROR if result and result.failed else dg.AssetCheckSeverity.WARN,
                metadata={"message": (result.message if result else _KEPT if is_kept else "did not run") or ""},
            )
        if report.failures:
            names = "\n".join(f"  {failure.name}: {failure.message}" for failure in report.failures)
            raise BuildError(f"{len(report.failures)} models or tests failed; nothing is published:\n{names}")
        # Dagster wants to hear of a model after those it is made from.
        for unique_id in order:
            ran = results.get(unique_id)
            yield dg.MaterializeResult(
                asset_key=keys[unique_id], metadata={"seconds": ran.seconds} if ran else {"message": _KEPT}
            )
        if with_series:
            note_series(opened)
        passed, warned = report.tests("pass"), report.tests("warn")
        note_built(opened, inputs, passed, warned)
        say(f"models built, {passed} tests passed" + (f", {warned} warn" if warned else ""))
