with

source as (

    select * from {{ source('raw', 'place_areas') }}

),

renamed as (

    select
        place_key,
        area_id
    from source

)

select * from renamed
