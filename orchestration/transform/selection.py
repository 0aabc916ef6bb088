"""Which models an ordinary run builds: those that could say something new. How they are built belongs in `dbt`."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from orchestration.registry.feeds import Feed

# Where an area lies and how many live there is asked by every feed, and fills no table alone.
_ABOUT_AREAS = {Feed.AREA_REGISTER, Feed.AREA_RELATIONS, Feed.AREA_POLYGONS, Feed.LOOKUPS, Feed.POPULATION}
# Which periods there are and how far each feed reaches: rows of theirs make none elsewhere.
_CALENDAR = {"int_calendar_periods", "int_feed_dates"}


def tables_to_build(manifest: dict[str, Any], idle: Iterable[Feed], *, with_series: bool) -> list[str]:
    """Names of the models that an ordinary run builds.

    Not those that are only a query: it says the same whatever comes. Not those filled by idle feeds alone: they are
    empty and stay so. Not worked examples of formulas.

    Args:
        manifest: as dbt parsed it.
        idle: feeds of which nothing has ever come.
        with_series: the models tagged `series` too.
    """
    nodes = {key: node for key, node in manifest["nodes"].items() if node["resource_type"] == "model"}
    silent = {feed.value for feed in idle}
    about_areas = {feed.value for feed in _ABOUT_AREAS}

    @cache
    def fed_by(key: str) -> frozenset[str]:
        if key in manifest["sources"]:
            table = str(manifest["sources"][key]["name"]).removesuffix("_touched")
            return frozenset({table} & {feed.value for feed in Feed} - about_areas)
        if key not in nodes or nodes[key]["name"] in _CALENDAR:
            return frozenset()
        return frozenset().union(*map(fed_by, nodes[key]["depends_on"]["nodes"]))

    return [
        str(node["name"])
        for key, node in nodes.items()
        if node["config"]["materialized"] in {"table", "incremental"}
        and (with_series or "series" not in node["tags"])
        and not (fed_by(key) and fed_by(key) <= silent)
    ]
