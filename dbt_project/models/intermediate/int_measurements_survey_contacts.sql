{{ config(materialized='view') }}

-- What the count of fieldwork outcomes gives for the indicator it fills: interviews of those reached. Where several
-- surveys were in the field in a period, all of them.
with

indicators as (

    select * from {{ ref('stg_indicators') }}
    where feed = 'survey_contacts'

),

response as (

    select * from {{ ref('int_survey_response') }}

),

final as (

    select
        indicators.indicator_id,
        response.area_id,
        response.period_type,
        response.period_id,
        sum(response.completed) as numerator,
        sum(response.contacted) as denominator,
        cast(null as double) as published_share,
        true as is_complete
    from response
    cross join indicators
    where response.contacted is not null
    group by indicators.indicator_id, response.area_id, response.period_type, response.period_id

)

select * from final
