"""Questions about what can be chosen: indicators, levels, scopes and periods that have rows."""

from dashboards.serving import Reader, Row


def indicators(reader: Reader) -> list[Row]:
    """All indicators of the catalogue, and `has_rows`: whether the board ranks them in this city."""
    return reader.rows(
        """
        select
            indicator.*,
            ranked.indicator_id is not null as has_rows
        from marts.dim_indicator as indicator
        left join (select distinct indicator_id from serving.rpt_district_board) as ranked
            on ranked.indicator_id = indicator.indicator_id
        order by indicator.sort_order, indicator.indicator_id
        """
    )


def is_ranked(reader: Reader) -> bool:
    """Whether the city has any ranking."""
    return bool(reader.rows("select 1 from serving.rpt_district_board limit 1"))


def levels(reader: Reader) -> list[Row]:
    """All levels of the city, the largest areas first, side hierarchies last."""
    return reader.rows(
        "select * from marts.dim_area_level order by hierarchy <> 'main', hierarchy, level_number, level_id"
    )


def ranked_levels(reader: Reader, indicator_id: str) -> list[str]:
    """Ids of the levels at which the indicator's areas are ranked."""
    found = reader.rows(
        "select distinct level_id from serving.rpt_district_board where indicator_id = $indicator_id",
        {"indicator_id": indicator_id},
    )
    return [row["level_id"] for row in found]


def levels_within(reader: Reader, indicator_id: str, scope_id: str) -> list[str]:
    """Ids of the levels ranked within a scope on the indicator, the largest areas first."""
    found = reader.rows(
        """
        select distinct board.level_id, level.level_number
        from serving.rpt_district_board as board
        left join marts.dim_area_level as level on level.level_id = board.level_id
        where board.indicator_id = $indicator_id and board.scope_id = $scope_id
        order by level.level_number, board.level_id
        """,
        {"indicator_id": indicator_id, "scope_id": scope_id},
    )
    return [row["level_id"] for row in found]


def periods(reader: Reader, indicator_id: str, level_id: str) -> list[Row]:
    """Periods of the indicator at the level with `is_complete`, newest first."""
    return reader.rows(
        """
        select period_type, period_id, min(period_start) as period_start, bool_and(is_complete) as is_complete
        from serving.rpt_district_board
        where indicator_id = $indicator_id and level_id = $level_id
        group by period_type, period_id
        order by period_start desc, period_id desc
        """,
        {"indicator_id": indicator_id, "level_id": level_id},
    )


def scopes(reader: Reader, indicator_id: str, level_id: str) -> list[Row]:
    """Scopes in which the level is ranked: `city` (without names) first, then parents by code and groups of peers."""
    return reader.rows(
        """
        select
            scope.scope_id,
            coalesce(area.name_zh, peers.name_zh) as name_zh,
            coalesce(area.name_en, peers.name_en) as name_en
        from (
            select distinct scope_id
            from serving.rpt_district_board
            where indicator_id = $indicator_id and level_id = $level_id
        ) as scope
        left join marts.dim_area as area on area.area_id = scope.scope_id
        left join (select distinct peer_group_id, name_zh, name_en from marts.dim_peer_group) as peers
            on peers.peer_group_id = scope.scope_id
        order by scope.scope_id <> 'city', area.area_code nulls last, scope.scope_id
        """,
        {"indicator_id": indicator_id, "level_id": level_id},
    )


def ranked_scopes(reader: Reader, indicator_id: str) -> set[str]:
    """Ids of the areas whose parts are ranked, and `city`."""
    rows = reader.rows(
        "select distinct scope_id from serving.rpt_district_board where indicator_id = $indicator_id",
        {"indicator_id": indicator_id},
    )
    return {row["scope_id"] for row in rows}


def period(reader: Reader, period_id: str) -> Row | None:
    """A period of the calendar, or None where there is no such period."""
    found = reader.rows("select * from marts.dim_period where period_id = $period_id", {"period_id": period_id})
    return found[0] if found else None


def area(reader: Reader, area_id: str) -> Row | None:
    """An area of any level and version, or None where there is no such area."""
    found = reader.rows("select * from marts.dim_area where area_id = $area_id", {"area_id": area_id})
    return found[0] if found else None
