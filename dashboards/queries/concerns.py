"""Questions of the concerns: what worries people, what was put on the list for it, and whether it helped."""

from dashboards.serving import Reader, Row


def periods(reader: Reader, *, area_id: str) -> list[Row]:
    """Periods of the waves that asked the area for its concerns, the newest end first."""
    return reader.rows(
        """
        select distinct period.period_type, period.period_id, period.period_start, period.period_end, period.days
        from marts.mart_concern_top as concern
        inner join marts.dim_period as period
            on period.period_type = concern.period_type and period.period_id = concern.period_id
        where concern.area_id = $area_id
        order by period.period_end desc, period.days, period.period_id
        """,
        {"area_id": area_id},
    )


def concerns(reader: Reader, *, area_id: str, period: Row) -> list[Row]:
    """The concerns of the area in the period in the order of their places, those without one last."""
    return reader.rows(
        """
        select concern.*, category.name_zh, category.name_en
        from marts.mart_concern_top as concern
        left join marts.dim_category as category
            on category.category_id = concern.concern_id and category.category_kind = 'concern'
        where
            concern.area_id = $area_id
            and concern.period_type = $period_type
            and concern.period_id = $period_id
        order by concern.wave_id, concern.place nulls last, concern.concern_id
        """,
        {"area_id": area_id, "period_type": period["period_type"], "period_id": period["period_id"]},
    )


def items(reader: Reader, *, area_id: str) -> list[Row]:
    """Items of the list in the area and below it: those overdue and not done first, then the newest."""
    return reader.rows(
        """
        select item.*, area.name_zh as area_zh, area.name_en as area_en, concern.name_zh, concern.name_en
        from marts.mart_rectification as item
        inner join marts.bridge_area_tree as tree
            on tree.descendant_area_id = item.area_id and tree.ancestor_area_id = $area_id
        inner join marts.dim_area as area on area.area_id = item.area_id
        left join marts.dim_category as concern
            on concern.category_id = item.concern_id and concern.category_kind = 'concern'
        order by item.is_done, item.days_overdue desc nulls last, item.opened_on desc, item.item
        """,
        {"area_id": area_id},
    )
