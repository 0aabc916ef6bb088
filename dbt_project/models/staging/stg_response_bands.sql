with

source as (

    select * from {{ source('raw', 'response_bands') }}

),

renamed as (

    select
        period_type,
        period_id,
        period_start,
        period_end,
        area_id,
        stage,
        band_from,
        band_to,
        alarms
    from source

)

select * from renamed
