{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        on_schema_change='fail',
        pre_hook="{{ delete_touched_months('police_alarms') }}"
    )
}}

-- Valid calls by part of the day and kind of place, at coarse places and first-level categories. What a record does not
-- tell is `unknown`, and a call whose outcome it does not tell is in neither count of outcomes.
with

alarms as (

    select * from {{ ref('stg_police_alarms') }}
    where is_valid

),

coarse_places as (

    select * from {{ ref('int_coarse_places') }}

),

categories as (

    select * from {{ ref('stg_categories') }}
    where category_kind = 'alarm'

),

final as (

    select
        alarms.event_month,
        coarse_places.coarse_place_key as place_key,
        coalesce(categories.parent_category_id, categories.category_id) as category_id,
        {{ hour_band('alarms.alarm_hour') }} as hour_band,
        {{ known_place_type('alarms.place_type') }} as place_type,
        cast(sum(alarms.alarm_count) as bigint) as alarm_count,
        cast(sum(case when alarms.is_handled_on_scene is not null then alarms.alarm_count else 0 end) as bigint)
            as outcome_known_count,
        cast(sum(case when alarms.is_handled_on_scene then alarms.alarm_count else 0 end) as bigint) as on_scene_count
    from alarms
    inner join coarse_places on alarms.place_key = coarse_places.place_key
    inner join categories on alarms.category_id = categories.category_id
    group by
        alarms.event_month,
        coarse_places.coarse_place_key,
        coalesce(categories.parent_category_id, categories.category_id),
        {{ hour_band('alarms.alarm_hour') }},
        {{ known_place_type('alarms.place_type') }}

)

select * from final
