{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        on_schema_change='fail',
        pre_hook="{{ delete_touched_months('police_alarms') }}"
    )
}}

with

alarms as (

    select * from {{ ref('stg_police_alarms') }}

),

by_month as (

    select
        event_month,
        place_key,
        category_id,
        cast(sum(case when is_valid then alarm_count else 0 end) as bigint) as alarm_count,
        cast(sum(alarm_count) as bigint) as call_count
    from alarms
    group by event_month, place_key, category_id

)

select * from by_month
