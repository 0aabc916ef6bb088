{{ config(materialized='ephemeral') }}

-- What alarms give for each indicator they fill: numerator and denominator of an area in a period.
with

indicators as (

    select * from {{ ref('stg_indicators') }}
    where feed = 'police_alarms'

),

-- No period shorter than the catalogue allows. A year to date may be as short as a month.
allowed_periods as (

    select
        listed.shortest_period,
        listed.period_type
    from (
        values
        ('W', 'W'), ('W', 'M'), ('W', 'Q'), ('W', 'H'), ('W', 'Y'), ('W', 'YTD'), ('W', 'R12M'),
        ('M', 'M'), ('M', 'Q'), ('M', 'H'), ('M', 'Y'), ('M', 'YTD'), ('M', 'R12M'),
        ('Q', 'Q'), ('Q', 'H'), ('Q', 'Y'), ('Q', 'R12M'),
        ('H', 'H'), ('H', 'Y'), ('H', 'R12M'),
        ('Y', 'Y'), ('Y', 'R12M')
    ) as listed (shortest_period, period_type)

),

-- What happened to be reported of a period that nobody collected is no value of it.
alarms as (

    select * from {{ ref('int_area_alarm_periods') }}
    where
        is_collected
        -- Most of a large table is of no use here: only categories that an indicator asks for.
        and category_id in (select indicators.category_id from indicators)

),

alarm_measurements as (

    select
        indicators.indicator_id,
        alarms.area_id,
        alarms.period_type,
        alarms.period_id,
        cast(alarms.alarm_count as double) as numerator,
        case indicators.value_kind
            when 'rate' then alarms.population
            when 'share' then cast(alarms.call_count as double)
        end as denominator,
        cast(null as double) as published_share,
        alarms.is_complete
    from alarms
    inner join indicators on alarms.category_id = indicators.category_id
    inner join allowed_periods
        on
            indicators.shortest_period = allowed_periods.shortest_period
            and alarms.period_type = allowed_periods.period_type

)

select * from alarm_measurements
