with

cases as (

    select * from {{ ref('method_cases') }}

)

select
    case_id,
    round({{ funnel_share_lower('baseline', 'trials', z_value('99.8')) }}, 8) as share_lower_998,
    round({{ funnel_share_upper('baseline', 'trials', z_value('99.8')) }}, 8) as share_upper_998,
    round({{ funnel_share_lower('baseline', 'trials', z_value('95')) }}, 8) as share_lower_95,
    {{ funnel_share_flag('events', 'trials', 'baseline') }} as share_flag,
    {{ funnel_count_flag('events', 'trials * baseline') }} as count_flag,
    {{ funnel_count_flag('events', 'trials * baseline', '4') }} as dispersed_count_flag
from cases
