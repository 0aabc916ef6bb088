"""Which models an ordinary run builds, on a project of a few."""

from typing import Any

from orchestration.registry.feeds import Feed
from orchestration.transform.selection import tables_to_build


def model(
    name: str, *reads: str, materialized: str = "table", tags: tuple[str, ...] = (), empty_without: str | None = None
) -> dict[str, Any]:
    return {
        "name": name,
        "resource_type": "model",
        "config": {"materialized": materialized, "meta": {"empty_without": empty_without} if empty_without else {}},
        "tags": list(tags),
        "depends_on": {"nodes": list(reads)},
    }


NODES = [
    model("stg_patrols", "patrols", materialized="view"),
    model("stg_alarms", "police_alarms_touched", materialized="view"),
    model("int_alarms", "stg_alarms", materialized="incremental"),
    model("int_calendar_periods", "int_alarms", "coverage", "stg_patrols"),
    model("int_periods", "int_calendar_periods", materialized="view"),
    model("dim_category", "categories"),
    model("dim_area", "area_register"),
    model("dim_period", "int_periods"),
    model("dim_source", "ledger_files"),
    model("mart_patrol", "stg_patrols", "int_periods", "dim_area"),
    model("mart_trend", "int_alarms", "int_periods", "dim_area"),
    model("mart_values", "mart_trend", "stg_patrols"),
    model("mart_claims", "mart_values", "published_claims", empty_without="published_claims"),
    model("mart_warning", "int_alarms", tags=("series",)),
    model("methods_counts", materialized="ephemeral"),
]
SOURCES = (
    "patrols", "police_alarms_touched", "area_register", "categories", "coverage", "ledger_files", "published_claims",
)  # fmt: skip
MANIFEST = {
    "nodes": {node["name"]: node for node in NODES}
    | {"test_x": {"resource_type": "test", "name": "test_x", "config": {}, "depends_on": {"nodes": []}}},
    "sources": {name: {"name": name} for name in SOURCES},
}
# What calendar and ledger alone say is new in every run.
ALWAYS = ["int_calendar_periods", "dim_period", "dim_source"]
OF_ALARMS = ["int_alarms", "mart_trend", "mart_values", "mart_claims"]


def built(*touched: Feed, empty: tuple[str, ...] = (), with_series: bool = False) -> set[str]:
    return set(tables_to_build(MANIFEST, touched, empty, with_series=with_series))


def test_what_is_made_of_touched_feeds_is_built_whatever_else_it_is_made_of() -> None:
    assert built(Feed.POLICE_ALARMS) == {*ALWAYS, *OF_ALARMS}
    assert built(Feed.PATROLS) == {*ALWAYS, "mart_patrol", "mart_values", "mart_claims"}
    assert built(Feed.PUBLISHED_CLAIMS) == {*ALWAYS, "mart_claims"}


def test_without_a_touched_feed_the_calendar_and_the_ledger_are_built() -> None:
    assert built() == set(ALWAYS)
    assert built(Feed.SURVEY_SCORES) == set(ALWAYS)


def test_what_has_no_rows_without_a_table_is_left_while_that_is_empty() -> None:
    assert built(Feed.POLICE_ALARMS, empty=("published_claims",)) == {*ALWAYS, *OF_ALARMS} - {"mart_claims"}
    assert built(Feed.PATROLS, empty=("patrols",)) == {*ALWAYS, "mart_values", "mart_claims"}


def test_models_of_long_series_are_built_when_they_are_asked_for() -> None:
    assert built(Feed.POLICE_ALARMS, with_series=True) == {*ALWAYS, *OF_ALARMS, "mart_warning"}


def test_models_come_in_the_order_of_the_manifest() -> None:
    assert tables_to_build(MANIFEST, [Feed.PATROLS], [], with_series=False)[0] == "int_calendar_periods"
