with

source as (

    select * from {{ source('raw', 'categories') }}

),

renamed as (

    select
        category_kind,
        category_id,
        parent_category_id,
        category_level,
        name_zh,
        name_en,
        standard_code,
        sort_order
    from source

)

select * from renamed
