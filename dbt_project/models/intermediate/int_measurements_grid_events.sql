{{ config(materialized='ephemeral') }}

-- What grid events give for each indicator they fill: numerator and denominator of an area in a period.
with

indicators as (

    select * from {{ ref('stg_indicators') }}

),

-- Most of a large table is of no use here: only categories that an indicator asks for.
asked_categories as (

    select distinct category_id from indicators
    where feed = 'grid_events'

),

grid_events as (

    select * from {{ ref('int_area_grid_events') }}
    where category_id in (select asked_categories.category_id from asked_categories)

),

coverage as (

    select * from {{ ref('stg_coverage') }}

),

-- What happened to be reported of a period that nobody collected is no value of it.
collected_periods as (

    select
        feed,
        'M' as period_type,
        {{ month_period_id('month') }} as period_id
    from coverage

    union

    select
        feed,
        'Y' as period_type,
        {{ year_period_id('month') }} as period_id
    from coverage

),

event_periods as (

    select
        area_id,
        category_id,
        'M' as period_type,
        {{ month_period_id('month') }} as period_id,
        reported,
        due,
        due_closed,
        due_on_time,
        is_complete
    from grid_events

    union all

    select
        area_id,
        category_id,
        'Y' as period_type,
        {{ year_period_id('month') }} as period_id,
        sum(reported) as reported,
        sum(due) as due,
        sum(due_closed_in_year) as due_closed,
        sum(due_on_time) as due_on_time,
        count(case when is_complete then 1 end) = 12 as is_complete
    from grid_events
    group by area_id, category_id, {{ year_period_id('month') }}

),

event_measurements as (

    select
        indicators.indicator_id,
        event_periods.area_id,
        event_periods.period_type,
        event_periods.period_id,
        cast(case indicators.indicator_id
            when 'EV01' then event_periods.reported
            when 'EV03' then event_periods.due_closed
            when 'EV04' then event_periods.due_on_time
        end as double) as numerator,
        case when indicators.indicator_id in ('EV03', 'EV04') then cast(event_periods.due as double) end as denominator,
        cast(null as double) as published_share,
        event_periods.is_complete
    from event_periods
    inner join indicators on event_periods.category_id = indicators.category_id
    inner join collected_periods
        on
            indicators.feed = collected_periods.feed
            and event_periods.period_type = collected_periods.period_type
            and event_periods.period_id = collected_periods.period_id
    where
        indicators.feed = 'grid_events'
        and indicators.indicator_id in ('EV01', 'EV03', 'EV04')

)

select * from event_measurements
