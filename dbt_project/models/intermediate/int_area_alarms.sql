{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        on_schema_change='fail',
        pre_hook="{{ delete_since_touched('month', ['police_alarms']) }}"
    )
}}

-- Dense: every month the feed covers, every area valid in it, every category its level publishes. Beside them the rows
-- that the data hold outside covered months or outside an area's validity.
with

alarms as (

    select * from {{ ref('int_alarms_monthly') }}
    where {{ is_since_touched('event_month', ['police_alarms']) }}

),

place_areas as (

    select * from {{ ref('int_place_areas') }}

),

category_members as (

    select * from {{ ref('int_category_members') }}
    where category_kind = 'alarm'

),

areas as (

    select * from {{ ref('int_areas') }}

),

coverage as (

    select * from {{ ref('stg_coverage') }}
    where feed = 'police_alarms'

),

population as (

    select * from {{ ref('int_area_population') }}

),

counts_by_area as (

    {{ sum_to_areas(
        'alarms', ['event_month'], ['alarm_count', 'call_count'], areas=none, detail=['category_detail']
    ) }}

),

counts as (

    {{ sum_to_categories(
        'counts_by_area', ['event_month'], ['alarm_count', 'call_count'],
        only="(counts_by_area.category_detail = 'all' or category_members.is_in_group_detail)"
    ) }}

),

published_categories as (

    select
        member_of_category_id as category_id,
        bool_or(is_in_group_detail) as is_in_group_detail
    from category_members
    group by member_of_category_id

),

spine as (

    select
        areas.area_id,
        published_categories.category_id,
        coverage.month
    from coverage
    inner join areas
        on
            last_day(coverage.month) >= areas.bounds_from
            and coverage.month <= areas.bounds_to
    inner join published_categories
        on (areas.category_detail = 'all' or published_categories.is_in_group_detail)
    where {{ is_since_touched('coverage.month', ['police_alarms']) }}

),

dense as (

    select
        coalesce(spine.area_id, counts.area_id) as area_id,
        coalesce(spine.category_id, counts.category_id) as category_id,
        coalesce(spine.month, counts.event_month) as month,
        cast(coalesce(counts.alarm_count, 0) as bigint) as alarm_count,
        cast(coalesce(counts.call_count, 0) as bigint) as call_count
    from spine
    full outer join counts
        on
            spine.area_id = counts.area_id
            and spine.category_id = counts.category_id
            and spine.month = counts.event_month

),

final as (

    select
        dense.area_id,
        dense.category_id,
        dense.month,
        coverage.month is not null as is_covered,
        coalesce(coverage.is_complete, false) as is_complete,
        dense.alarm_count,
        dense.call_count,
        population.persons as population,
        population.population_year,
        population.is_projection as population_is_projection
    from dense
    left join coverage on dense.month = coverage.month
    left join population
        on
            dense.area_id = population.area_id
            and dense.month = population.month

)

select * from final
