with

source as (

    select * from {{ source('raw', 'survey_contacts') }}

),

renamed as (

    select
        wave_id,
        period_type,
        period_id,
        period_start,
        period_end,
        area_id,
        mode,
        dialled,
        contacted,
        completed,
        refused,
        partial
    from source

)

select * from renamed
