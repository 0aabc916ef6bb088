{{ config(materialized='view') }}

-- What alarms give for each indicator they fill: numerator and denominator of an area in a period.
with

indicators as (

    select * from {{ ref('stg_indicators') }}
    where
        feed = 'police_alarms'
        and value_kind in ('count', 'rate', 'share')
        -- Hot communities are counted where they are judged.
        and indicator_id != 'HP01'

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

periods as (

    select * from {{ ref('int_alarm_periods') }}

),

areas as (

    select * from {{ ref('int_areas') }}

),

-- Where, when and how it ended: of the calls that tell it.
when_where as (

    select * from {{ ref('int_area_alarms_when_where') }}

),

indicators_of_when_where as (

    select * from indicators
    where indicator_id in ('AL11', 'AL12', 'AL16')

),

-- What happened to be reported of a period that nobody collected is no value of it.
alarms as (

    select * from {{ ref('int_area_alarm_periods') }}
    where
        is_collected
        -- Most of a large table is of no use here: only categories that an indicator asks for.
        and (
            category_id in (select indicators.category_id from indicators)
            or category_id = 'criminal_public_order'
        )

),

-- Of which all calls preventable ones are a share.
criminal_public_order as (

    select * from alarms
    where category_id = 'criminal_public_order'

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
            when 'share'
                then cast(case indicators.indicator_id
                    when 'AL10' then criminal_public_order.alarm_count
                    else alarms.call_count
                end as double)
        end as denominator,
        cast(null as double) as published_share,
        alarms.is_complete
    from alarms
    inner join indicators on alarms.category_id = indicators.category_id
    inner join allowed_periods
        on
            indicators.shortest_period = allowed_periods.shortest_period
            and alarms.period_type = allowed_periods.period_type
    left join criminal_public_order
        on
            indicators.indicator_id = 'AL10'
            and alarms.area_id = criminal_public_order.area_id
            and alarms.period_id = criminal_public_order.period_id
    where indicators.indicator_id not in (select indicators_of_when_where.indicator_id from indicators_of_when_where)

),

when_where_measurements as (

    select
        indicators_of_when_where.indicator_id,
        when_where.area_id,
        periods.period_type,
        periods.period_id,
        cast(sum(
            case
                when indicators_of_when_where.indicator_id = 'AL11' and when_where.place_type = '街面'
                    then when_where.alarm_count
                when indicators_of_when_where.indicator_id = 'AL12' then when_where.on_scene_count
                when indicators_of_when_where.indicator_id = 'AL16' and when_where.hour_band in ('18-24', '00-06')
                    then when_where.alarm_count
                else 0
            end
        ) as double) as numerator,
        cast(sum(
            case indicators_of_when_where.indicator_id
                when 'AL12' then when_where.outcome_known_count
                else when_where.alarm_count
            end
        ) as double) as denominator,
        cast(null as double) as published_share,
        bool_and(
            periods.is_complete
            and areas.bounds_from <= periods.period_start
            and areas.bounds_to >= periods.period_end
        ) as is_complete
    from indicators_of_when_where
    inner join when_where
        on
            indicators_of_when_where.category_id = when_where.category_id
            and case indicators_of_when_where.indicator_id
                when 'AL11' then when_where.place_type != 'unknown'
                when 'AL12' then when_where.place_type = '街面'
                else when_where.hour_band != 'unknown'
            end
    inner join periods on when_where.month between periods.period_start and periods.period_end
    inner join areas on when_where.area_id = areas.area_id
    inner join allowed_periods
        on
            indicators_of_when_where.shortest_period = allowed_periods.shortest_period
            and periods.period_type = allowed_periods.period_type
    -- Parts of a month are not in this table.
    where periods.period_type in ('M', 'Q', 'H', 'Y', 'R12M')
    group by
        indicators_of_when_where.indicator_id,
        when_where.area_id,
        periods.period_type,
        periods.period_id

),

measurements as (

    select * from alarm_measurements
    union all
    select * from when_where_measurements

)

select * from measurements
