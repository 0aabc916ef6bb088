with

cases as (

    select * from {{ ref('method_cases') }}

),

watched as (

    {{ ears('cases', ['series'], 'week', 'observed', z_value('99.8'), z_value('95')) }}

),

remembered as (

    {{ historical_limits('cases', ['series'], 'week', 'observed', 4, z_value('95'), years=2, spread=1) }}

),

accumulated as (

    {{ cusum('cases', ['series'], 'week', 'observed') }}

)

select
    watched.series,
    watched.week,
    round(watched.c1_limit, 6) as c1_limit,
    watched.c1_alarm,
    round(watched.c2_limit, 6) as c2_limit,
    round(watched.c2_statistic, 6) as c2_statistic,
    round(watched.c3_statistic, 6) as c3_statistic,
    round(remembered.history_upper, 6) as history_upper,
    accumulated.cusum
from watched
inner join remembered on watched.series = remembered.series and watched.week = remembered.week
inner join accumulated on watched.series = accumulated.series and watched.week = accumulated.week
