with

final as (

    select
        area_id,
        successor_code,
        successor_area_id,
        weight,
        weight_total,
        basis,
        ended_on,
        successor_status
    from {{ ref('int_area_successors') }}
    order by area_id, successor_code

)

select * from final
