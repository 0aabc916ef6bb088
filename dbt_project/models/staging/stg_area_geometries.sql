with

source as (

    select * from {{ source('raw', 'area_polygons') }}

),

renamed as (

    select
        area_id,
        geometry
    from source

)

select * from renamed
