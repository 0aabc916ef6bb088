with

cases as (

    select * from {{ ref('method_cases') }}

),

adjusted as (

    {{ classical_decomposition('cases', ['series'], 'month_number', 'month_of_year', 'events') }}

),

adjusted_log as (

    {{ classical_decomposition('cases', ['series'], 'month_number', 'month_of_year', 'events', form='log') }}

)

select
    adjusted.series,
    adjusted.month_number,
    round(adjusted.trend, 9) as trend,
    -- Adding 0 makes a zero of a negative zero.
    round(adjusted.seasonal, 9) + 0 as seasonal,
    round(adjusted.seasonally_adjusted, 9) as seasonally_adjusted,
    round(adjusted.remainder, 9) + 0 as remainder,
    round(adjusted_log.trend, 9) as log_trend,
    round(adjusted_log.seasonal, 9) as season_factor,
    round(adjusted_log.seasonally_adjusted, 9) as log_seasonally_adjusted
from adjusted
inner join adjusted_log
    on adjusted.series = adjusted_log.series and adjusted.month_number = adjusted_log.month_number
where adjusted.is_shown
