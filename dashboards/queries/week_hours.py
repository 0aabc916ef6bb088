"""Questions of the hours of the week: calls an hour by day of the week and hour, and why there are none."""

from dashboards.queries.places import has_tables
from dashboards.serving import Reader, Row

_TABLE = "mart_alarm_week_hours"


def periods(reader: Reader, *, area_id: str) -> list[Row]:
    """Years and the last 12 months of all calls of the area, the newest end first. None in an older snapshot."""
    if not has_tables(reader, _TABLE):
        return []
    return reader.rows(
        """
        select distinct period_type, period_id, period_start, period_end, is_complete, as_of
        from marts.mart_alarm_week_hours
        where area_id = $area_id and category_id = 'all'
        order by period_end desc, period_type
        """,
        {"area_id": area_id},
    )


def cells(reader: Reader, *, area_id: str, category_id: str, period: Row) -> list[Row]:
    """Each hour of the week in which there were calls, by day and hour."""
    return reader.rows(
        """
        select *
        from marts.mart_alarm_week_hours
        where
            area_id = $area_id
            and category_id = $category_id
            and period_type = $period_type
            and period_id = $period_id
        order by day_of_week, hour_of_day
        """,
        {
            "area_id": area_id,
            "category_id": category_id,
            "period_type": period["period_type"],
            "period_id": period["period_id"],
        },
    )


def why_none(reader: Reader, *, area: Row, category: Row) -> str:
    """Why there is no cell: `not_collected`, `not_at_level`, `no_months`, `not_of_category`,
    `withheld` (the category is shown of larger areas and of none of this level) or `no_calls`.
    """
    if not has_tables(reader, _TABLE):
        return "not_collected"
    (known,) = reader.rows(
        """
        select
            count(*) > 0 as is_collected,
            coalesce(bool_or(area.level_number = $level), false) as is_at_level,
            coalesce(bool_or(hours.area_id = $area_id), false) as is_here,
            coalesce(bool_or(hours.category_id = $category_id), false) as is_of_category,
            coalesce(bool_or(hours.category_id = $category_id and area.level_number = $level), false) as is_shown
        from marts.mart_alarm_week_hours as hours
        inner join marts.dim_area as area on area.area_id = hours.area_id
        """,
        {"area_id": area["area_id"], "level": area["level_number"], "category_id": category["category_id"]},
    )
    reasons = {
        "not_collected": not known["is_collected"],
        "not_at_level": not known["is_at_level"],
        "not_of_category": not known["is_of_category"] and not category["is_group"] and category["category_level"] > 1,
        "no_months": not known["is_here"],
        "withheld": known["is_of_category"] and not known["is_shown"],
    }
    return next((name for name, holds in reasons.items() if holds), "no_calls")
