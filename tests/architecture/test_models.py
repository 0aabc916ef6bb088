"""The dbt project keeps its layers, documents what it publishes, and says what the interface page says."""

import re
from pathlib import Path
from typing import Any

import pytest

from orchestration.raw_schema import RAW_TABLES
from orchestration.registry.catalogue import standard_indicators
from orchestration.registry.feeds import Feed
from orchestration.transform import dbt

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = {"marts", "serving"}
# What a model of a layer may read. Staging alone reads sources.
MAY_READ = {
    "staging": {"source"},
    "intermediate": {"staging", "intermediate", "seed"},
    "marts": {"staging", "intermediate", "marts", "seed"},
    "serving": {"marts"},
    # Worked examples of the formulas: what a unit test hands them, nothing else; nothing reads them.
    "methods": {"methods"},
}


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    return dbt.manifest()


def layer(node: dict[str, Any]) -> str:
    if node["resource_type"] in {"source", "seed"}:
        return str(node["resource_type"])
    return str(Path(node["path"]).parts[0])


def models(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    return [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]


def test_models_read_only_the_layers_above_them(manifest: dict[str, Any]) -> None:
    every = manifest["nodes"] | manifest["sources"]
    wrong = [
        f"{node['name']} ({layer(node)}) reads {every[parent]['name']} ({layer(every[parent])})"
        for node in models(manifest)
        for parent in node["depends_on"]["nodes"]
        if layer(every[parent]) not in MAY_READ[layer(node)]
    ]
    assert not wrong


def test_every_published_column_is_documented_and_typed(manifest: dict[str, Any]) -> None:
    missing = [
        f"{node['name']}.{column['name']}"
        for node in models(manifest)
        if layer(node) in PUBLISHED
        for column in node["columns"].values()
        if not column["description"] or not column["data_type"]
    ]
    assert not missing


def test_published_models_keep_a_contract(manifest: dict[str, Any]) -> None:
    loose = [
        node["name"]
        for node in models(manifest)
        if layer(node) in PUBLISHED and not (node["config"]["contract"]["enforced"] and node["description"])
    ]
    assert not loose


def test_models_publish_the_columns_that_the_interface_page_promises(manifest: dict[str, Any]) -> None:
    """docs/architecture.md is what readers build on."""
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    section = page.split("## Schemas `marts` and `serving`")[1]
    published = {node["name"]: set(node["columns"]) for node in models(manifest)}
    checked = 0
    for line in section.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) != 3 or not cells[0].startswith("`"):
            continue
        name = cells[0].strip("`").split(".")[-1]
        outside_brackets = re.sub(r"\([^)]*\)", "", cells[2])
        named = re.findall(r"`([^`]+)`", outside_brackets)
        promised = {word.split()[0] for word in named if re.fullmatch(r"[a-z0-9_]+( [a-z]+)?", word)}
        missing = promised - published[name] - {"all"}
        assert not missing, f"{name} lacks {sorted(missing)}"
        checked += 1
    assert checked >= 12


# Feeds whose indicators models know by their code; the others are computed by their kind and category.
NAMED_FEEDS = {Feed.GRID_EVENTS, Feed.RESPONSE_BANDS, Feed.DISPUTES, Feed.PATROLS}


def test_models_and_the_catalogue_agree_on_indicators(manifest: dict[str, Any]) -> None:
    """Each indicator that models name is named in one of them, and is one that its feed fills."""
    code = re.compile(r"'([A-Z]{2}\d{2})'")
    named = [found for node in models(manifest) for found in set(code.findall(node["raw_code"]))]
    # Beside them calls by place, outcome and part of the day, a share of a group, the mean of four measures, what marts
    # compose; hot communities are named once more where they are left out.
    expected = [key for key, item in standard_indicators().items() if item.feed in NAMED_FEEDS]
    assert sorted(named) == sorted([*expected, "AL10", "AL11", "AL12", "AL16", "SV02", "IX01", "HP01", "HP01"])


def test_the_catalogue_of_the_snapshot_holds_every_field(manifest: dict[str, Any]) -> None:
    (published,) = [set(node["columns"]) for node in models(manifest) if node["name"] == "dim_indicator"]
    assert published == set(RAW_TABLES["indicators"]) | {"is_collected"}


def test_sources_are_the_tables_that_ingestion_writes(manifest: dict[str, Any]) -> None:
    declared = {node["name"]: set(node["columns"]) for node in manifest["sources"].values()}
    written = {name: set(columns) for name, columns in RAW_TABLES.items()}
    assert set(declared) <= set(written)
    for name, columns in declared.items():
        assert columns <= written[name], f"{name}: {sorted(columns - written[name])} is not in raw"


def test_exposures_name_the_tables_that_pages_read(manifest: dict[str, Any]) -> None:
    """Each page's queries together; a table that no page reads any more has to go from here too."""
    read = {
        f"{schema}.{table}"
        for path in (ROOT / "dashboards").rglob("*.py")
        for schema, table in re.findall(r"\b(marts|serving)\.(\w+)", path.read_text(encoding="utf-8"))
    }
    nodes = manifest["nodes"]
    exposed = {
        f"{nodes[key]['schema']}.{nodes[key]['name']}"
        for exposure in manifest["exposures"].values()
        for key in exposure["depends_on"]["nodes"]
    }
    published = {f"{node['schema']}.{node['name']}" for node in models(manifest)}
    assert exposed == read & published
