with

levels as (

    select * from {{ ref('stg_area_levels') }}

),

areas as (

    select * from {{ ref('int_areas') }}

),

geometries as (

    select * from {{ ref('stg_area_geometries') }}

),

counted as (

    select
        areas.level_id,
        count(geometries.area_id) > 0 as has_polygons,
        count(distinct case when areas.is_current and not areas.is_unknown then areas.area_id end) as area_count
    from areas
    left join geometries on areas.area_id = geometries.area_id
    group by areas.level_id

),

final as (

    select
        levels.level_id,
        levels.level_number,
        levels.hierarchy,
        levels.name_zh,
        levels.name_en,
        levels.is_ranked_in_city,
        levels.is_ranked_in_parent,
        levels.category_detail,
        coalesce(counted.has_polygons, false) as has_polygons,
        coalesce(counted.area_count, 0) as area_count
    from levels
    left join counted on levels.level_id = counted.level_id
    order by levels.level_number, levels.level_id

)

select * from final
