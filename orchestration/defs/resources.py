"""Resources of the code location. This module holds nothing else: see `orchestration.city_resource`."""

import os

import dagster as dg

from orchestration.city_resource import CityResource, served_city


@dg.definitions
def resources() -> dg.Definitions:
    """`dg dev` serves the city that `ANLAN_CITY` names (default: the fictional one); `anlan run` sets its own."""
    return dg.Definitions(
        resources={"city": CityResource(city_id=served_city(), inbox=os.environ.get("ANLAN_INBOX", ""))},
        # dbt and DuckDB share the process: a process a step would pay their imports each time.
        executor=dg.in_process_executor,
    )
