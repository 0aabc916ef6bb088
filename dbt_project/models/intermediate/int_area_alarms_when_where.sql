-- Calls of an area by month, part of the day and kind of place; with first-level categories and the whole (`all`).
with

alarms as (

    select * from {{ ref('int_alarms_when_where') }}

),

place_areas as (

    select * from {{ ref('int_place_areas') }}

),

areas as (

    select * from {{ ref('int_areas') }}
    where hierarchy = 'main' and level_number <= 3

),

by_category as (

    select
        place_areas.area_id,
        alarms.category_id,
        alarms.event_month as month,
        alarms.hour_band,
        alarms.place_type,
        sum(alarms.alarm_count) as alarm_count,
        sum(alarms.outcome_known_count) as outcome_known_count,
        sum(alarms.on_scene_count) as on_scene_count
    from alarms
    inner join place_areas on alarms.place_key = place_areas.place_key
    inner join areas on place_areas.area_id = areas.area_id
    group by place_areas.area_id, alarms.category_id, alarms.event_month, alarms.hour_band, alarms.place_type

),

whole as (

    select
        area_id,
        'all' as category_id,
        month,
        hour_band,
        place_type,
        sum(alarm_count) as alarm_count,
        sum(outcome_known_count) as outcome_known_count,
        sum(on_scene_count) as on_scene_count
    from by_category
    group by area_id, month, hour_band, place_type

),

unioned as (

    select * from by_category
    union all
    select * from whole

),

final as (

    select
        area_id,
        category_id,
        month,
        hour_band,
        place_type,
        cast(alarm_count as bigint) as alarm_count,
        cast(outcome_known_count as bigint) as outcome_known_count,
        cast(on_scene_count as bigint) as on_scene_count
    from unioned

)

select * from final
