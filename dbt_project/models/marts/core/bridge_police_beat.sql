-- Whichever of the two lies in the main hierarchy is the area, the other one the beat. A list of areas may name beats
-- that no register has.
with

relations as (

    select * from {{ ref('int_area_relations') }}
    where relation = 'police_beat'

),

final as (

    select
        case when hierarchy = 'main' then coalesce(related_area_id, related) else area_id end as beat_id,
        case when hierarchy = 'main' then related_area_id else area_id end as beat_area_id,
        case when hierarchy = 'main' then area_id else related_area_id end as area_id,
        case when hierarchy = 'main' then 'area' else 'beat' end as share_of,
        max(weight) as share,
        max(basis) as basis,
        valid_from,
        max(valid_to) as valid_to
    from relations
    where 'main' in (hierarchy, related_hierarchy)
    group by
        case when hierarchy = 'main' then coalesce(related_area_id, related) else area_id end,
        case when hierarchy = 'main' then related_area_id else area_id end,
        case when hierarchy = 'main' then area_id else related_area_id end,
        case when hierarchy = 'main' then 'area' else 'beat' end,
        valid_from
    order by beat_id, area_id, share_of, valid_from

)

select * from final
