{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        on_schema_change='fail',
        pre_hook="{{ delete_touched_months('grid_events') }}"
    )
}}
{%- set bounds = event_close_bounds() -%}

-- How many events closed in a month took how long from report to closure; `event_month` is the month of the report, by
-- which raw rows come and go.
with

grid_events as (

    select * from {{ ref('stg_grid_events') }}

),

-- An event leaves once: one cancelled before is not closed. One closed before it was reported has no time.
closed_events as (

    select
        event_month,
        place_key,
        {{ month_start('closed_at') }} as month,
        {{ seconds_between('reported_at', 'closed_at') }} as seconds
    from grid_events
    where
        closed_at >= reported_at
        and (cancelled_at is null or closed_at <= cancelled_at)

),

in_bands as (

    select
        event_month,
        place_key,
        month,
        -- A band holds its upper bound: within a day is the whole of it, too.
        case
            {%- for bound in bounds[1:] %}
            when seconds <= {{ bound }} then {{ bounds[loop.index0] }}
            {%- endfor %}
            else {{ bounds[-1] }}
        end as band_from
    from closed_events

),

by_month as (

    select
        event_month,
        place_key,
        month,
        cast(band_from as bigint) as band_from,
        cast(case band_from
            {%- for bound in bounds[:-1] %}
            when {{ bound }} then {{ bounds[loop.index] }}
            {%- endfor %}
        end as bigint) as band_to,
        cast(count(*) as bigint) as events
    from in_bands
    group by event_month, place_key, month, band_from

)

select * from by_month
