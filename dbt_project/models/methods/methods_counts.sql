with

cases as (

    select * from {{ ref('method_cases') }}

)

select
    case_id,
    round({{ byar_lower('events', z_value('95')) }}, 9) as byar_lower_95,
    round({{ byar_upper('events', z_value('95')) }}, 9) as byar_upper_95,
    round({{ byar_lower('events', z_value('99.8')) }}, 9) as byar_lower_998,
    round({{ byar_upper('events', z_value('99.8')) }}, 9) as byar_upper_998,
    round({{ rate('events', 'population', 100000) }}, 9) as rate,
    round({{ rate_lower('events', 'population', 100000, z_value('95')) }}, 9) as rate_lower_95,
    round({{ rate_upper('events', 'population', 100000, z_value('95')) }}, 9) as rate_upper_95,
    round({{ poisson_lower('events', z_value('99.8')) }}, 9) as poisson_lower_998,
    round({{ poisson_upper('events', z_value('99.8')) }}, 9) as poisson_upper_998,
    {{ count_variance('events') }} as variance,
    {{ rate_stability('events', 'population') }} as stability
from cases
