{{ config(materialized='view') }}

-- Weights of one area must sum to 1, each to a successor that is known; else nothing is restated by them.
with

relations as (

    select * from {{ ref('int_area_relations') }}
    where relation = 'successor'

),

weighted as (

    select
        area_id,
        related as successor_code,
        related_area_id as successor_area_id,
        basis,
        bounds_to as ended_on,
        -- All of an area that has one successor goes to it.
        coalesce(weight, case when count(*) over (partition by area_id) = 1 then 1.0 end) as weight
    from relations

),

totals as (

    select
        *,
        sum(weight) over (partition by area_id) as weight_total,
        count(*) over (partition by area_id)
        = count(case when weight is not null and successor_area_id is not null then 1 end) over (partition by area_id)
            as is_whole
    from weighted

),

final as (

    select
        *,
        case when is_whole and abs(weight_total - 1) <= 1e-6 then 'ok' else 'not_comparable' end as successor_status
    from totals

)

select * from final
