"""Questions of the focus areas: whether a programme had an effect, and which areas may leave or enter the list."""

from dashboards.serving import Reader, Row


def programmes(reader: Reader) -> list[Row]:
    """Programmes by their start, the newest first, with how many of their groups of calls have a comparison."""
    return reader.rows(
        """
        select
            programme,
            min(starts_on) as starts_on,
            max(ends_on) as ends_on,
            count(*) filter (where status = 'ok') as compared
        from marts.mart_focus_area
        group by programme
        order by min(starts_on) desc, programme
        """
    )


def effects(reader: Reader, *, programme: str) -> list[Row]:
    """Each group of calls of the programme with its names, in their order."""
    return reader.rows(
        """
        select effect.*, category.name_zh, category.name_en
        from marts.mart_focus_area as effect
        inner join marts.dim_category as category
            on category.category_id = effect.category_id and category.category_kind = 'alarm'
        where effect.programme = $programme
        order by category.sort_order, effect.category_id
        """,
        {"programme": programme},
    )


def proposals(reader: Reader, *, category_id: str) -> list[Row]:
    """Areas that are on the list, were on it, or stand out off it, with a sign for each of the last 24 months (`1` hot,
    `0` not, `-` not judged): first those that may leave or enter.
    """
    return reader.rows(
        """
        with listed as (
            select * from marts.mart_focus_list
            where category_id = $category_id
        ),

        patterns as (
            select
                spot.area_id,
                string_agg(
                    case when spot.in_hot then '1' when spot.in_hot is null then '-' else '0' end,
                    '' order by spot.month
                ) as pattern
            from marts.mart_hotspot as spot
            inner join listed
                on
                    listed.area_id = spot.area_id
                    and spot.month between cast(listed.month - interval 23 month as date) and listed.month
            where spot.category_id = $category_id
            group by spot.area_id
        )

        select
            listed.*,
            patterns.pattern,
            area.name_zh,
            area.name_en,
            parent.name_zh as parent_zh,
            parent.name_en as parent_en
        from listed
        inner join marts.dim_area as area on area.area_id = listed.area_id
        left join marts.dim_area as parent on parent.area_id = area.parent_area_id
        left join patterns on patterns.area_id = listed.area_id
        order by
            case listed.proposal
                when 'may_leave' then 1
                when 'may_enter' then 2
                when 'stays' then 3
                when 'watch' then 4
                when 'held' then 5
                else 6
            end,
            listed.months_in_hot desc nulls last,
            area.area_code,
            area.area_id
        """,
        {"category_id": category_id},
    )
