"""Questions of the overview: where an area stands on each indicator, where those below it stand, what is overdue."""

from collections.abc import Sequence

from dashboards.serving import Reader, Row


def periods(reader: Reader) -> list[Row]:
    """Complete years, years to date, halves, quarters and months of any indicator, the newest end first."""
    return reader.rows(
        """
        select period.period_type, period.period_id, period.period_start, period.period_end
        from marts.dim_period as period
        where
            period.period_type in ('Y', 'YTD', 'H', 'Q', 'M')
            and exists (
                select 1
                from marts.mart_coverage as covered
                where
                    covered.period_type = period.period_type
                    and covered.periods_complete > 0
                    and period.period_start >= covered.first_period_start
                    and period.period_end <= covered.last_period_end
            )
        order by period.period_end desc, period.days desc, period.period_type
        """
    )


def values(reader: Reader, *, area_id: str, period: Row) -> list[Row]:
    """Of each indicator the newest complete value of the area that does not reach beyond the period, one of the
    period's own kind before any other, a longer one before a shorter.

    With the verdict against a year before: `change_basis` says by what. `ranking`: as the area is ranked in the city;
    `calls`: of the calls counted; `survey`: against the wave before. Null: not tested for this area.
    """
    return reader.rows(
        """
        with candidates as (
            select
                fact.*,
                row_number() over (
                    partition by fact.indicator_id
                    order by
                        fact.period_id = $period_id desc,
                        fact.period_type = $period_type desc,
                        fact.period_end desc,
                        fact.period_start,
                        fact.period_type
                ) as place
            from marts.fct_indicator_values as fact
            where
                fact.area_id = $area_id
                and fact.is_complete
                and fact.period_end <= $period_end
                and fact.period_type in ('Y', 'YTD', 'H', 'Q', 'M')
        ),

        tested_surveys as (
            select indicator_id, period_id, change, change_verdict, change_status
            from marts.mart_survey_score
            where area_id = $area_id and is_headline
            qualify count(*) over (partition by indicator_id, period_id) = 1
        )

        select
            candidates.* exclude (place),
            indicator.* exclude (indicator_id, method_version),
            ranking.rank,
            ranking.rank_lower,
            ranking.rank_upper,
            ranking.areas_ranked,
            ranking.first_three,
            case
                when ranking.verdict is not null then 'ranking'
                when trend.year_ago_verdict is not null then 'calls'
                when survey.change_verdict is not null then 'survey'
            end as change_basis,
            coalesce(ranking.change, trend.year_ago_change, survey.change) as change,
            coalesce(ranking.verdict, trend.year_ago_verdict, survey.change_verdict) as verdict,
            ranking.verdict_adjusted,
            coalesce(ranking.verdict_status, trend.year_ago_status, survey.change_status) as verdict_status
        from candidates
        inner join marts.dim_indicator as indicator on indicator.indicator_id = candidates.indicator_id
        left join marts.mart_rankings as ranking
            on
                ranking.indicator_id = candidates.indicator_id
                and ranking.area_id = candidates.area_id
                and ranking.period_type = candidates.period_type
                and ranking.period_id = candidates.period_id
                and ranking.scope_id = 'city'
                and ranking.area_id = $area_id
        left join marts.mart_alarm_trend as trend
            on
                trend.area_id = candidates.area_id
                and trend.category_id = indicator.category_id
                and trend.period_type = candidates.period_type
                and trend.period_id = candidates.period_id
                and indicator.category_kind = 'alarm'
                and indicator.value_kind in ('count', 'rate')
                and trend.area_id = $area_id
        left join tested_surveys as survey
            on survey.indicator_id = candidates.indicator_id and survey.period_id = candidates.period_id
        where candidates.place = 1
        order by indicator.sort_order, candidates.indicator_id
        """,
        {
            "area_id": area_id,
            "period_id": period["period_id"],
            "period_type": period["period_type"],
            "period_end": period["period_end"],
        },
    )


def below(reader: Reader, *, scope_id: str, level_id: str, chosen: Sequence[Row]) -> list[Row]:
    """How the areas of a level stand in a scope on indicators, each in its own period (`chosen`: rows with
    `indicator_id`, `period_type`, `period_id`): values, changes and verdicts. Grain: indicator × area.
    """
    return reader.rows(
        """
        with chosen as (
            select
                unnest($indicators::varchar[]) as indicator_id,
                unnest($types::varchar[]) as period_type,
                unnest($periods::varchar[]) as period_id
        )

        select ranking.*
        from marts.mart_rankings as ranking
        inner join chosen using (indicator_id, period_type, period_id)
        where ranking.scope_id = $scope_id and ranking.level_id = $level_id
        """,
        {
            "scope_id": scope_id,
            "level_id": level_id,
            "indicators": [row["indicator_id"] for row in chosen],
            "types": [row["period_type"] for row in chosen],
            "periods": [row["period_id"] for row in chosen],
        },
    )


def overdue_units(reader: Reader, *, area_id: str, until: object, most: int) -> list[Row]:
    """Units with most overdue grid events in the area (that of all units first), in its newest complete month until a
    day.
    """
    return reader.rows(
        """
        select *
        from marts.mart_event_backlog
        where
            area_id = $area_id
            and month = (
                select max(month)
                from marts.mart_event_backlog
                where area_id = $area_id and is_complete and counted_on <= $until
            )
        order by responsible_unit <> 'all', overdue desc nulls last, responsible_unit
        limit $most
        """,
        {"area_id": area_id, "until": until, "most": most + 1},
    )


def overdue_items(reader: Reader, *, area_id: str) -> list[Row]:
    """Items of the rectification list in the area and below it that are overdue and not done, the longest first."""
    return reader.rows(
        """
        select item.*, area.name_zh, area.name_en, concern.name_zh as concern_zh, concern.name_en as concern_en
        from marts.mart_rectification as item
        inner join marts.bridge_area_tree as tree
            on tree.descendant_area_id = item.area_id and tree.ancestor_area_id = $area_id
        inner join marts.dim_area as area on area.area_id = item.area_id
        left join marts.dim_category as concern
            on concern.category_id = item.concern_id and concern.category_kind = 'concern'
        where item.is_overdue and not item.is_done
        order by item.days_overdue desc, item.item
        """,
        {"area_id": area_id},
    )
