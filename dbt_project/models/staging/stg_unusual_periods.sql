with

source as (

    select * from {{ source('raw', 'unusual_periods') }}

),

renamed as (

    select
        period_number,
        starts_on,
        ends_on,
        reason_zh,
        reason_en
    from source

)

select * from renamed
