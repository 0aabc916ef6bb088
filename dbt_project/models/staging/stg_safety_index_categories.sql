with

source as (

    select * from {{ source('raw', 'safety_index_categories') }}

),

renamed as (

    select
        component_id,
        category_id
    from source

)

select * from renamed
