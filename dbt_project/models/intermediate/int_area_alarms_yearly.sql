-- Covered months of a year together. Of areas below the district no single categories but the whole, first levels and
-- groups: years of a street hold few of anything else, and what is sensitive could be had by subtraction.
with

alarms as (

    select * from {{ ref('int_area_alarms') }}
    where is_covered

),

areas as (

    select * from {{ ref('int_areas') }}

),

category_members as (

    select * from {{ ref('int_category_members') }}
    where category_kind = 'alarm'

),

published_categories as (

    select
        member_of_category_id as category_id,
        bool_or(is_in_group_detail) as is_in_group_detail
    from category_members
    group by member_of_category_id

),

final as (

    select
        alarms.area_id,
        alarms.category_id,
        make_date(cast(extract(year from alarms.month) as integer), 1, 1) as year_start,
        cast(sum(alarms.alarm_count) as bigint) as alarm_count,
        -- Residents of its last month, as the indicators of a year have them.
        max_by(alarms.population, alarms.month) as population,
        count(case when alarms.is_complete then 1 end) = 12 as is_complete
    from alarms
    inner join areas on alarms.area_id = areas.area_id
    inner join published_categories on alarms.category_id = published_categories.category_id
    where areas.level_number <= 2 or published_categories.is_in_group_detail
    group by alarms.area_id, alarms.category_id, extract(year from alarms.month)

)

select * from final
