"""The dbt models as assets, their tests as checks, built by one dbt invocation."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

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
from orchestration.transform import beside, dbt, lineage
from orchestration.transform.selection import tables_to_build

# The dbt node of an asset or check.
UNIQUE_ID = "dbt_unique_id"
_KEPT = "as it was: it would say the same"


def _key(manifest: dict[str, Any], unique_id: str) -> dg.AssetKey:
    """`schema/model`; a table of schema `raw` belongs to the asset that fills it."""
    if node := manifest["nodes"].get(unique_id):
        return dg.AssetKey([node["schema"], node["name"]])
    table = manifest["sources"][unique_id]["name"].removesuffix("_touched")
    filled_by_a_feed = table in set(EVENT_FEEDS) | {feed.value for feed in Feed}
    return dg.AssetKey(["raw", table if filled_by_a_feed else "input_tables"])


def _assets(manifest: dict[str, Any]) -> list[dg.AssetSpec]:
    """dagster-dbt would say the same of the manifest, and import dbt for it: a fifth of a small run."""
    specs = []
    for unique_id, parents in lineage.tables(manifest).items():
        node = manifest["nodes"][unique_id]
        columns = [
            dg.TableColumn(column["name"], column["data_type"] or "", column["description"])
            for column in node["columns"].values()
        ]
        specs.append(
            dg.AssetSpec(
                _key(manifest, unique_id),
                deps=sorted({_key(manifest, parent) for parent in parents}),
                description=node["description"],
                group_name=node["schema"],
                kinds={"dbt", "duckdb"},
                code_version=node["checksum"]["checksum"],
                metadata={UNIQUE_ID: unique_id, "dagster/column_schema": dg.TableSchema(columns)},
            )
        )
    return specs


def _checks(manifest: dict[str, Any]) -> list[dg.AssetCheckSpec]:
    return [
        dg.AssetCheckSpec(
            manifest["nodes"][unique_id]["name"],
            asset=_key(manifest, about),
            additional_deps=[_key(manifest, other) for other in sorted(others)],
            blocking=True,
            metadata={UNIQUE_ID: unique_id},
        )
        for unique_id, (about, others) in lineage.tests(manifest).items()
    ]


_MANIFEST = dbt.manifest()


@dg.multi_asset(
    name="models", specs=_assets(_MANIFEST), check_specs=_checks(_MANIFEST), can_subset=True, pool=WAREHOUSE
)
def models(context: dg.AssetExecutionContext, city: CityResource) -> Iterator[Any]:
    """All models and tests of the warehouse. A failing test fails the run before anything is published."""
    with city.writer() as opened:
        inputs = begin_build(opened)
        with_series = series_are_due(opened, inputs)
        some = None
        if not inputs.full_refresh:
            some = tables_to_build(_MANIFEST, touched_feeds(opened), empty_tables(opened), with_series=with_series)
        report = beside.build(opened.home, some)
        results = {result.unique_id: result for result in report.results}
        keys = {
            str(context.assets_def.specs_by_key[key].metadata[UNIQUE_ID]): key for key in context.selected_asset_keys
        }
        order = [unique_id for unique_id in lineage.tables(_MANIFEST) if unique_id in keys]
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
