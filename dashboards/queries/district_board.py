"""Questions of the board: ranked areas, their history, their outlines, the whole they are part of."""

from collections.abc import Sequence

from dashboards.serving import Reader, Row


def ranked_areas(reader: Reader, *, indicator_id: str, level_id: str, scope_id: str, period_id: str) -> list[Row]:
    """Rows of one board, ranked areas first in the order of their ranks, the unranked after them by code.

    `verdict_adjusted` is the verdict that stands when all areas of the ranking are judged at once.
    """
    return reader.rows(
        """
        select board.*, ranking.verdict_adjusted
        from serving.rpt_district_board as board
        left join marts.mart_rankings as ranking
            using (indicator_id, level_id, scope_id, period_type, period_id, area_id)
        left join marts.dim_area as area on area.area_id = board.area_id
        where
            board.indicator_id = $indicator_id
            and board.level_id = $level_id
            and board.scope_id = $scope_id
            and board.period_id = $period_id
        order by board.rank nulls last, area.area_code, board.area_id
        """,
        {"indicator_id": indicator_id, "level_id": level_id, "scope_id": scope_id, "period_id": period_id},
    )


def histories(reader: Reader, *, indicator_id: str, period_type: str, area_ids: Sequence[str]) -> list[Row]:
    """Values of the areas over all periods of a type, earlier and later versions of the same area included.

    Grain: `chosen_area_id` (one of `area_ids`) × `area_id` (a version of it) × period, by time. `valid_from`
    is when that version of the map began.
    """
    return reader.rows(
        """
        with versions as (
            select chosen.area_id as chosen_area_id, version.area_id, version.valid_from
            from marts.dim_area as chosen
            inner join marts.dim_area as version
                on version.level_id = chosen.level_id and version.area_code = chosen.area_code
            where chosen.area_id in (select unnest($area_ids::varchar[]))
        )

        select versions.chosen_area_id, versions.valid_from, fact.*
        from versions
        inner join marts.fct_indicator_values as fact on fact.area_id = versions.area_id
        where fact.indicator_id = $indicator_id and fact.period_type = $period_type
        order by versions.chosen_area_id, fact.period_start, versions.valid_from
        """,
        {"indicator_id": indicator_id, "period_type": period_type, "area_ids": list(area_ids)},
    )


def rank_histories(
    reader: Reader, *, indicator_id: str, level_id: str, scope_id: str, period_type: str, periods: int
) -> list[Row]:
    """Ranks of the scope's areas in the newest so many periods of a type, by area code and time. An area that was
    redrawn goes on under its code, with the `area_id` of each version.
    """
    return reader.rows(
        """
        with board as (
            select *
            from serving.rpt_district_board
            where
                indicator_id = $indicator_id
                and level_id = $level_id
                and scope_id = $scope_id
                and period_type = $period_type
        )

        select
            board.area_id,
            board.period_type,
            board.period_id,
            board.period_start,
            board.is_complete,
            board.area_name_zh,
            board.area_name_en,
            board.rank,
            board.rank_lower,
            board.rank_upper,
            board.areas_ranked,
            board.unranked_reason,
            coalesce(area.area_code, board.area_id) as area_code
        from board
        left join marts.dim_area as area on area.area_id = board.area_id
        qualify dense_rank() over (order by board.period_start desc) <= $periods
        order by area_code, board.period_start
        """,
        {
            "indicator_id": indicator_id,
            "level_id": level_id,
            "scope_id": scope_id,
            "period_type": period_type,
            "periods": periods,
        },
    )


def collected_periods(reader: Reader, *, indicator_id: str, period_type: str) -> list[Row]:
    """All calendar periods from the indicator's first complete one to its last, collected or not, by time.

    Rows of earlier periods are late reports of what nobody collected then. Without a complete period, from the
    first of any.
    """
    return reader.rows(
        """
        with span as (
            select
                coalesce(min(period_start) filter (where is_complete), min(period_start)) as first_start,
                max(period_start) as last_start
            from marts.fct_indicator_values
            where indicator_id = $indicator_id and period_type = $period_type
        )

        select period.period_type, period.period_id, period.period_start
        from marts.dim_period as period
        inner join span on period.period_start between span.first_start and span.last_start
        where period.period_type = $period_type
        order by period.period_start
        """,
        {"indicator_id": indicator_id, "period_type": period_type},
    )


def outlines(reader: Reader, area_ids: Sequence[str]) -> list[Row]:
    """Polygons of the areas that have one: `area_id`, `geometry` (GeoJSON text, longitude/latitude)."""
    return reader.rows(
        """
        select area_id, geometry
        from marts.dim_area_geometry
        where area_id in (select unnest($area_ids::varchar[])) and geometry is not null
        order by area_id
        """,
        {"area_ids": list(area_ids)},
    )


def whole(reader: Reader, *, indicator_id: str, scope_id: str, period_id: str) -> Row | None:
    """The value of the scope itself: of the parent, or of the one top area of the city; None without one."""
    found = reader.rows(
        """
        select fact.*, area.name_zh, area.name_en
        from marts.fct_indicator_values as fact
        inner join marts.dim_area as area on area.area_id = fact.area_id
        where
            fact.indicator_id = $indicator_id
            and fact.period_id = $period_id
            and case
                when $scope_id = 'city'
                    then
                        area.hierarchy = 'main'
                        and area.level_number = 1
                        and area.parent_area_id is null
                        and not area.is_unknown
                else area.area_id = $scope_id
            end
        """,
        {"indicator_id": indicator_id, "scope_id": scope_id, "period_id": period_id},
    )
    return found[0] if len(found) == 1 else None
