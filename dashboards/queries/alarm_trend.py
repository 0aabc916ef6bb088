"""Questions of the alarm trend: months of a category, what changed, what the change is made of, when and where."""

from dashboards.serving import Reader, Row


def categories(reader: Reader, area_id: str) -> list[Row]:
    """Categories counted by month in the area: the whole, groups, first and second level, in their order."""
    return reader.rows(
        """
        select category.*
        from marts.dim_category as category
        where
            category.category_kind = 'alarm'
            and category.category_id in (
                select category_id from marts.mart_alarm_trend where area_id = $area_id and period_type = 'M'
            )
        order by
            category.category_level is distinct from 0,
            not category.is_group,
            category.category_level,
            category.sort_order,
            category.category_id
        """,
        {"area_id": area_id},
    )


def periods(reader: Reader, area_id: str) -> list[Row]:
    """Periods of all alarms of the area with `is_complete`, those of each type newest first."""
    return reader.rows(
        """
        select period_type, period_id, period_start, period_end, is_complete
        from marts.mart_alarm_trend
        where area_id = $area_id and category_id = 'all'
        order by period_type, period_start desc
        """,
        {"area_id": area_id},
    )


def months(reader: Reader, *, area_id: str, category_id: str) -> list[Row]:
    """All months of a category with the count's interval, the year before, the seasonally adjusted count and the
    verdict, by time. The interval is that of the rate, in calls; none where the area has no population.
    """
    return reader.rows(
        """
        select
            trend.*,
            trend.rate_lower * trend.population / 10000 as count_lower,
            trend.rate_upper * trend.population / 10000 as count_upper,
            seasonal.seasonally_adjusted,
            seasonal.seasonal_status
        from marts.mart_alarm_trend as trend
        left join marts.mart_alarm_seasonal as seasonal
            on
                seasonal.area_id = trend.area_id
                and seasonal.category_id = trend.category_id
                and seasonal.period_id = trend.period_id
        where trend.area_id = $area_id and trend.category_id = $category_id and trend.period_type = 'M'
        order by trend.period_start
        """,
        {"area_id": area_id, "category_id": category_id},
    )


def festivals(reader: Reader, *, area_id: str, category_id: str) -> list[Row]:
    """January with February, and the forty days of Spring Festival, of the newest year in which they are complete."""
    return reader.rows(
        """
        select *
        from marts.mart_alarm_calendar
        where
            area_id = $area_id
            and category_id = $category_id
            and period_type in ('JF', 'CNY40')
            and is_complete
        qualify row_number() over (partition by period_type order by period_start desc) = 1
        order by period_type desc
        """,
        {"area_id": area_id, "category_id": category_id},
    )


def weeks(reader: Reader, *, area_id: str, category_id: str) -> list[Row]:
    """The watched weeks of a category by time, with the limits of their history and the level of their warning."""
    return reader.rows(
        """
        select *
        from marts.mart_early_warning
        where area_id = $area_id and category_id = $category_id
        order by period_start
        """,
        {"area_id": area_id, "category_id": category_id},
    )


def changes(reader: Reader, *, area_id: str, period: Row, parent_id: str | None) -> list[Row]:
    """Groups and first-level categories in the period, and the second level of `parent_id`, with their changes."""
    return reader.rows(
        """
        select trend.*, category.name_zh, category.name_en, category.is_group, category.category_level
        from marts.mart_alarm_trend as trend
        inner join marts.dim_category as category
            on category.category_id = trend.category_id and category.category_kind = 'alarm'
        where
            trend.area_id = $area_id
            and trend.period_type = $period_type
            and trend.period_id = $period_id
            and (category.is_group or category.category_level <= 1 or category.parent_category_id = $parent_id)
        order by
            category.category_level is distinct from 0,
            not category.is_group,
            category.category_level,
            category.sort_order,
            category.category_id
        """,
        {
            "area_id": area_id,
            "period_type": period["period_type"],
            "period_id": period["period_id"],
            "parent_id": parent_id,
        },
    )


def contributions(reader: Reader, *, area_id: str, period: Row) -> list[Row]:
    """What each first-level category adds to the changes of all alarms, against either period, in their order."""
    return reader.rows(
        """
        select mix.*, category.name_zh, category.name_en
        from marts.mart_alarm_mix as mix
        inner join marts.dim_category as category
            on category.category_id = mix.category_id and category.category_kind = 'alarm'
        where
            mix.area_id = $area_id
            and mix.category_level = 1
            and mix.period_type = $period_type
            and mix.period_id = $period_id
        order by category.sort_order, mix.category_id
        """,
        {"area_id": area_id, "period_type": period["period_type"], "period_id": period["period_id"]},
    )


def when_and_where(reader: Reader, *, area_id: str, category_id: str, period: Row) -> list[Row]:
    """Shares by part of the day and kind of place, and by each alone (`all`): of years, quarters and months."""
    return reader.rows(
        """
        select *
        from marts.mart_alarm_when_where
        where
            area_id = $area_id
            and category_id = $category_id
            and period_type = $period_type
            and period_id = $period_id
        order by hour_band, place_type
        """,
        {
            "area_id": area_id,
            "category_id": category_id,
            "period_type": period["period_type"],
            "period_id": period["period_id"],
        },
    )


def months_below(reader: Reader, *, parent_id: str, category_id: str) -> list[Row]:
    """Months of the areas directly below of the last three years, by area code and time."""
    return reader.rows(
        """
        select
            trend.area_id,
            trend.period_type,
            trend.period_id,
            trend.period_start,
            trend.is_complete,
            trend.alarm_count,
            trend.rate_per_10k,
            trend.method_version,
            trend.as_of,
            area.name_zh,
            area.name_en
        from marts.mart_alarm_trend as trend
        inner join marts.dim_area as area on area.area_id = trend.area_id
        where
            area.parent_area_id = $parent_id
            and area.is_current
            and not area.is_unknown
            and area.hierarchy = 'main'
            and trend.category_id = $category_id
            and trend.period_type = 'M'
            and trend.period_start > trend.as_of - interval 36 month
        order by area.area_code, area.area_id, trend.period_start
        """,
        {"parent_id": parent_id, "category_id": category_id},
    )


def below(reader: Reader, *, parent_id: str, category_id: str, period: Row, compared: str) -> list[Row]:
    """The areas directly below on the category and period, the surest rise against `year_ago` or `previous` first."""
    return reader.rows(
        """
        select trend.*, area.name_zh, area.name_en
        from marts.mart_alarm_trend as trend
        inner join marts.dim_area as area on area.area_id = trend.area_id
        where
            area.parent_area_id = $parent_id
            and area.is_current
            and not area.is_unknown
            and area.hierarchy = 'main'
            and trend.category_id = $category_id
            and trend.period_type = $period_type
            and trend.period_id = $period_id
        order by
            if($compared = 'previous', trend.previous_z, trend.year_ago_z) desc nulls last,
            area.area_code,
            area.area_id
        """,
        {
            "parent_id": parent_id,
            "category_id": category_id,
            "period_type": period["period_type"],
            "period_id": period["period_id"],
            "compared": compared,
        },
    )
