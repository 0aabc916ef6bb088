"""Run dbt inside this process: parse once, build with tests, say what failed.

A second Python process would pay dbt's imports again, which is most of a small run. What the results mean to
Dagster belongs in `defs`.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anlan.errors import BuildError
from anlan.home import Home, default_root, shipped
from orchestration.raw_schema import RAW_TABLES

if TYPE_CHECKING:
    from dbt.cli.main import dbtRunnerResult

PROJECT = shipped("dbt_project")
# Tests that selector `production` leaves out, for who reads the manifest without it.
NOT_IN_PRODUCTION = "tag:words"
# Where dbt keeps what it parsed.
_PARSED = "partial_parse.msgpack"
_SETTINGS = {
    "DO_NOT_TRACK": "1",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
}


@dataclass(frozen=True)
class NodeResult:
    """What became of one model or test."""

    unique_id: str
    name: str
    resource_type: str
    status: str
    seconds: float
    message: str | None

    @property
    def failed(self) -> bool:
        return self.status in {"error", "fail", "runtime error"}


@dataclass(frozen=True)
class BuildReport:
    """Results of all models and tests of one build."""

    results: list[NodeResult]

    @property
    def failures(self) -> list[NodeResult]:
        return [result for result in self.results if result.failed]

    def tests(self, status: str) -> int:
        kinds = {"test", "unit_test"}
        return sum(result.resource_type in kinds and result.status == status for result in self.results)


def target_folder(city_id: str = "") -> Path:
    """Where dbt keeps what it parsed, the manifest, and in a folder a city what it does there."""
    return default_root() / "dbt" / city_id


def project_fingerprint(*, with_texts: bool = False) -> str:
    """Hash over the project's files and the columns that it reads; another one means models have changed and all
    months are built anew.

    `with_texts`: over the texts of descriptions too, which change the manifest but no number.
    """
    suffixes = {".sql", ".yml", ".csv", ".py"} | ({".md"} if with_texts else set())
    digest = hashlib.sha256(json.dumps(RAW_TABLES).encode())
    for path in sorted(PROJECT.rglob("*")):
        if path.suffix in suffixes and "target" not in path.relative_to(PROJECT).parts:
            digest.update(str(path.relative_to(PROJECT)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def manifest_path() -> Path:
    """The manifest of the project as it stands, parsed now if it has changed.

    Raises:
        BuildError: the project does not parse.
    """
    path = target_folder() / "manifest.json"
    mark = target_folder() / "manifest.fingerprint"
    fingerprint = project_fingerprint(with_texts=True)
    if path.exists() and mark.exists() and mark.read_text() == fingerprint:
        return path
    # Parsing connects to nothing, but models bear the name of the database.
    result = _invoke(["parse"], warehouse=target_folder() / "warehouse.duckdb", target=target_folder())
    if not result.success:
        raise BuildError(f"The dbt project does not parse: {result.exception}")
    mark.write_text(fingerprint)
    return path


def build(home: Home, models: list[str] | None = None) -> BuildReport:
    """Build models of a city's warehouse and run their tests.

    Args:
        models: names of those to build; without, all of them and everything anew, the months that nobody touched too.

    Raises:
        BuildError: dbt itself failed, before any model ran.
    """
    # The manifest was written when the project was parsed, and results come back without a file.
    arguments = ["build", "--no-write-json"]
    # Named models put the default selector out of force, which says the same.
    chosen = ["--select", *(models or []), "--exclude", "resource_type:unit_test", NOT_IN_PRODUCTION]
    arguments += ["--full-refresh"] if models is None else chosen
    target = target_folder(home.city_id)
    _take_over_what_was_parsed(target)
    result = _invoke(arguments, warehouse=home.warehouse, target=target)
    if result.exception is not None and result.result is None:
        raise BuildError(f"dbt could not run: {result.exception}")
    nodes: Any = result.result
    return BuildReport(
        [
            NodeResult(
                unique_id=node.node.unique_id,
                name=node.node.name,
                resource_type=str(node.node.resource_type),
                status=str(node.status),
                seconds=node.execution_time,
                message=node.message,
            )
            for node in nodes.results
        ]
    )


def _take_over_what_was_parsed(target: Path) -> None:
    """Parsing takes as long as building a small city, and gives the same for every one of them."""
    manifest_path()
    parsed, own = target_folder() / _PARSED, target / _PARSED
    if not own.exists() or own.stat().st_mtime < parsed.stat().st_mtime:
        target.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(parsed, own)


def manifest() -> dict[str, Any]:
    """The parsed manifest as a dictionary."""
    content: dict[str, Any] = json.loads(manifest_path().read_text(encoding="utf-8"))
    return content


def descriptions() -> dict[str, tuple[str, dict[str, str]]]:
    """Descriptions of models by `schema.name`: that of the table and those of its columns by name."""
    return {
        f"{node['schema']}.{node['name']}": (
            node["description"],
            {column["name"]: column["description"] for column in node["columns"].values()},
        )
        for node in manifest()["nodes"].values()
        if node["resource_type"] == "model"
    }


def manifest_of_tables() -> dict[str, Any]:
    """The manifest in which what is only a query is a part of what reads it: no run has anything to do for it."""
    content = manifest()
    for node in content["nodes"].values():
        if node["config"].get("materialized") == "view" and node["schema"] != "serving":
            node["config"]["materialized"] = "ephemeral"
    return content


def sort_orders() -> dict[str, list[str]]:
    """Columns that readers find rows by, of the tables (`schema.table`) that a run adds rows to as they come."""
    models = (node for node in manifest()["nodes"].values() if node["resource_type"] == "model")
    orders = {f"{node['schema']}.{node['name']}": node["config"]["meta"].get("sorted_by") for node in models}
    return {table: order for table, order in orders.items() if order}


def models_in_order() -> list[str]:
    """Unique ids of all models, each after those it is made from."""
    nodes = manifest()["nodes"]
    graph = {
        unique_id: set(node["depends_on"]["nodes"])
        for unique_id, node in nodes.items()
        if node["resource_type"] == "model"
    }
    return [unique_id for unique_id in TopologicalSorter(graph).static_order() if unique_id in graph]


def _invoke(arguments: list[str], *, warehouse: Path, target: Path) -> "dbtRunnerResult":
    # Importing dbt takes seconds; a run that finds nothing new must not pay them.
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    target.mkdir(parents=True, exist_ok=True)
    folders = [
        "--project-dir",
        PROJECT,
        "--profiles-dir",
        PROJECT,
        "--target-path",
        target,
        "--log-path",
        target / "logs",
    ]
    # What failed is said in the report; every line of a log costs as much as a small query.
    folders += ["--log-level", "none", "--log-level-file", "warn"]
    with _environment(_SETTINGS | {"DBT_ENV_SECRET_ANLAN_WAREHOUSE": str(warehouse)}):
        try:
            return dbtRunner().invoke([*arguments, *map(str, folders)])
        finally:
            # dbt keeps the file open for the next command of the process; ours belongs to whoever comes next.
            DuckDBConnectionManager.close_all_connections()


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
