with

source as (

    select * from {{ source('raw', 'survey_scores') }}

),

renamed as (

    select
        wave_id,
        period_type,
        period_id,
        period_start,
        period_end,
        area_id,
        measure_id,
        score,
        numerator,
        denominator
    from source

)

select * from renamed
