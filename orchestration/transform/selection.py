"""Which models an ordinary run builds: those that could say something new. How they are built belongs in `dbt`.

What the city declares and where its areas lie is the same in an ordinary run as in the one before: a change of them is
a full refresh (`run_facts.needs_full_refresh`).
"""

from collections.abc import Collection
from functools import cache
from typing import Any

from orchestration.registry.feeds import Feed

# Where areas lie and how many live there is asked by every model: a change of them is one of all.
PLACES = frozenset({Feed.AREA_REGISTER, Feed.AREA_RELATIONS, Feed.AREA_POLYGONS, Feed.LOOKUPS, Feed.POPULATION})
# Tables of schema `raw` that are other ones in every run, whatever came.
_EVERY_RUN = frozenset({"ledger_files", "ledger_quarantine", "coverage", "place_areas"})
# Which periods there are and how far each feed reaches: asked by all, and rows of one feed in them say nothing to
# models of another.
_CALENDAR = {"int_calendar_periods", "int_feed_dates"}


def tables_to_build(
    manifest: dict[str, Any], touched: Collection[Feed], empty: Collection[str], *, with_series: bool
) -> list[str]:
    """Names of the models that an ordinary run builds.

    Not those that are only a query: it says the same whatever comes. Not those made of feeds that nobody touched, or of
    declarations alone. Not those that are empty and stay so. Not worked examples of formulas.

    Args:
        manifest: as dbt parsed it. `meta.empty_without` of a model names the raw table without whose rows it has none.
        touched: feeds of which something came or went since the last published build.
        empty: tables of schema `raw` that have never had a row.
        with_series: the models tagged `series` too.
    """
    nodes = {key: node for key, node in manifest["nodes"].items() if node["resource_type"] == "model"}
    feeds = {feed.value for feed in set(Feed) - PLACES}

    @cache
    def made_of(key: str) -> frozenset[str]:
        if key in manifest["sources"]:
            return frozenset({str(manifest["sources"][key]["name"]).removesuffix("_touched")})
        if key not in nodes:
            return frozenset()
        return frozenset().union(*map(beyond_the_calendar, nodes[key]["depends_on"]["nodes"]))

    def beyond_the_calendar(key: str) -> frozenset[str]:
        return _EVERY_RUN if key in nodes and nodes[key]["name"] in _CALENDAR else made_of(key)

    def is_due(key: str) -> bool:
        tables, node = made_of(key), nodes[key]
        own_feeds = tables & feeds
        if node["config"].get("meta", {}).get("empty_without") in empty or (own_feeds and own_feeds <= set(empty)):
            return False
        return bool(own_feeds & set(touched)) if own_feeds else bool(tables & _EVERY_RUN)

    return [
        str(node["name"])
        for key, node in nodes.items()
        if node["config"]["materialized"] in {"table", "incremental"}
        and (with_series or "series" not in node["tags"])
        and (node["name"] in _CALENDAR or is_due(key))
    ]
