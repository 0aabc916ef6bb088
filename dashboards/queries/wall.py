"""Questions of the wall that no other page asks: how indicators of an area went."""

from collections.abc import Sequence

from dashboards.serving import Reader, Row


def histories(reader: Reader, *, area_id: str, indicator_ids: Sequence[str], until: object) -> list[Row]:
    """Values of the area by month, quarter and year, up to a day. Grain: indicator × period, by time."""
    return reader.rows(
        """
        select *
        from marts.fct_indicator_values
        where
            area_id = $area_id
            and indicator_id in (select unnest($indicator_ids::varchar[]))
            and period_type in ('M', 'Q', 'Y')
            and period_end <= $until
        order by indicator_id, period_type, period_start
        """,
        {"area_id": area_id, "indicator_ids": list(indicator_ids), "until": until},
    )
