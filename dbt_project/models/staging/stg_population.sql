with

source as (

    select * from {{ source('raw', 'population') }}

),

renamed as (

    select
        area_id,
        year,
        persons,
        coalesce(is_projection, false) as is_projection
    from source
    where persons > 0

)

select * from renamed
