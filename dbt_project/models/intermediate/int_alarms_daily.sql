{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        on_schema_change='fail',
        pre_hook="{{ delete_touched_months('police_alarms') }}"
    )
}}

-- By day only what a year to date needs: coarse places and categories keep it a fraction of the calls.
with

alarms as (

    select * from {{ ref('stg_police_alarms') }}
    where alarm_date is not null

),

coarse_places as (

    select * from {{ ref('int_coarse_places') }}

),

coarse_categories as (

    select * from {{ ref('int_coarse_categories') }}
    where category_kind = 'alarm'

),

by_day as (

    select
        alarms.event_month,
        alarms.alarm_date,
        coarse_places.coarse_place_key as place_key,
        coarse_categories.coarse_category_id as category_id,
        cast(sum(case when alarms.is_valid then alarms.alarm_count else 0 end) as bigint) as alarm_count,
        cast(sum(alarms.alarm_count) as bigint) as call_count
    from alarms
    inner join coarse_places on alarms.place_key = coarse_places.place_key
    inner join coarse_categories on alarms.category_id = coarse_categories.category_id
    group by alarms.event_month, alarms.alarm_date, coarse_places.coarse_place_key, coarse_categories.coarse_category_id

)

select * from by_day
