with

source as (

    select * from {{ source('raw', 'category_group_names') }}

),

renamed as (

    select
        category_kind,
        group_id,
        name_zh,
        name_en,
        sort_order
    from source

)

select * from renamed
