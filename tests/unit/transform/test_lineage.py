"""What is made from what, of a manifest as dbt writes it."""

from typing import Any

from orchestration.transform import lineage


def model(materialized: str, *parents: str, schema: str = "marts") -> dict[str, Any]:
    return {
        "resource_type": "model",
        "schema": schema,
        "config": {"materialized": materialized},
        "depends_on": {"nodes": list(parents)},
        "tags": [],
    }


def data_test(*asked: str, about: str | None = None, tags: tuple[str, ...] = ()) -> dict[str, Any]:
    node = model("test", *asked, schema="dbt_test__audit")
    return node | {"resource_type": "test", "attached_node": about, "tags": list(tags)}


MANIFEST = {
    "nodes": {
        "model.page": model("view", "model.mart", schema="serving"),
        "model.mart": model("incremental", "model.staged", "model.between"),
        "model.between": model("table", "model.staged"),
        "model.staged": model("view", "source.calls"),
        "model.example": model("ephemeral"),
        "test.rows": data_test("model.mart", "model.between", about="model.mart"),
        "test.alone": data_test("model.between"),
        "test.of_two": data_test("model.mart", "model.between"),
        "test.words": data_test("model.mart", about="model.mart", tags=("words",)),
    }
}


def test_queries_are_a_part_of_what_reads_them_and_each_table_stands_after_those_it_is_made_from() -> None:
    found = lineage.tables(MANIFEST)
    assert found == {
        "model.between": {"source.calls"},
        "model.mart": {"source.calls", "model.between"},
        "model.page": {"model.mart"},
    }
    assert list(found) == ["model.between", "model.mart", "model.page"]


def test_a_test_is_about_the_table_it_is_declared_on_or_the_only_one_it_asks() -> None:
    assert lineage.tests(MANIFEST) == {
        "test.rows": ("model.mart", {"model.between"}),
        "test.alone": ("model.between", set()),
    }
