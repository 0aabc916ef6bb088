with

source as (

    select * from {{ source('raw', 'category_groups') }}

),

renamed as (

    select
        category_kind,
        group_id,
        category_id
    from source

)

select * from renamed
