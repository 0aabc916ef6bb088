with

source as (

    select * from {{ source('raw', 'population') }}

),

renamed as (

    select
        area_id,
        year,
        persons,
        coalesce(is_projection, false) as is_projection,
        file_id
    from source
    where persons > 0

),

-- Rows of one file on one area and year are its parts, such as the villages of a township.
summed as (

    select
        area_id,
        year,
        sum(persons) as persons,
        bool_or(is_projection) as is_projection
    from renamed
    group by area_id, year, file_id

)

select * from summed
