with

source as (

    select * from {{ source('raw', 'survey_concerns') }}

),

renamed as (

    select
        wave_id,
        period_type,
        period_id,
        period_start,
        period_end,
        area_id,
        concern_id,
        mentions,
        answers,
        mentions_weight,
        answers_weight
    from source

)

select * from renamed
