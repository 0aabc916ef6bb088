with

rankings as (

    select * from {{ ref('mart_rankings') }}

),

indicator_values as (

    select * from {{ ref('fct_indicator_values') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

areas as (

    select * from {{ ref('dim_area') }}

),

levels as (

    select * from {{ ref('dim_area_level') }}

),

city as (

    select * from {{ ref('dim_city') }}

),

peer_groups as (

    select distinct
        peer_group_id,
        name_zh,
        name_en
    from {{ ref('dim_peer_group') }}

),

final as (

    select
        rankings.indicator_id,
        indicators.name_zh as indicator_name_zh,
        indicators.name_en as indicator_name_en,
        indicators.unit_zh,
        indicators.unit_en,
        indicators.value_kind,
        indicators.direction,
        indicators.decimals,
        rankings.scope_id,
        coalesce(scopes.name_zh, peer_groups.name_zh, city.name_zh) as scope_name_zh,
        coalesce(scopes.name_en, peer_groups.name_en, city.name_en) as scope_name_en,
        rankings.level_id,
        levels.name_zh as level_name_zh,
        levels.name_en as level_name_en,
        rankings.period_type,
        rankings.period_id,
        rankings.period_start,
        indicator_values.period_end,
        rankings.area_id,
        areas.name_zh as area_name_zh,
        areas.name_en as area_name_en,
        rankings.value,
        indicator_values.numerator,
        indicator_values.denominator,
        indicator_values.lower,
        indicator_values.upper,
        indicator_values.interval_status,
        indicator_values.is_suppressed,
        indicator_values.suppression_reason,
        indicator_values.is_complete,
        rankings.rank,
        rankings.rank_lower,
        rankings.rank_upper,
        rankings.rank_interval_status,
        rankings.areas_ranked,
        rankings.areas_in_scope,
        rankings.previous_period_id,
        rankings.previous_rank,
        rankings.previous_value,
        rankings.change,
        rankings.change_z,
        rankings.verdict,
        rankings.verdict_status,
        rankings.unranked_reason,
        indicator_values.method_version,
        indicator_values.as_of
    from rankings
    inner join indicator_values
        on
            rankings.indicator_id = indicator_values.indicator_id
            and rankings.area_id = indicator_values.area_id
            and rankings.period_type = indicator_values.period_type
            and rankings.period_id = indicator_values.period_id
    inner join indicators on rankings.indicator_id = indicators.indicator_id
    inner join areas on rankings.area_id = areas.area_id
    inner join levels on rankings.level_id = levels.level_id
    left join areas as scopes on rankings.scope_id = scopes.area_id
    left join peer_groups on rankings.scope_id = peer_groups.peer_group_id
    cross join city
    order by
        rankings.indicator_id,
        rankings.scope_id,
        rankings.level_id,
        rankings.period_type,
        rankings.period_start,
        rankings.rank nulls last,
        rankings.area_id

)

select * from final
