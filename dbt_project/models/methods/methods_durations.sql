with

cases as (

    select * from {{ ref('method_cases') }}

),

halves as (

    {{ band_quantile('cases', ['district'], 'seconds_from', 'seconds_to', 'calls', 0.5) }}

),

nineties as (

    {{ band_quantile('cases', ['district'], 'seconds_from', 'seconds_to', 'calls', 0.9) }}

)

select
    halves.district,
    halves.cases,
    round(halves.quantile_value, 9) as p50,
    round(nineties.quantile_value, 9) as p90,
    nineties.quantile_at_least as p90_at_least
from halves
inner join nineties on halves.district = nineties.district
