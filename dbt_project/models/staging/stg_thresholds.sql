with

source as (

    select * from {{ source('raw', 'thresholds') }}

),

renamed as (

    select
        minimum_sample,
        flag_sample,
        minimum_count,
        z_95
    from source

)

select * from renamed
