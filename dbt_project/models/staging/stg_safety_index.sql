with

source as (

    select * from {{ source('raw', 'safety_index') }}

),

renamed as (

    select
        reference_start,
        reference_end,
        green_from,
        yellow_from,
        orange_from,
        decimals
    from source

)

select * from renamed
