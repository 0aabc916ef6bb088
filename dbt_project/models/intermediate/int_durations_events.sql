{{ config(materialized='view') }}

-- Quantiles of the time from report to closure by the indicator they fill, in seconds.
with

indicators as (

    select * from {{ ref('stg_indicators') }}
    where feed = 'grid_events'

),

closings as (

    select * from {{ ref('int_area_event_closings') }}

),

closing_durations as (

    select
        indicators.indicator_id,
        closings.area_id,
        closings.period_type,
        closings.period_id,
        case indicators.indicator_id when 'EV07' then closings.p50 else closings.p90 end as seconds,
        case indicators.indicator_id when 'EV07' then closings.p50_lower else closings.p90_lower end as seconds_lower,
        case indicators.indicator_id when 'EV07' then closings.p50_upper else closings.p90_upper end as seconds_upper,
        cast(closings.events as double) as cases,
        closings.is_complete
    from closings
    inner join indicators on indicators.indicator_id in ('EV07', 'EV13')

)

select * from closing_durations
