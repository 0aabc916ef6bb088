with

cases as (

    select * from {{ ref('method_cases') }}

)

select
    case_id,
    {{ share('successes', 'trials') }} as share,
    {{ is_impossible_share('successes', 'trials') }} as is_impossible,
    round({{ wilson_lower('successes', 'trials', z_value('95')) }}, 12) as lower_95,
    round({{ wilson_upper('successes', 'trials', z_value('95')) }}, 12) as upper_95,
    round({{ wilson_lower('successes', 'trials', z_value('99.8')) }}, 12) as lower_998,
    round({{ wilson_upper('successes', 'trials', z_value('99.8')) }}, 12) as upper_998,
    round({{ share_variance('successes', 'trials') }}, 12) as variance
from cases
