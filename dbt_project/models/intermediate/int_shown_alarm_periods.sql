{{ config(materialized='view') }}

-- Calls by period as far as they may be shown. Below the district sensitive categories have years alone, and of those
-- not the small ones; where a city has such categories single ones are left out, for a group less its others tells one.
with

counts as (

    select * from {{ ref('int_area_alarm_periods') }}

),

areas as (

    select * from {{ ref('int_areas') }}

),

category_members as (

    select * from {{ ref('int_category_members') }}
    where category_kind = 'alarm'

),

sensitive_categories as (

    select * from {{ ref('int_sensitive_categories') }}
    where category_kind = 'alarm'

),

disclosure as (

    select * from {{ ref('int_area_disclosure') }}

),

categories as (

    select
        category_members.member_of_category_id as category_id,
        bool_or(category_members.is_in_group_detail) as is_in_group_detail,
        count(sensitive_categories.category_id) > 0 as is_sensitive,
        sum(count(sensitive_categories.category_id)) over () > 0 as has_sensitive_categories
    from category_members
    left join sensitive_categories on category_members.member_of_category_id = sensitive_categories.category_id
    group by category_members.member_of_category_id

),

final as (

    select
        counts.area_id,
        counts.category_id,
        counts.period_type,
        counts.period_id,
        counts.period_start,
        counts.period_end,
        counts.days,
        case when disclosure.suppressed_by is null then counts.alarm_count end as alarm_count,
        counts.population,
        counts.population_year,
        counts.population_is_projection,
        counts.is_complete,
        disclosure.suppressed_by
    from counts
    inner join areas on counts.area_id = areas.area_id
    inner join categories on counts.category_id = categories.category_id
    left join disclosure
        on
            counts.area_id = disclosure.area_id
            and counts.category_id = disclosure.category_id
            and counts.period_start = disclosure.year_start
            and counts.period_type = 'Y'
    where
        areas.level_number <= 2
        or not categories.has_sensitive_categories
        or (categories.is_in_group_detail and (counts.period_type = 'Y' or not categories.is_sensitive))

)

select * from final
