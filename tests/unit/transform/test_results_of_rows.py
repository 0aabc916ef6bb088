"""The one statement at a run's end, told as the tests of rows that it asked."""

import pytest

from orchestration.transform import dbt
from orchestration.transform.dbt import NodeResult

NODES = {
    "model.anlan.one": {"name": "one"},
    "model.anlan.other": {"name": "other"},
    "test.anlan.of_one": {
        "name": "of_one",
        "test_metadata": {"name": "sound_rows"},
        "attached_node": "model.anlan.one",
    },
    "test.anlan.of_other": {
        "name": "of_other",
        "test_metadata": {"name": "sound_rows"},
        "attached_node": "model.anlan.other",
    },
    "test.anlan.words": {
        "name": "words",
        "test_metadata": {"name": "known_words"},
        "attached_node": "model.anlan.one",
    },
}


@pytest.fixture(autouse=True)
def manifest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dbt, "manifest", lambda: {"nodes": NODES})


def built(name: str, status: str = "success") -> NodeResult:
    return NodeResult(f"model.anlan.{name}", name, "model", status, 0.1, None)


def end(status: str, message: str | None = None) -> NodeResult:
    return NodeResult("operation.anlan.end", "end", "operation", status, 0.1, message)


def told(*results: NodeResult) -> dict[str, tuple[str, str | None]]:
    return {
        result.name: (result.status, result.message)
        for result in dbt._with_tests_of_rows(list(results))
        if result.resource_type != "model"
    }


def test_each_table_that_was_built_has_passed() -> None:
    assert told(built("one"), built("other", "error"), end("success")) == {
        "end": ("success", None),
        "of_one": ("pass", None),
    }


def test_faults_are_those_of_their_table_and_stand_for_the_statement() -> None:
    said = "end failed, error:\n Invalid Input Error: one: key area_id; one: order lower, value, upper\n\nLINE 1"
    assert told(built("one"), built("other"), end("error", said)) == {
        "of_one": ("fail", "one: key area_id; one: order lower, value, upper"),
        "of_other": ("pass", None),
    }


@pytest.mark.parametrize("ends", [(), (end("error", "Out of Memory Error"),)], ids=["not asked", "could not answer"])
def test_what_was_not_answered_has_not_passed(ends: tuple[NodeResult, ...]) -> None:
    found = told(built("one"), *ends)
    assert found["of_one"] == ("skipped", None)
    assert ("end" in found) == bool(ends)
