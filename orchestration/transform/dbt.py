"""Run dbt inside this process: parse once, build with tests, say what failed.

A second Python process would pay dbt's imports again, which is most of a small run. What the results mean to
Dagster belongs in `defs`.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from anlan.errors import BuildError
from anlan.home import Home, default_root, shipped
from orchestration.raw_schema import RAW_TABLES
from orchestration.transform.lineage import NOT_IN_PRODUCTION

if TYPE_CHECKING:
    from dbt.cli.main import dbtRunnerResult
    from dbt.contracts.graph.manifest import Manifest

PROJECT = shipped("dbt_project")
# The test that a run asks of all tables in one statement (`refuse_unsound_rows`).
SOUND_ROWS = "sound_rows"
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


def load(home: Home) -> "Manifest":
    """The parsed project as dbt itself holds it, good for one build of this city.

    Raises:
        BuildError: the project does not parse.
    """
    target = target_folder(home.city_id)
    _take_over_what_was_parsed(target)
    result = _invoke(["parse", "--no-write-json"], warehouse=home.warehouse, target=target)
    if not result.success:
        raise BuildError(f"The dbt project does not parse: {result.exception}")
    return cast("Manifest", result.result)


def build(home: Home, models: list[str] | None = None, project: "Manifest | None" = None) -> BuildReport:
    """Build models of a city's warehouse and run their tests.

    Args:
        models: names of those to build; without, all of them and everything anew, the months that nobody touched too.
        project: what `load` gave; read now where it is not given.

    Raises:
        BuildError: dbt itself failed, before any model ran.
    """
    # The manifest was written when the project was parsed, and results come back without a file.
    arguments = ["build", "--no-write-json"]
    # Named models put the default selector out of force, which says the same.
    left_out = ["resource_type:unit_test", f"tag:{NOT_IN_PRODUCTION}", f"test_name:{SOUND_ROWS}"]
    chosen = ["--select", *(models or []), "--exclude", *left_out]
    arguments += ["--full-refresh"] if models is None else chosen
    target = target_folder(home.city_id)
    if project is None:
        _take_over_what_was_parsed(target)
    result = _invoke(arguments, warehouse=home.warehouse, target=target, project=project)
    if result.exception is not None and result.result is None:
        raise BuildError(f"dbt could not run: {result.exception}")
    ran: Any = result.result
    results = [
        NodeResult(
            unique_id=node.node.unique_id,
            name=node.node.name,
            resource_type=str(node.node.resource_type),
            status=str(node.status),
            seconds=node.execution_time,
            message=node.message,
        )
        for node in ran.results
    ]
    return BuildReport(_with_tests_of_rows(results))


def _with_tests_of_rows(results: list[NodeResult]) -> list[NodeResult]:
    """Results in which the one statement at the run's end stands as the tests `sound_rows` that it asked."""
    nodes = manifest()["nodes"]
    built = {result.unique_id for result in results if result.status == "success"}
    ends = [result for result in results if result.resource_type == "operation"]
    said = " ".join(end.message or "" for end in ends if end.failed)
    faults = {
        unique_id: re.findall(rf"\b({nodes[node['attached_node']]['name']}: [^;\n]+)", said)
        for unique_id, node in nodes.items()
        if (node.get("test_metadata") or {}).get("name") == SOUND_ROWS and node["attached_node"] in built
    }
    # What was not asked, or failed for another reason than rows, has not passed.
    was_asked = any(faults.values()) or any(end.status == "success" for end in ends)
    tests = [
        NodeResult(
            unique_id,
            nodes[unique_id]["name"],
            "test",
            "fail" if found else "pass" if was_asked else "skipped",
            0,
            "; ".join(found) or None,
        )
        for unique_id, found in faults.items()
    ]
    if any(faults.values()):
        results = [result for result in results if result.resource_type != "operation"]
    return [*results, *tests]


def _take_over_what_was_parsed(target: Path) -> None:
    """Parsing takes as long as building a small city, and gives much the same for each of them. A copy that a killed
    run left half written does no harm: dbt parses anew.
    """
    manifest_path()
    parsed, own = target_folder() / _PARSED, target / _PARSED
    if not own.exists() or own.stat().st_mtime < parsed.stat().st_mtime:
        target.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(parsed, own)


def manifest() -> dict[str, Any]:
    """The parsed manifest as a dictionary, which is not to be changed."""
    path = manifest_path()
    return _read_manifest(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _read_manifest(path: Path, written: int) -> dict[str, Any]:  # noqa: ARG001 - another time is another manifest
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
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


def sort_orders() -> dict[str, list[str]]:
    """Columns that readers find rows by, of the tables (`schema.table`) that a run adds rows to as they come."""
    models = (node for node in manifest()["nodes"].values() if node["resource_type"] == "model")
    orders = {f"{node['schema']}.{node['name']}": node["config"]["meta"].get("sorted_by") for node in models}
    return {table: order for table, order in orders.items() if order}


def _invoke(
    arguments: list[str], *, warehouse: Path, target: Path, project: "Manifest | None" = None
) -> "dbtRunnerResult":
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
    with environment(_SETTINGS | {"DBT_ENV_SECRET_ANLAN_WAREHOUSE": str(warehouse)}):
        try:
            return dbtRunner(project).invoke([*arguments, *map(str, folders)])
        finally:
            # dbt keeps the file open for the next command of the process; ours belongs to whoever comes next.
            DuckDBConnectionManager.close_all_connections()


@contextmanager
def environment(values: dict[str, str]) -> Iterator[None]:
    """Have variables of the environment set for as long."""
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
