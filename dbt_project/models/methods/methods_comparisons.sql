with

cases as (

    select * from {{ ref('method_cases') }}

)

select
    case_id,
    round({{ two_counts_z('events', 'exposure', 'base_events', 'base_exposure') }}, 6) as z_score,
    round({{ two_counts_z('events', 'exposure', 'base_events', 'base_exposure', 'dispersion') }}, 6) as dispersed_z,
    {{ verdict(two_counts_z('events', 'exposure', 'base_events', 'base_exposure'), z_value('95')) }} as verdict,
    round({{ rate_ratio('events', 'exposure', 'base_events', 'base_exposure') }}, 6) as ratio,
    round({{ rate_ratio_lower('events', 'exposure', 'base_events', 'base_exposure', z_value('95')) }}, 6)
        as ratio_lower,
    round({{ rate_ratio_upper('events', 'exposure', 'base_events', 'base_exposure', z_value('95')) }}, 6)
        as ratio_upper,
    round({{ relative_change('events', 'base_events') }}, 4) as change,
    round({{ relative_change_se('events', 'base_events') }}, 9) as change_se
from cases
