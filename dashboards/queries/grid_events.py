"""Questions of the grid events: how many were closed and in time, what is open and since when, by whom."""

from dashboards.serving import Reader, Row


def months(reader: Reader, *, area_id: str, category_id: str) -> list[Row]:
    """All months of a category in the area, by time."""
    return reader.rows(
        """
        select closure.*, period.period_type, period.period_start, period.period_end
        from marts.mart_event_closure as closure
        inner join marts.dim_period as period on period.period_id = closure.period_id and period.period_type = 'M'
        where closure.area_id = $area_id and closure.category_id = $category_id
        order by closure.month
        """,
        {"area_id": area_id, "category_id": category_id},
    )


def categories(reader: Reader, *, area_id: str, period_id: str) -> list[Row]:
    """The whole and the first level in the month, in their order."""
    return reader.rows(
        """
        select closure.*, category.name_zh, category.name_en, category.category_level
        from marts.mart_event_closure as closure
        inner join marts.dim_category as category
            on category.category_id = closure.category_id and category.category_kind = 'event'
        where closure.area_id = $area_id and closure.period_id = $period_id and category.category_level <= 1
        order by category.category_level, category.sort_order, closure.category_id
        """,
        {"area_id": area_id, "period_id": period_id},
    )


def backlog(reader: Reader, *, area_id: str) -> list[Row]:
    """What was open at the end of each month, of all units, by time."""
    return reader.rows(
        """
        select backlog.*, period.period_type, period.period_start
        from marts.mart_event_backlog as backlog
        inner join marts.dim_period as period on period.period_id = backlog.period_id and period.period_type = 'M'
        where backlog.area_id = $area_id and backlog.responsible_unit = 'all'
        order by backlog.month
        """,
        {"area_id": area_id},
    )


def units(reader: Reader, *, area_id: str, period_id: str) -> list[Row]:
    """Responsible units of the area in the month with their places, the unranked last: of the city and districts."""
    return reader.rows(
        """
        select unit.*, backlog.open_events, backlog.overdue, backlog.oldest_days
        from marts.mart_event_closure_unit as unit
        left join marts.mart_event_backlog as backlog using (area_id, responsible_unit, period_id)
        where unit.area_id = $area_id and unit.period_id = $period_id and unit.period_type = 'M'
        order by unit.rank nulls last, unit.responsible_unit
        """,
        {"area_id": area_id, "period_id": period_id},
    )


def below(reader: Reader, *, parent_id: str, category_id: str, period_id: str) -> list[Row]:
    """The areas directly below in the month with what they have open, the lowest on-time rate first."""
    return reader.rows(
        """
        select closure.*, area.name_zh, area.name_en, backlog.open_events, backlog.overdue, backlog.oldest_days
        from marts.mart_event_closure as closure
        inner join marts.dim_area as area on area.area_id = closure.area_id
        left join marts.mart_event_backlog as backlog
            on
                backlog.area_id = closure.area_id
                and backlog.period_id = closure.period_id
                and backlog.responsible_unit = 'all'
        where
            area.parent_area_id = $parent_id
            and area.is_current
            and not area.is_unknown
            and area.hierarchy = 'main'
            and closure.category_id = $category_id
            and closure.period_id = $period_id
        order by closure.on_time_rate nulls last, area.area_code, area.area_id
        """,
        {"parent_id": parent_id, "category_id": category_id, "period_id": period_id},
    )
