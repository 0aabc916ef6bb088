with

source as (

    select * from {{ source('raw', 'survey_answers') }}

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
        option_id,
        answers,
        weight,
        squared_weight,
        stratum,
        stratum_population
    from source

)

select * from renamed
