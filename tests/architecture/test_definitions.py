"""Asset and check keys are an interface too: schedules, alerts and people name them.

A module under `defs/` can lose its assets without an error (see `orchestration.city_resource`); this list notices.
"""

import dagster as dg
import pytest

from orchestration.definitions import defs
from orchestration.registry.feeds import Feed
from orchestration.transform import dbt


@pytest.fixture(scope="module")
def loaded() -> dg.Definitions:
    return defs()


def test_asset_keys_are_these(loaded: dg.Definitions) -> None:
    keys = {key.to_user_string() for key in loaded.resolve_asset_graph().materializable_asset_keys}
    models = {
        f"{node['schema']}/{node['name']}"
        for node in dbt.manifest()["nodes"].values()
        if node["resource_type"] in {"model", "seed"} and node["config"]["materialized"] != "ephemeral"
    }
    assert keys == models | {
        "landing/originals",
        *[f"raw/{feed}" for feed in Feed],
        "raw/input_tables",
        "serving/snapshot",
    }
    assert {"marts/fct_indicator_values", "marts/mart_rankings", "serving/rpt_district_board"} <= keys


def test_every_feed_checks_that_its_rows_add_up(loaded: dg.Definitions) -> None:
    checks = {key.to_user_string() for key in loaded.resolve_asset_graph().asset_check_keys}
    assert {f"raw/{feed}:rows_add_up" for feed in Feed} <= checks


def test_nothing_is_published_before_the_models_and_their_tests(loaded: dg.Definitions) -> None:
    graph = loaded.resolve_asset_graph()
    upstream = {key.to_user_string() for key in graph.get(dg.AssetKey(["serving", "snapshot"])).parent_keys}
    assert {"marts/fct_indicator_values", "marts/mart_rankings", "serving/rpt_district_board"} <= upstream


def test_resources_module_holds_nothing_else() -> None:
    """Other top-level definitions of a module with a @dg.definitions function are silently lost."""
    from orchestration.defs import resources

    defined = [
        name
        for name, value in vars(resources).items()
        if isinstance(value, (dg.AssetsDefinition, dg.AssetChecksDefinition, dg.JobDefinition, dg.ScheduleDefinition))
    ]
    assert not defined
