"""Questions of the hot spots: which communities stay high, on how few calls fall, which stand out for their size.

"Community" is the lowest level above the grids, whatever the city calls it.
"""

from datetime import date

from dashboards.serving import Reader, Row


def categories(reader: Reader) -> list[Row]:
    """Categories by which communities are judged: the whole, then groups in their order."""
    return reader.rows(
        """
        select category.*
        from marts.dim_category as category
        where
            category.category_kind = 'alarm'
            and category.category_id in (select category_id from marts.mart_hotspot)
        order by category.category_level is distinct from 0, category.sort_order, category.category_id
        """
    )


def category(reader: Reader, category_id: str) -> Row | None:
    """Any category of alarms, whether communities are judged by it or not."""
    found = reader.rows(
        "select * from marts.dim_category where category_kind = 'alarm' and category_id = $category_id",
        {"category_id": category_id},
    )
    return found[0] if found else None


def months(reader: Reader, *, category_id: str) -> list[Row]:
    """Months in which communities are judged, the newest first, with `is_complete`, the level and the evidence."""
    return reader.rows(
        """
        with judged as (
            select
                period_id,
                max(level_id) as level_id,
                bool_and(is_complete) as is_complete,
                max(as_of) as as_of,
                max(method_version) as method_version
            from marts.mart_hotspot
            where category_id = $category_id
            group by period_id
        )

        select period.*, judged.level_id, judged.is_complete, judged.as_of, judged.method_version
        from judged
        inner join marts.dim_period as period on period.period_id = judged.period_id and period.period_type = 'M'
        order by period.period_start desc
        """,
        {"category_id": category_id},
    )


def tally(reader: Reader, *, area_id: str, category_id: str, month: date) -> list[Row]:
    """How many communities of the area have each `class` and `hot_status`; `months_judged` is the most that one has."""
    return reader.rows(
        """
        select spot.class, spot.hot_status, count(*) as areas, max(spot.months_judged) as months_judged
        from marts.mart_hotspot as spot
        inner join marts.bridge_area_tree as tree
            on tree.descendant_area_id = spot.area_id and tree.ancestor_area_id = $area_id
        where spot.category_id = $category_id and spot.month = $month
        group by spot.class, spot.hot_status
        order by all
        """,
        {"area_id": area_id, "category_id": category_id, "month": month},
    )


def spots(reader: Reader, *, area_id: str, category_id: str, month: date) -> list[Row]:
    """Communities of the area that are chronic, emerging, resolved or intermittent: the longest hot first.

    `pattern` has a sign for each of the last 24 months: `1` hot, `0` not, `-` not judged.
    """
    return reader.rows(
        """
        with classed as (
            select
                spot.area_id,
                spot.basis,
                spot.class,
                spot.months_in_hot,
                spot.months_judged,
                spot.calls_12_months,
                spot.share_of_calls
            from marts.mart_hotspot as spot
            inner join marts.bridge_area_tree as tree
                on tree.descendant_area_id = spot.area_id and tree.ancestor_area_id = $area_id
            where spot.category_id = $category_id and spot.month = $month and spot.class != 'none'
        ),

        patterns as (
            select
                spot.area_id,
                string_agg(
                    case when spot.in_hot then '1' when spot.in_hot is null then '-' else '0' end,
                    '' order by spot.month
                ) as pattern
            from marts.mart_hotspot as spot
            inner join classed on classed.area_id = spot.area_id
            where
                spot.category_id = $category_id
                and spot.month between cast($month - interval 23 month as date) and $month
            group by spot.area_id
        )

        select
            classed.*,
            patterns.pattern,
            area.name_zh,
            area.name_en,
            parent.name_zh as parent_zh,
            parent.name_en as parent_en
        from classed
        inner join patterns on patterns.area_id = classed.area_id
        inner join marts.dim_area as area on area.area_id = classed.area_id
        left join marts.dim_area as parent on parent.area_id = area.parent_area_id
        order by
            case classed.class when 'chronic' then 1 when 'emerging' then 2 when 'resolved' then 3 else 4 end,
            classed.months_in_hot desc,
            classed.calls_12_months desc nulls last,
            area.area_code,
            area.area_id
        """,
        {"area_id": area_id, "category_id": category_id, "month": month},
    )


