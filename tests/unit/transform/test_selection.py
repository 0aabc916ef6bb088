"""Which models an ordinary run builds, on a project of a few."""

from typing import Any

from orchestration.registry.feeds import Feed
from orchestration.transform.selection import tables_to_build


def model(name: str, *reads: str, materialized: str = "table", tags: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "name": name,
        "resource_type": "model",
        "config": {"materialized": materialized},
        "tags": list(tags),
        "depends_on": {"nodes": list(reads)},
    }


NODES = [
    model("stg_patrols", "patrols", materialized="view"),
    model("stg_alarms", "police_alarms_touched", materialized="view"),
    model("int_alarms", "stg_alarms", materialized="incremental"),
    model("int_calendar_periods", "int_alarms", "stg_patrols"),
    model("dim_area", "area_register"),
    model("mart_patrol", "stg_patrols", "int_calendar_periods", "dim_area"),
    model("mart_trend", "int_alarms", "int_calendar_periods", "dim_area"),
    model("mart_coverage", "int_alarms", "stg_patrols"),
    model("mart_warning", "int_alarms", tags=("series",)),
    model("methods_counts", materialized="ephemeral"),
]
MANIFEST = {
    "nodes": {node["name"]: node for node in NODES}
    | {"test_x": {"resource_type": "test", "name": "test_x", "config": {}, "depends_on": {"nodes": []}}},
    "sources": {name: {"name": name} for name in ("patrols", "police_alarms_touched", "area_register")},
}
ALWAYS = ["int_alarms", "int_calendar_periods", "dim_area"]


def test_what_is_only_a_query_is_left() -> None:
    everything = [*ALWAYS, "mart_patrol", "mart_trend", "mart_coverage", "mart_warning"]
    assert tables_to_build(MANIFEST, [], with_series=True) == everything
    assert tables_to_build(MANIFEST, [], with_series=False) == everything[:-1]


def test_what_idle_feeds_alone_fill_is_left_and_what_they_share_is_not() -> None:
    without = [*ALWAYS, "mart_trend", "mart_coverage"]
    assert tables_to_build(MANIFEST, [Feed.PATROLS, Feed.DISPUTES], with_series=False) == without
    assert "mart_patrol" in tables_to_build(MANIFEST, [Feed.DISPUTES], with_series=False)
    assert "dim_area" in tables_to_build(MANIFEST, list(Feed), with_series=False)
