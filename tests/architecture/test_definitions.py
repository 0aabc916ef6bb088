"""Asset and check keys are an interface too: schedules, alerts and people name them.

A module under `defs/` can lose its assets without an error (see `orchestration.city_resource`); this list notices.
"""

import dagster as dg
import pytest

from orchestration.definitions import defs
from orchestration.quality.checks import CHECKS
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
        if node["resource_type"] == "model"
        and (node["config"]["materialized"] in {"table", "incremental"} or node["schema"] == "serving")
    }
    assert keys == models | {
        "landing/originals",
        "landing/replayed_months",
        *[f"raw/{feed}" for feed in Feed],
        "raw/input_tables",
        "serving/snapshot",
    }
    assert {"marts/fct_indicator_values", "marts/mart_rankings", "serving/rpt_district_board"} <= keys


def test_check_keys_of_the_feeds_are_these_and_only_the_sum_of_rows_blocks(loaded: dg.Definitions) -> None:
    graph = loaded.resolve_asset_graph()
    checks = {key for key in graph.asset_check_keys if key.asset_key.path[0] == "raw" and key.name in CHECKS}
    assert {key.to_user_string() for key in checks} == {
        f"raw/{feed}:{check}"
        for feed in Feed
        for check in ("rows_add_up", "freshness", "volume", "quarantined_share", "unmapped_share")
    }
    assert {key.name for key in checks if graph.get_check_spec(key).blocking} == {"rows_add_up"}


def test_jobs_schedules_and_sensors_are_these(loaded: dg.Definitions) -> None:
    repository = loaded.get_repository_def()
    assert {job.name for job in repository.get_all_jobs() if not job.name.startswith("__")} == {
        "rebuild",
        "refresh",
        "replay",
    }
    assert [(s.name, s.job_name, s.default_status.value) for s in repository.schedule_defs] == [
        ("daily", "refresh", "STOPPED")
    ]
    assert [(s.name, s.job_name, s.default_status.value) for s in repository.sensor_defs] == [
        ("inbox", "refresh", "STOPPED")
    ]
    assert repository.get_schedule_def("daily").execution_timezone == "Asia/Shanghai"


def test_only_one_step_at_a_time_writes_the_warehouse(loaded: dg.Definitions) -> None:
    graph = loaded.resolve_asset_graph()
    assert {pool for key in graph.materializable_asset_keys for pool in graph.get(key).pools} == {"warehouse"}
    assert all(graph.get(key).pools for key in graph.materializable_asset_keys)


def test_an_ordinary_run_replays_nothing_and_a_replay_does_not_look_into_the_inbox(loaded: dg.Definitions) -> None:
    everything = {key.to_user_string() for key in loaded.resolve_asset_graph().materializable_asset_keys}

    def outside(job: str) -> set[str]:
        selected = loaded.resolve_job_def(job).asset_layer.selected_asset_keys
        return everything - {key.to_user_string() for key in selected}

    assert outside("refresh") == {"landing/replayed_months"}
    assert outside("replay") == {"landing/originals"}
    assert outside("rebuild") == {"landing/originals", "landing/replayed_months"}


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
