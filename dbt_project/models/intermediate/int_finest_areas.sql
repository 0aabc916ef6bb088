{{ config(materialized='view') }}

-- Known areas of the lowest level above the grids: the fourth of the main hierarchy, or the lowest that the city has.
with

areas as (

    select * from {{ ref('int_areas') }}
    where hierarchy = 'main' and level_number <= 4 and not is_unknown

),

lowest as (

    select max(level_number) as level_number from areas

),

final as (

    select
        areas.area_id,
        areas.level_id,
        areas.bounds_from,
        areas.bounds_to,
        areas.is_residential
    from areas
    inner join lowest on areas.level_number = lowest.level_number
    -- A city without parts has nothing to tell apart.
    where areas.level_number > 1

)

select * from final
