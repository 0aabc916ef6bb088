{{ config(materialized='ephemeral') }}

-- What alarms give for each indicator they fill: numerator and denominator of an area in a period.
with

indicators as (

    select * from {{ ref('stg_indicators') }}

),

-- Most of a large table is of no use here: only categories that an indicator asks for.
asked_categories as (

    select distinct category_id from indicators
    where feed = 'police_alarms'

),

alarms as (

    select * from {{ ref('int_area_alarms') }}
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

alarm_periods as (

    select
        area_id,
        category_id,
        'M' as period_type,
        {{ month_period_id('month') }} as period_id,
        alarm_count,
        call_count,
        population,
        is_complete
    from alarms

    union all

    select
        area_id,
        category_id,
        'Y' as period_type,
        {{ year_period_id('month') }} as period_id,
        sum(alarm_count) as alarm_count,
        sum(call_count) as call_count,
        max_by(population, month) as population,
        count(case when is_complete then 1 end) = 12 as is_complete
    from alarms
    group by area_id, category_id, {{ year_period_id('month') }}

),

alarm_measurements as (

    select
        indicators.indicator_id,
        alarm_periods.area_id,
        alarm_periods.period_type,
        alarm_periods.period_id,
        cast(alarm_periods.alarm_count as double) as numerator,
        case indicators.value_kind
            when 'rate' then alarm_periods.population
            when 'share' then cast(alarm_periods.call_count as double)
        end as denominator,
        cast(null as double) as published_share,
        alarm_periods.is_complete
    from alarm_periods
    inner join indicators on alarm_periods.category_id = indicators.category_id
    inner join collected_periods
        on
            indicators.feed = collected_periods.feed
            and alarm_periods.period_type = collected_periods.period_type
            and alarm_periods.period_id = collected_periods.period_id
    where indicators.feed = 'police_alarms'

)

select * from alarm_measurements
