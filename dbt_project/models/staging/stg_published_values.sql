with

source as (

    select * from {{ source('raw', 'published_values') }}

),

renamed as (

    select
        indicator_id,
        area_id,
        period_type,
        period_id,
        numerator,
        denominator,
        value,
        method_version,
        build_id,
        published_at,
        as_of
    from source

)

select * from renamed
