with

cases as (

    select * from {{ ref('method_cases') }}

)

select
    case_id,
    round({{ wilson_lower('successes', 'trials', z_value('95')) }}, 12) as lower_95,
    round({{ wilson_upper('successes', 'trials', z_value('95')) }}, 12) as upper_95,
    round({{ wilson_lower('successes', 'trials', z_value('99.8')) }}, 12) as lower_998,
    round({{ wilson_upper('successes', 'trials', z_value('99.8')) }}, 12) as upper_998,
    {{ is_impossible_share('successes', 'trials') }} as is_impossible
from cases
