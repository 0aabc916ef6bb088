with

areas as (

    select * from {{ ref('stg_areas') }}

),

levels as (

    select * from {{ ref('stg_area_levels') }}

),

with_levels as (

    select
        areas.*,
        levels.level_number,
        levels.hierarchy,
        levels.category_detail,
        levels.is_ranked_in_city,
        levels.is_ranked_in_parent,
        -- An area without a code has no other version.
        lag(areas.valid_to) over (
            partition by areas.level_id, coalesce(areas.area_code, areas.area_id)
            order by coalesce(areas.valid_from, cast('0001-01-01' as date))
        ) as predecessor_valid_to
    from areas
    inner join levels on areas.level_id = levels.level_id

),

final as (

    select
        area_id,
        area_code,
        level_id,
        level_number,
        hierarchy,
        category_detail,
        is_ranked_in_city,
        is_ranked_in_parent,
        name_zh,
        name_en,
        parent_area_id,
        valid_from,
        valid_to,
        -- A predecessor that is still open ends where this version begins.
        greatest(
            coalesce(valid_from, cast('0001-01-01' as date)),
            coalesce({{ add_days('predecessor_valid_to', 1) }}, cast('0001-01-01' as date))
        ) as bounds_from,
        coalesce(valid_to, cast('9999-12-31' as date)) as bounds_to,
        valid_to is null as is_current,
        is_unknown,
        is_residential
    from with_levels

)

select * from final