def drawn_level(reader: Reader, *, area: Row, most: int) -> str | None:
    """The lowest level, down to the communities, of which the area has polygons and at most so many; None without."""
    found = reader.rows(
        """
        select part.level_id
        from marts.dim_area as part
        inner join marts.bridge_area_tree as tree
            on tree.descendant_area_id = part.area_id and tree.ancestor_area_id = $area_id
        inner join marts.dim_area_geometry as shape on shape.area_id = part.area_id and shape.geometry is not null
        where
            part.hierarchy = 'main'
            and part.is_current
            and part.level_number > $level_number
            and part.level_number <= 4
        group by part.level_id, part.level_number
        having count(*) <= $most
        order by part.level_number desc
        limit 1
        """,
        {"area_id": area["area_id"], "level_number": area["level_number"], "most": most},
    )
    return found[0]["level_id"] if found else None


def hot_shares(reader: Reader, *, area_id: str, level_id: str, category_id: str, month: date) -> list[Row]:
    """Areas of a level within the area with their polygon (null without one), and how many of their communities' months
    were hot.

    `months_in_hot` and `months_judged` are sums over the communities of each: over 24 months, or as many as are judged.
    """
    return reader.rows(
        """
        with within as (
            select area.area_id, area.name_zh, area.name_en
            from marts.dim_area as area
            inner join marts.bridge_area_tree as tree
                on tree.descendant_area_id = area.area_id and tree.ancestor_area_id = $area_id
            where area.level_id = $level_id and area.is_current and not area.is_unknown
        ),

        counted as (
            select
                tree.ancestor_area_id as area_id,
                count(*) as communities,
                cast(sum(spot.months_in_hot) as bigint) as months_in_hot,
                cast(sum(spot.months_judged) as bigint) as months_judged
            from marts.mart_hotspot as spot
            inner join marts.bridge_area_tree as tree on tree.descendant_area_id = spot.area_id
            where
                spot.category_id = $category_id
                and spot.month = $month
                and tree.ancestor_area_id in (select area_id from within)
            group by tree.ancestor_area_id
        )

        select within.*, counted.communities, counted.months_in_hot, counted.months_judged, shape.geometry
        from within
        left join marts.dim_area_geometry as shape on shape.area_id = within.area_id
        left join counted on counted.area_id = within.area_id
        order by within.area_id
        """,
        {"area_id": area_id, "level_id": level_id, "category_id": category_id, "month": month},
    )


def concentration(reader: Reader, *, area_id: str, category_id: str, until: date) -> list[Row]:
    """The area's concentration in each whole year that is over by `until`, by time; none of a community."""
    return reader.rows(
        """
        select *, 'Y' as period_type
        from marts.mart_concentration
        where
            area_id = $area_id
            and category_id = $category_id
            and is_complete
            and period_start + interval 1 year - interval 1 day <= $until
        order by period_start
        """,
        {"area_id": area_id, "category_id": category_id, "until": until},
    )


def funnel(reader: Reader, *, area_id: str, level_id: str, category_id: str, year: Row) -> list[Row]:
    """All communities of the city in the year by code, with `is_within` the area."""
    return reader.rows(
        """
        select
            funnel.alarm_count,
            funnel.population,
            funnel.areas_compared,
            funnel.expected,
            funnel.ratio,
            funnel.ratio_lower,
            funnel.ratio_upper,
            funnel.dispersion,
            funnel.flag,
            funnel.rate_per_10k,
            funnel.funnel_status,
            funnel.method_version,
            funnel.as_of,
            area.name_zh,
            area.name_en,
            tree.ancestor_area_id is not null as is_within
        from marts.mart_rate_funnel as funnel
        inner join marts.dim_area as area on area.area_id = funnel.area_id
        left join marts.bridge_area_tree as tree
            on tree.descendant_area_id = funnel.area_id and tree.ancestor_area_id = $area_id
        where
            funnel.level_id = $level_id
            and funnel.category_id = $category_id
            and funnel.period_type = 'Y'
            and funnel.period_id = $period_id
        order by area.area_code, area.area_id
        """,
        {
            "area_id": area_id,
            "level_id": level_id,
            "category_id": category_id,
            "period_id": year["period_id"],
        },
    )


def when_and_where(reader: Reader, *, area_id: str, category_id: str, year: Row) -> list[Row]:
    """Shares of the area's calls by part of the day and kind of place and by each alone (`all`), with the index to the
    city's share.
    """
    return reader.rows(
        """
        select *
        from marts.mart_alarm_when_where
        where
            area_id = $area_id
            and category_id = $category_id
            and period_type = 'Y'
            and period_id = $period_id
        order by hour_band, place_type
        """,
        {"area_id": area_id, "category_id": category_id, "period_id": year["period_id"]},
    )
