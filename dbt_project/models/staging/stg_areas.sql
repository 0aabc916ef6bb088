with

source as (

    select * from {{ source('raw', 'area_register') }}

),

renamed as (

    select
        area_id,
        area_code,
        level_id,
        name_zh,
        name_en,
        parent_area_id,
        valid_from,
        valid_to,
        coalesce(is_unknown, false) as is_unknown,
        coalesce(is_residential, true) as is_residential
    from source

)

select * from renamed
