with

source as (

    select * from {{ source('raw', 'focus_areas') }}

),

renamed as (

    select
        programme,
        area_id,
        role,
        starts_on,
        ends_on
    from source

)

select * from renamed
