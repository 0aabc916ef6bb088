-- A row means the areas right below the city, the unknown member included, do not add up to it in some month. Versions
-- of the map that are over are no fault: each month counts the rows of whatever version they were coded to.
with

areas as (

    select * from {{ ref('dim_area') }}
    where hierarchy = 'main'

),

counts as (

    select
        area_id,
        period_start as month,
        alarm_count
    from {{ ref('mart_alarm_trend') }}
    where category_id = 'all' and period_type = 'M'

),

whole as (

    select
        counts.month,
        counts.alarm_count
    from counts
    inner join areas on counts.area_id = areas.area_id
    where areas.level_number = 1

),

parts as (

    select
        counts.month,
        sum(counts.alarm_count) as alarm_count
    from counts
    inner join areas on counts.area_id = areas.area_id
    inner join areas as parents on areas.parent_area_id = parents.area_id
    where parents.level_number = 1
    group by counts.month

)

select
    whole.month,
    whole.alarm_count as whole_count,
    parts.alarm_count as parts_count
from whole
inner join parts on whole.month = parts.month
where whole.alarm_count != parts.alarm_count
