with

relations as (

    select * from {{ ref('stg_area_relations') }}
    where relation = 'peer_group'

),

areas as (

    select * from {{ ref('int_areas') }}

),

terms as (

    select * from {{ ref('stg_terms') }}

),

-- One name a group, whatever its rows say.
names as (

    select
        related,
        max(coalesce(related_name, related)) as name
    from relations
    group by related

),

final as (

    select
        -- No area and not the city: scopes of rankings are named in one column.
        concat('peers-', relations.related) as peer_group_id,
        relations.area_id,
        areas.level_id,
        coalesce(terms.name_zh, names.name) as name_zh,
        coalesce(terms.name_en, names.name) as name_en,
        coalesce(relations.valid_from, cast('0001-01-01' as date)) as member_from,
        max(coalesce(relations.valid_to, cast('9999-12-31' as date))) as member_to
    from relations
    inner join areas on relations.area_id = areas.area_id
    inner join names on relations.related = names.related
    left join terms on names.name = terms.written
    where not areas.is_unknown
    group by
        relations.related,
        relations.area_id,
        areas.level_id,
        coalesce(terms.name_zh, names.name),
        coalesce(terms.name_en, names.name),
        coalesce(relations.valid_from, cast('0001-01-01' as date))
    order by peer_group_id, relations.area_id, member_from

)

select * from final
