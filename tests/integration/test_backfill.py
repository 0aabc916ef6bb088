"""A range of months is chosen in Dagster's user interface: from the request to the published build, with the instance
settings that Anlan ships, a code server and the daemons' own loops.

These loops have no public name; the version of Dagster is pinned, and a new one shows here what it changes.
"""

import logging
import time
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
import yaml
from dagster._core.execution.backfill import BulkActionStatus, PartitionBackfill
from dagster._core.test_utils import create_test_daemon_workspace_context
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import ModuleTarget
from dagster._daemon.backfill import execute_backfill_iteration
from dagster._daemon.run_coordinator.queued_run_coordinator_daemon import QueuedRunCoordinatorDaemon

import orchestration
from tests.fixtures.small_town import CITY, SmallTown
from tests.fixtures.zones import zones

MONTHS = ["2024-02-01", "2024-03-01"]


@pytest.fixture
def workspace(town: SmallTown, monkeypatch: pytest.MonkeyPatch) -> Iterator[WorkspaceProcessContext]:
    """What `make dev` runs on, without its web server."""
    monkeypatch.setenv("ANLAN_CITY", CITY)
    shipped = Path(orchestration.__file__).with_name("dagster.yaml").read_text(encoding="utf-8")
    target = ModuleTarget("orchestration.definitions", attribute=None, working_directory=None, location_name="anlan")
    with (
        dg.instance_for_test(overrides=yaml.safe_load(shipped)) as instance,
        create_test_daemon_workspace_context(target, instance) as context,
    ):
        yield context


@pytest.mark.exhaustive
def test_a_range_of_months_chosen_in_the_user_interface_is_read_again_by_one_run(
    town: SmallTown, workspace: WorkspaceProcessContext
) -> None:
    before = zones(town.home)
    served, instance = town.served(), workspace.instance
    location = workspace.create_request_context().get_code_location("anlan")
    (repository,) = location.get_repositories().values()
    instance.add_backfill(
        PartitionBackfill(
            backfill_id="february-and-march",
            status=BulkActionStatus.REQUESTED,
            from_failure=False,
            tags={},
            backfill_timestamp=time.time(),
            partition_set_origin=repository.get_partition_set("replay_partition_set").get_remote_origin(),
            partition_names=MONTHS,
        )
    )
    log = logging.getLogger("backfill")
    assert not any(execute_backfill_iteration(workspace, log))
    queue = QueuedRunCoordinatorDaemon(interval_seconds=1)
    assert not any(queue.run_iteration(workspace))
    deadline = time.monotonic() + 200
    while instance.get_runs_count(dg.RunsFilter(statuses=[dg.DagsterRunStatus.SUCCESS])) == 0:
        assert time.monotonic() < deadline, [run.status for run in instance.get_runs()]
        time.sleep(0.5)
    assert not any(execute_backfill_iteration(workspace, log))

    backfill = instance.get_backfill("february-and-march")
    assert backfill is not None
    assert backfill.status == BulkActionStatus.COMPLETED_SUCCESS
    (run,) = instance.get_runs()
    assert (run.job_name, run.status) == ("replay", dg.DagsterRunStatus.SUCCESS)
    assert instance.get_materialized_partitions(dg.AssetKey(["landing", "replayed_months"])) == set(MONTHS)
    assert instance.event_log_storage.get_pool_config().default_pool_limit == 1
    assert town.served() != served
    assert zones(town.home) == before
