with

source as (

    select * from {{ source('raw', 'city') }}

),

renamed as (

    select
        city_id,
        name_zh,
        name_en,
        is_fictional,
        timezone,
        note_zh,
        note_en,
        verdict_colours
    from source

)

select * from renamed
