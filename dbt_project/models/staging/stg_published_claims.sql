with

source as (

    select * from {{ source('raw', 'published_claims') }}

),

renamed as (

    select
        period_type,
        period_id,
        period_start,
        period_end,
        area_id,
        claim,
        indicator_id,
        kind,
        claimed,
        decimals,
        bound,
        base,
        document
    from source

)

select * from renamed
