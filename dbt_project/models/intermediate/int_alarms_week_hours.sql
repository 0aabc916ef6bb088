{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        on_schema_change='fail',
        pre_hook="{{ delete_touched_months('police_alarms') }}"
    )
}}

-- Valid calls of a month by day of the week and hour, at coarse places and categories; those that tell both.
with

alarms as (

    select * from {{ ref('stg_police_alarms') }}
    where is_valid and alarm_hour is not null

),

coarse_places as (

    select * from {{ ref('int_coarse_places') }}

),

coarse_categories as (

    select * from {{ ref('int_coarse_categories') }}
    where category_kind = 'alarm'

),

numbered as (

    select
        *,
        cast({{ days_between(week_start('alarm_date'), 'alarm_date') }} as integer) as day_of_week
    from alarms

),

final as (

    select
        numbered.event_month,
        coarse_places.coarse_place_key as place_key,
        coarse_categories.coarse_category_id as category_id,
        numbered.day_of_week,
        numbered.alarm_hour as hour_of_day,
        cast(sum(numbered.alarm_count) as bigint) as alarm_count
    from numbered
    inner join coarse_places on numbered.place_key = coarse_places.place_key
    inner join coarse_categories on numbered.category_id = coarse_categories.category_id
    group by
        numbered.event_month,
        coarse_places.coarse_place_key,
        coarse_categories.coarse_category_id,
        numbered.day_of_week,
        numbered.alarm_hour

)

select * from final
