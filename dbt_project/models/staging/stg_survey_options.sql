with

source as (

    select * from {{ source('raw', 'survey_options') }}

),

renamed as (

    select
        measure_id,
        option_id,
        option_number,
        name_zh,
        name_en,
        points_100,
        points_10,
        is_top_two,
        is_top_three,
        is_bottom,
        is_no_opinion
    from source

)

select * from renamed
