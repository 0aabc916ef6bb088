"""Questions of single days: calls by day beside the year before, and why there are none."""

from dashboards.queries.places import has_tables
from dashboards.serving import Reader, Row

_TABLE = "mart_alarm_daily"


def days(reader: Reader, *, area_id: str, category_id: str) -> list[Row]:
    """The days of the last year, by time. None in an older snapshot."""
    if not has_tables(reader, _TABLE):
        return []
    return reader.rows(
        """
        select *
        from marts.mart_alarm_daily
        where area_id = $area_id and category_id = $category_id
        order by calendar_date
        """,
        {"area_id": area_id, "category_id": category_id},
    )


def why_none(reader: Reader, *, area_id: str) -> str:
    """Why there is no day: `not_collected`, `not_at_level`, or `not_of_category`."""
    if not has_tables(reader, _TABLE):
        return "not_collected"
    (known,) = reader.rows(
        """
        select count(*) > 0 as is_collected, coalesce(bool_or(area_id = $area_id), false) as is_here
        from marts.mart_alarm_daily
        """,
        {"area_id": area_id},
    )
    if not known["is_collected"]:
        return "not_collected"
    return "not_of_category" if known["is_here"] else "not_at_level"
