{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        on_schema_change='fail',
        pre_hook="{{ delete_touched_months('police_alarms') }}"
    )
}}

-- A week over the turn of a month is in two pieces, one a month, so that a touched month replaces its own.
with

alarms as (

    select * from {{ ref('stg_police_alarms') }}
    where alarm_date is not null

),

by_week as (

    select
        event_month,
        {{ week_start('alarm_date') }} as week_start,
        place_key,
        category_id,
        cast(sum(case when is_valid then alarm_count else 0 end) as bigint) as alarm_count,
        cast(sum(alarm_count) as bigint) as call_count
    from alarms
    group by event_month, {{ week_start('alarm_date') }}, place_key, category_id

)

select * from by_week
