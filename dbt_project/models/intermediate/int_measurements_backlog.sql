{{ config(materialized='view') }}

-- What the backlog gives for each indicator it fills. A year has what its last month has: stocks do not add up.
with

indicators as (

    select * from {{ ref('stg_indicators') }}
    where feed = 'grid_events'

),

backlog as (

    select * from {{ ref('int_area_event_backlog') }}
    where responsible_unit = 'all'

),

last_months as (

    select * from backlog
    qualify row_number() over (partition by area_id, extract(year from month) order by month desc) = 1

),

ends as (

    select
        area_id,
        'M' as period_type,
        {{ month_period_id('month') }} as period_id,
        overdue,
        open_over_30,
        is_complete
    from backlog

    union all

    select
        area_id,
        'Y' as period_type,
        {{ year_period_id('month') }} as period_id,
        overdue,
        open_over_30,
        is_complete and extract(month from month) = 12 as is_complete
    from last_months

),

backlog_measurements as (

    select
        indicators.indicator_id,
        ends.area_id,
        ends.period_type,
        ends.period_id,
        cast(case indicators.indicator_id when 'EV06' then ends.overdue else ends.open_over_30 end as double)
            as numerator,
        cast(null as double) as denominator,
        cast(null as double) as published_share,
        ends.is_complete
    from ends
    inner join indicators on indicators.indicator_id in ('EV06', 'EV12')

)

select * from backlog_measurements
