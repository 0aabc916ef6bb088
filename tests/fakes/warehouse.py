"""A warehouse with the few published tables that publishing itself reads."""

from collections.abc import Sequence

import duckdb

# Indicator, area (`city`, `elm`: level 1 and 2; `hill`: 4), period type, period, value.
Value = tuple[str, str, str, str, float | None]


def write_published(
    connection: duckdb.DuckDBPyConnection, values: Sequence[Value] = (), *, is_fictional: bool = True
) -> None:
    """Make the city and the table of indicators hold this; counts, complete, of 30 April 2024. None is withheld."""
    connection.execute("create schema if not exists marts; create schema if not exists serving")
    connection.execute(
        f"create or replace table marts.dim_city as select date '2024-04-30' as as_of, {is_fictional} as is_fictional"
    )
    connection.execute(
        "create or replace table marts.dim_area as"
        " from (values ('city', 1), ('elm', 2), ('hill', 4)) as areas (area_id, level_number)"
    )
    connection.execute(
        "create or replace table marts.fct_indicator_values (indicator_id varchar, area_id varchar,"
        " period_type varchar, period_id varchar, value double, numerator double, denominator double,"
        " is_suppressed boolean, is_complete boolean, method_version varchar, as_of date)"
    )
    for indicator, area, period_type, period, value in values:
        connection.execute(
            "insert into marts.fct_indicator_values values (?, ?, ?, ?, ?, ?, null, ?, ?, '1', date '2024-04-30')",
            [indicator, area, period_type, period, value, value, value is None, period != "2024-04"],
        )
