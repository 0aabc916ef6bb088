{{ config(materialized='view') }}

-- What one area is to another, the other found by its code: a successor among the areas of the same level, of which the
-- version that begins when the area ends; a beat's counterpart in the other hierarchy, of which the lowest.
with

relations as (

    select * from {{ ref('stg_area_relations') }}
    where relation in ('successor', 'police_beat')

),

areas as (

    select * from {{ ref('int_areas') }}

),

candidates as (

    select
        relations.relation,
        relations.area_id,
        relations.related,
        relations.weight,
        relations.basis,
        coalesce(relations.valid_from, areas.bounds_from) as valid_from,
        coalesce(relations.valid_to, areas.bounds_to) as valid_to,
        areas.hierarchy,
        areas.bounds_to,
        others.area_id as related_area_id,
        others.hierarchy as related_hierarchy,
        row_number() over (
            partition by relations.relation, relations.area_id, relations.related, relations.valid_from
            order by
                -- The version that holds on the day of the change, else the next.
                case
                    when
                        relations.relation = 'successor'
                        and {{ add_days('others.bounds_from', -1) }} <= areas.bounds_to
                        and others.bounds_to > areas.bounds_to
                        then 0
                    when relations.relation = 'police_beat' and others.is_current then 0
                    else 1
                end,
                others.level_number desc,
                others.bounds_from,
                others.area_id
        ) as preference
    from relations
    inner join areas on relations.area_id = areas.area_id
    left join areas as others
        on
            relations.related = others.area_code
            and relations.area_id != others.area_id
            and (
                (
                    relations.relation = 'successor'
                    and areas.level_id = others.level_id
                    and areas.bounds_to < others.bounds_to
                )
                or (relations.relation = 'police_beat' and areas.hierarchy != others.hierarchy)
            )

)

select * from candidates
where preference = 1
