{{ config(materialized='view') }}

-- Places that lie in the same areas down to the third level of the main hierarchy, and the first of them, which stands
-- for all.
with

place_areas as (

    select * from {{ ref('int_place_areas') }}

),

areas as (

    select * from {{ ref('int_areas') }}
    where hierarchy = 'main' and level_number <= 3

),

lowest as (

    select
        place_areas.place_key,
        areas.area_id
    from place_areas
    inner join areas on place_areas.area_id = areas.area_id
    qualify row_number() over (
        partition by place_areas.place_key
        order by areas.level_number desc, areas.area_id asc
    ) = 1

),

final as (

    select
        place_key,
        min(place_key) over (partition by area_id) as coarse_place_key
    from lowest

)

select * from final
