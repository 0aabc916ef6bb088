with

cases as (

    select * from {{ ref('method_cases') }}

),

smoothed as (

    {{ empirical_bayes('cases', ['city'], 'events', 'population') }}

)

select
    case_id,
    round(eb_mean, 9) as eb_mean,
    round(eb_variance, 12) as eb_variance,
    round(eb_weight, 9) as eb_weight,
    round(eb_rate, 9) as eb_rate
from smoothed
