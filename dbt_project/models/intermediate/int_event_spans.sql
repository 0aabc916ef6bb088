{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        on_schema_change='fail',
        pre_hook="{{ delete_touched_months('grid_events') }}"
    )
}}

-- Events that were open at the end of a month: from which day, due on which, and the month they left in, if they did.
with

grid_events as (

    select * from {{ ref('stg_grid_events') }}

),

-- An event leaves once: by closure or by cancellation, whichever came first; `least` leaves nulls out.
with_exit as (

    select
        event_month,
        place_key,
        responsible_unit,
        cast(reported_at as date) as reported_on,
        case when cancelled_at is null then cast(due_at as date) end as due_on,
        {{ month_start('least(closed_at, cancelled_at)') }} as exit_month
    from grid_events

),

spans as (

    select
        event_month,
        place_key,
        responsible_unit,
        reported_on,
        due_on,
        exit_month,
        cast(count(*) as bigint) as events
    from with_exit
    where exit_month is null or exit_month > event_month
    group by event_month, place_key, responsible_unit, reported_on, due_on, exit_month

)

select * from spans
