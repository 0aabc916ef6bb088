with

source as (

    select * from {{ source('raw', 'survey_measures') }}

),

renamed as (

    select
        measure_id,
        indicator_id,
        name_zh,
        name_en,
        sort_order
    from source

)

select * from renamed
