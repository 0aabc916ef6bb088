"""What is made from what, as the parsed dbt project says: tables, their tests, and the sources at their roots.

Which of it a run builds belongs in `selection`; what Dagster calls it belongs in `defs`.
"""

from collections.abc import Mapping
from functools import cache
from graphlib import TopologicalSorter
from typing import Any

# Tests that selector `production` leaves out: words and sums that the formulas themselves guarantee.
NOT_IN_PRODUCTION = "words"


def tables(manifest: Mapping[str, Any]) -> dict[str, set[str]]:
    """Unique ids of the models that a run makes, and of the tables and sources each is made from, in an order in which
    each stands after those. What is only a query is a part of what reads it: no run has anything to do for it.
    """
    nodes = manifest["nodes"]

    @cache
    def made_from(key: str) -> frozenset[str]:
        parents = nodes[key]["depends_on"]["nodes"]
        return frozenset().union(*({one} if _is_made(nodes.get(one)) else made_from(one) for one in parents))

    graph = {key: set(made_from(key)) for key, node in nodes.items() if _is_made(node)}
    return {key: graph[key] for key in TopologicalSorter(graph).static_order() if key in graph}


def tests(manifest: Mapping[str, Any]) -> dict[str, tuple[str, set[str]]]:
    """Unique ids of the tests of a run; of each the table it is about, and the other models it asks."""
    found = {}
    for key, node in manifest["nodes"].items():
        if node["resource_type"] != "test" or NOT_IN_PRODUCTION in node["tags"]:
            continue
        asked = set(node["depends_on"]["nodes"])
        about = node.get("attached_node") or (min(asked) if len(asked) == 1 else None)
        if about is not None:
            found[key] = (about, {other for other in asked if other != about and other.startswith("model.")})
    return found


def _is_made(node: Mapping[str, Any] | None) -> bool:
    """Whether a node is a table, or, not being in the project's nodes, a source."""
    if node is None:
        return True
    return node["config"].get("materialized") in {"table", "incremental"} or node["schema"] == "serving"
