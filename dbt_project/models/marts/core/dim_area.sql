with

areas as (

    select * from {{ ref('int_areas') }}

),

final as (

    select
        area_id,
        area_code,
        level_id,
        level_number,
        hierarchy,
        name_zh,
        name_en,
        parent_area_id,
        valid_from,
        valid_to,
        is_current,
        is_unknown,
        is_residential
    from areas
    order by level_number, hierarchy, area_code, area_id

)

select * from final
