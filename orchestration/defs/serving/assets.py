"""The asset of the serving zone."""

import dagster as dg

from anlan.snapshot import current_build
from orchestration.city_resource import WAREHOUSE, CityResource
from orchestration.defs.transform.assets import models
from orchestration.progress import say
from orchestration.publish.snapshot import TestOutcome, publish
from orchestration.run_facts import built, is_published, note_published
from orchestration.transform import dbt

PUBLISHED = [key for key in models.keys if key.path[0] in {"marts", "serving"}]


@dg.asset(key=["serving", "snapshot"], deps=PUBLISHED, group_name="serving", kinds={"duckdb"}, pool=WAREHOUSE)
def snapshot(city: CityResource) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """The published marts in a database of their own, immutable. Grain: one build.

    Published only if the models' tests passed; the touched months are struck off with it. Where nothing has changed
    since the last build, that one stays.
    """
    with city.writer() as opened:
        made_from = built(opened)
        is_new = city.full_refresh or not is_published(opened, made_from)
        if is_new:
            tests = TestOutcome(made_from.tests_passed, made_from.tests_warned)
            build = publish(opened.home, tests, dbt.descriptions(), dbt.sort_orders())
            note_published(opened, made_from, build.build_id)
            say(f"published build {build.build_id}")
        else:
            build = current_build(opened.home)
            say(f"nothing has changed; build {build.build_id} stays")
    return dg.MaterializeResult(
        metadata={
            "build_id": build.build_id,
            "is_new": is_new,
            "as_of": str(build.as_of),
            "rows": dg.MetadataValue.json(build.tables),
        }
    )
