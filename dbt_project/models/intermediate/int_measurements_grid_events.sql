{{ config(materialized='view') }}
{%- set rates = event_rates() -%}
{%- set shares = {
    'EV02': rates.filing_rate,
    'EV03': rates.closure_rate,
    'EV04': rates.on_time_rate,
    'EV05': rates.rework_rate,
    'EV08': rates.loop_rate,
} -%}
{%- set columns = [
    'due', 'due_on_time', 'accepted', 'accepted_filed', 'closed_rework', 'closed_rework_known', 'closed_loop',
    'closed_loop_known',
] %}

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
        due_closed,
        {%- for column in columns %}
        {{ column }},
        {%- endfor %}
        is_complete
    from grid_events

    union all

    select
        area_id,
        category_id,
        'Y' as period_type,
        {{ year_period_id('month') }} as period_id,
        sum(reported) as reported,
        sum(due_closed_in_year) as due_closed,
        {%- for column in columns %}
        sum({{ column }}) as {{ column }},
        {%- endfor %}
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
            {%- for code, (numerator, denominator) in shares.items() %}
            when '{{ code }}' then event_periods.{{ numerator }}
            {%- endfor %}
        end as double) as numerator,
        cast(case indicators.indicator_id
            {%- for code, (numerator, denominator) in shares.items() %}
            when '{{ code }}' then event_periods.{{ denominator }}
            {%- endfor %}
        end as double) as denominator,
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
        and indicators.indicator_id in ('EV01', {{ "'" ~ shares | join("', '") ~ "'" }})

)

select * from event_measurements
