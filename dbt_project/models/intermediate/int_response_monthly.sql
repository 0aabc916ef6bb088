{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        on_schema_change='fail',
        pre_hook="{{ delete_touched_months('police_alarms') }}"
    )
}}
{%- set bounds = response_bounds() -%}
{%- set stages = response_stages() %}

-- How many valid calls of an area took how long to a stage, down to level 3, the sub-district: below, a month holds a
-- handful of calls with times. The clock starts at the call. A call of which no stage has a time says
-- nothing here; one of which some have is counted as not recorded at the others.
with

alarms as (

    select * from {{ ref('stg_police_alarms') }}
    where
        is_valid
        and called_at is not null
        and coalesce({{ stages.values() | join(', ') }}) is not null

),

categories as (

    select * from {{ ref('stg_categories') }}
    where category_kind = 'alarm'

),

place_areas as (

    select * from {{ ref('int_place_areas') }}

),

areas as (

    select * from {{ ref('int_areas') }}
    where level_number <= 3

),

stages as (

    {%- for stage in stages %}
    select '{{ stage }}' as stage
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

timed as (

    select
        alarms.event_month,
        alarms.place_key,
        coalesce(categories.parent_category_id, alarms.category_id) as category_id,
        stages.stage,
        alarms.alarm_count,
        case stages.stage
            {%- for stage, moment in stages.items() %}
            when '{{ stage }}' then {{ seconds_between('alarms.called_at', 'alarms.' ~ moment) }}
            {%- endfor %}
        end as seconds
    from alarms
    cross join stages
    left join categories on alarms.category_id = categories.category_id

),

in_bands as (

    select
        event_month,
        place_key,
        category_id,
        stage,
        case
            when seconds is null then 'not_recorded'
            when seconds < 0 then 'before_call'
            when seconds > {{ bounds[-1] }} then 'over_a_day'
            else 'timed'
        end as outcome,
        -- A band holds its upper bound: within 60 seconds are 60, too.
        case
            when seconds is null or seconds < 0 or seconds > {{ bounds[-1] }} then cast(null as bigint)
            {%- for bound in bounds[1:] %}
            when seconds <= {{ bound }} then {{ bounds[loop.index0] }}
            {%- endfor %}
        end as band_from,
        alarm_count
    from timed

),

by_place as (

    select
        event_month,
        place_key,
        category_id,
        stage,
        outcome,
        band_from,
        sum(alarm_count) as alarms
    from in_bands
    group by event_month, place_key, category_id, stage, outcome, band_from

),

by_area as (

    select
        by_place.event_month,
        place_areas.area_id,
        areas.level_number,
        by_place.category_id,
        by_place.stage,
        by_place.outcome,
        cast(by_place.band_from as bigint) as band_from,
        cast(case by_place.band_from
            {%- for bound in bounds[:-1] %}
            when {{ bound }} then {{ bounds[loop.index] }}
            {%- endfor %}
        end as bigint) as band_to,
        cast(sum(by_place.alarms) as bigint) as alarms
    from by_place
    inner join place_areas on by_place.place_key = place_areas.place_key
    inner join areas on place_areas.area_id = areas.area_id
    group by
        by_place.event_month, place_areas.area_id, areas.level_number, by_place.category_id, by_place.stage,
        by_place.outcome, by_place.band_from

)

select * from by_area
