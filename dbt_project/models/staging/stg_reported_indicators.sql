with

source as (

    select * from {{ source('raw', 'reported_indicators') }}

),

renamed as (

    select
        period_type,
        period_id,
        period_start,
        period_end,
        area_id,
        indicator_id,
        value,
        numerator,
        denominator,
        bound,
        scope,
        rank,
        roster_size,
        document
    from source

)

select * from renamed
