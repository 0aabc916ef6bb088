"""Warehouses that several tests of the models share; each is built once a session.

A dbt run costs seconds, so a test asks for the build it needs instead of making one.
"""

from collections.abc import Iterator
from pathlib import Path

import hand_made_city
import pytest
from model_runs import Warehouse


@pytest.fixture(scope="session")
def target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dbt_target")


@pytest.fixture(scope="session", autouse=True)
def _no_telemetry() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DO_NOT_TRACK", "1")
        environment.setenv("DBT_SEND_ANONYMOUS_USAGE_STATS", "false")
        yield


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory, target: Path) -> Warehouse:
    """The hand-made city after its first build, tests of the models included."""
    warehouse = Warehouse(tmp_path_factory.mktemp("first") / "city.duckdb", target)
    warehouse.load(hand_made_city.first_build())
    warehouse.dbt("build")
    return warehouse


@pytest.fixture(scope="session")
def incremental(tmp_path_factory: pytest.TempPathFactory, target: Path, first: Warehouse) -> Warehouse:
    """A copy of the first build, brought up to date by its touched months."""
    warehouse = Warehouse(tmp_path_factory.mktemp("incremental") / "city.duckdb", target)
    warehouse.path.write_bytes(first.path.read_bytes())
    warehouse.load(hand_made_city.second_build())
    warehouse.dbt("run")
    return warehouse
