{{ config(materialized='view') }}

-- Quantiles of response times by the indicator they fill, in seconds.
with

indicators as (

    select * from {{ ref('stg_indicators') }}
    where feed in ('police_alarms', 'response_bands')

),

response as (

    select * from {{ ref('int_area_response') }}
    where category_id = 'all' and stage = 'arrive' and is_covered

),

response_durations as (

    select
        indicators.indicator_id,
        response.area_id,
        response.period_type,
        response.period_id,
        case indicators.indicator_id when 'RT03' then response.p50 else response.p90 end as seconds,
        case indicators.indicator_id when 'RT03' then response.p50_lower else response.p90_lower end as seconds_lower,
        case indicators.indicator_id when 'RT03' then response.p50_upper else response.p90_upper end as seconds_upper,
        cast(response.alarms as double) as cases,
        response.is_complete
    from response
    inner join indicators on indicators.indicator_id in ('RT03', 'RT06')

)

select * from response_durations
