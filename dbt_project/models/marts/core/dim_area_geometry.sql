with

geometries as (

    select * from {{ ref('stg_area_geometries') }}

),

final as (

    select
        area_id,
        geometry
    from geometries
    order by area_id

)

select * from final
