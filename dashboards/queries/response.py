"""Questions of the response: how soon calls were accepted, left for, reached and reported back."""

from dashboards.serving import Reader, Row


def periods(reader: Reader, *, area_id: str) -> list[Row]:
    """Years and months of the area with `is_complete`, the newest end first, of equal ends the longer."""
    return reader.rows(
        """
        select period.*, bool_and(response.is_complete) as is_complete
        from marts.mart_response as response
        inner join marts.dim_period as period
            on period.period_type = response.period_type and period.period_id = response.period_id
        where response.area_id = $area_id and response.category_id = 'all'
        group by all
        order by period.period_end desc, period.days desc
        """,
        {"area_id": area_id},
    )


def stages(reader: Reader, *, area_id: str, period: Row) -> list[Row]:
    """Each stage of all calls of the area in the period."""
    return reader.rows(
        """
        select *
        from marts.mart_response
        where
            area_id = $area_id
            and category_id = 'all'
            and period_type = $period_type
            and period_id = $period_id
        """,
        {"area_id": area_id, "period_type": period["period_type"], "period_id": period["period_id"]},
    )


def months(reader: Reader, *, area_id: str, stage: str) -> list[Row]:
    """The stage of all calls of the area, by month."""
    return reader.rows(
        """
        select *
        from marts.mart_response
        where area_id = $area_id and category_id = 'all' and period_type = 'M' and stage = $stage
        order by period_start
        """,
        {"area_id": area_id, "stage": stage},
    )


def categories(reader: Reader, *, area_id: str, stage: str, period: Row) -> list[Row]:
    """The stage by first-level category: of the city and its districts."""
    return reader.rows(
        """
        select response.*, category.name_zh, category.name_en
        from marts.mart_response as response
        inner join marts.dim_category as category
            on category.category_id = response.category_id and category.category_kind = 'alarm'
        where
            response.area_id = $area_id
            and response.stage = $stage
            and response.period_type = $period_type
            and response.period_id = $period_id
            and category.category_level = 1
        order by category.sort_order, response.category_id
        """,
        {
            "area_id": area_id,
            "stage": stage,
            "period_type": period["period_type"],
            "period_id": period["period_id"],
        },
    )


def below(reader: Reader, *, parent_id: str, stage: str, period: Row) -> list[Row]:
    """The areas directly below on the stage in the period, by code."""
    return reader.rows(
        """
        select response.*, area.name_zh, area.name_en
        from marts.mart_response as response
        inner join marts.dim_area as area on area.area_id = response.area_id
        where
            area.parent_area_id = $parent_id
            and area.is_current
            and not area.is_unknown
            and area.hierarchy = 'main'
            and response.category_id = 'all'
            and response.stage = $stage
            and response.period_type = $period_type
            and response.period_id = $period_id
        order by area.area_code, area.area_id
        """,
        {
            "parent_id": parent_id,
            "stage": stage,
            "period_type": period["period_type"],
            "period_id": period["period_id"],
        },
    )
