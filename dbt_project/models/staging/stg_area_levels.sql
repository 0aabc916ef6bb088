with

source as (

    select * from {{ source('raw', 'area_levels') }}

),

renamed as (

    select
        level_id,
        level_number,
        hierarchy,
        name_zh,
        name_en,
        is_ranked_in_city,
        is_ranked_in_parent,
        category_detail
    from source

)

select * from renamed
