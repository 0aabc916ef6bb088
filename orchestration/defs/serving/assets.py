"""The asset of the serving zone."""

import dagster as dg

from anlan.errors import BuildError
from orchestration.city_resource import CityResource
from orchestration.defs.transform.assets import models
from orchestration.progress import say
from orchestration.publish.snapshot import TestOutcome, publish
from orchestration.run_facts import note_published

PUBLISHED = [key for key in models.keys if key.path[0] in {"marts", "serving"}]


@dg.asset(key=["serving", "snapshot"], deps=PUBLISHED, group_name="serving", kinds={"duckdb"})
def snapshot(city: CityResource) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """The published marts in a database of their own, immutable. Grain: one build.

    Published only if the models' tests passed; the touched months are struck off with it.
    """
    with city.writer() as opened:
        tested = opened.ledger.fact("tested")
        if not tested:
            raise BuildError("The warehouse has no build whose tests passed; run the models first.")
        passed, warned = map(int, tested.split())
        build = publish(opened.home, TestOutcome(passed, warned))
        note_published(opened, build.build_id)
        say(f"published build {build.build_id}")
    return dg.MaterializeResult(
        metadata={"build_id": build.build_id, "as_of": str(build.as_of), "rows": dg.MetadataValue.json(build.tables)}
    )
