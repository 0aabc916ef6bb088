{{ config(materialized='view') }}

-- What disputes and patrols give for each indicator they fill: numerator and denominator of an area in a period.
with

indicators as (

    select * from {{ ref('stg_indicators') }}

),

disputes as (

    select * from {{ ref('int_area_disputes') }}
    where kind = 'all'

),

patrols as (

    select * from {{ ref('int_area_patrols') }}

),

counted as (

    select
        'DP01' as indicator_id,
        area_id,
        period_type,
        period_id,
        resolved as numerator,
        accepted as denominator
    from disputes

    union all

    select
        'DP02' as indicator_id,
        area_id,
        period_type,
        period_id,
        settled_locally as numerator,
        resolved as denominator
    from disputes

    union all

    select
        'EV09' as indicator_id,
        area_id,
        period_type,
        period_id,
        hazards_found as numerator,
        nullif(visits, 0) as denominator
    from patrols

    union all

    select
        'EV10' as indicator_id,
        area_id,
        period_type,
        period_id,
        hazards_fixed as numerator,
        hazards_due as denominator
    from patrols

),

final as (

    select
        counted.indicator_id,
        counted.area_id,
        counted.period_type,
        counted.period_id,
        cast(counted.numerator as double) as numerator,
        cast(counted.denominator as double) as denominator,
        cast(null as double) as published_share,
        true as is_complete
    from counted
    inner join indicators on counted.indicator_id = indicators.indicator_id
    -- What was not published is no value, nor is a rate over no visits.
    where
        indicators.feed in ('disputes', 'patrols')
        and counted.numerator is not null
        and counted.denominator is not null

)

select * from final
