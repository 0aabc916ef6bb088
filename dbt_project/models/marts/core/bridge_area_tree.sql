with

final as (

    select
        descendant_area_id,
        ancestor_area_id,
        depth,
        hierarchy
    from {{ ref('int_area_tree') }}
    order by descendant_area_id, depth

)

select * from final
