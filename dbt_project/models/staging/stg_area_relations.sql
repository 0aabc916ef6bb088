with

source as (

    select * from {{ source('raw', 'area_relations') }}

),

renamed as (

    select
        relation,
        area_id,
        related,
        related_name,
        weight,
        basis,
        valid_from,
        valid_to
    from source

)

select * from renamed
