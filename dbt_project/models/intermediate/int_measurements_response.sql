{{ config(materialized='view') }}

-- What response times give for each share they fill: numerator and denominator of an area in a period.
with

indicators as (

    select * from {{ ref('stg_indicators') }}
    where feed in ('police_alarms', 'response_bands')

),

response as (

    select * from {{ ref('int_area_response') }}
    where category_id = 'all' and is_covered

),

response_measurements as (

    select
        indicators.indicator_id,
        response.area_id,
        response.period_type,
        response.period_id,
        cast(case indicators.indicator_id
            when 'RT01' then response.within_180
            when 'RT02' then response.within_60
            when 'RT04' then response.within_1800
            when 'RT05' then response.within_300
        end as double) as numerator,
        cast(response.alarms as double) as denominator,
        cast(null as double) as published_share,
        response.is_complete
    from response
    inner join indicators
        on
            case indicators.indicator_id
                when 'RT01' then 'depart'
                when 'RT02' then 'accept'
                when 'RT04' then 'feedback'
                when 'RT05' then 'arrive'
            end = response.stage

)

select * from response_measurements
-- A published band may hold the limit within it.
where numerator is not null
