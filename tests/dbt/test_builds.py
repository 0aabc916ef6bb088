"""Builds by touched months, from scratch and of an empty city."""

from pathlib import Path

import hand_made_city
from model_runs import PROJECT, Warehouse

from tests.fixtures.same_tables import differing_tables


def count(warehouse: Warehouse, area: str, period: str) -> int | None:
    rows = warehouse.rows(
        "select alarm_count from marts.mart_alarm_trend"
        f" where area_id = '{area}' and period_id = '{period}' and category_id = 'all'"
    )
    return rows[0]["alarm_count"] if rows else None


def test_touched_months_are_replaced(first: Warehouse, incremental: Warehouse) -> None:
    assert (count(first, "ash", "2017-02"), count(incremental, "ash", "2017-02")) == (2, 9)
    assert count(incremental, "ash", "2017-03") == count(first, "ash", "2017-03") == 2


def test_a_month_that_became_empty_is_emptied(first: Warehouse, incremental: Warehouse) -> None:
    assert (count(first, "elm", "2018-03"), count(incremental, "elm", "2018-03")) == (12, 0)
    left = "select count(*) as rows from intermediate.int_alarms_monthly where event_month = '2018-03-01'"
    assert incremental.row(left)["rows"] == 0


def test_incremental_build_equals_full_refresh(
    first: Warehouse, incremental: Warehouse, target: Path, tmp_path: Path
) -> None:
    """From the first build, too: a full refresh forgets what its input no longer has."""
    scratch = Warehouse(tmp_path / "scratch.duckdb", target)
    scratch.path.write_bytes(first.path.read_bytes())
    city = hand_made_city.second_build()
    city.touched = hand_made_city.first_build().touched
    scratch.load(city)
    scratch.dbt("run", "--full-refresh")
    assert scratch.published_tables() == incremental.published_tables()
    assert differing_tables(incremental.path, scratch.path, scratch.published_tables()) == {}


def test_a_city_that_collected_nothing_builds(target: Path, tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "empty.duckdb", target)
    warehouse.load(hand_made_city.empty())
    warehouse.dbt("run")
    filled = [table for table in warehouse.published_tables() if warehouse.rows(f"from {table} limit 1")]
    assert filled == ["marts.dim_city"]


def test_unit_tests_of_the_models_pass(first: Warehouse) -> None:
    results = first.dbt("test", "--select", "resource_type:unit_test").results
    declared = sum(
        path.read_text(encoding="utf-8").count("    model: ") for path in PROJECT.glob("models/**/*__unit_tests.yml")
    )
    assert len([result for result in results if result.node.resource_type == "unit_test"]) == declared > 0


def test_only_staging_reads_sources_and_nothing_reads_back(first: Warehouse) -> None:
    """Layers go one way: sources, staging, intermediate, marts, serving."""
    layers = ["staging", "intermediate", "marts", "serving"]
    manifest = first.dbt("parse")
    models = {key: node for key, node in manifest.nodes.items() if node.resource_type == "model"}
    # Worked examples of the formulas stand beside the layers and read nothing but what a unit test gives them.
    methods = {key for key, model in models.items() if model.fqn[1] == "methods"}
    assert methods
    for key in methods:
        assert models[key].config.materialized == "ephemeral"
        assert set(models.pop(key).depends_on.nodes) <= {"model.anlan.method_cases"}
    assert {model.fqn[1] for model in models.values()} == set(layers)
    for model in models.values():
        for parent in model.depends_on.nodes:
            if parent.startswith("source."):
                # Incremental models ask what was touched.
                assert model.fqn[1] == "staging" or parent.endswith((".touched_periods", ".touched_feeds")), model.name
            elif parent in models:
                assert layers.index(models[parent].fqn[1]) <= layers.index(model.fqn[1]), model.name


def test_every_published_column_is_documented(first: Warehouse) -> None:
    models = [node for node in first.dbt("parse").nodes.values() if node.resource_type == "model"]
    documented = {
        (model.schema, model.name, column.name)
        for model in models
        for column in model.columns.values()
        if len(column.description) > 10
    }
    published = first.rows(
        "select table_schema, table_name, column_name from information_schema.columns"
        " where table_schema in ('marts', 'serving')"
    )
    assert published
    assert {tuple(row.values()) for row in published} <= documented
