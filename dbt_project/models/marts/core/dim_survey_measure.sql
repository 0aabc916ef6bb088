with

survey_measures as (

    select * from {{ ref('stg_survey_measures') }}

),

final as (

    select
        measure_id,
        indicator_id,
        name_zh,
        name_en,
        sort_order
    from survey_measures
    order by sort_order, measure_id

)

select * from final
