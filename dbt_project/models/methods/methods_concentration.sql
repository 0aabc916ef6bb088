with

cases as (

    select * from {{ ref('method_cases') }}

),

concentrated as (

    {{ concentration('cases', ['city'], 'events') }}

)

select
    city,
    areas,
    round(gini, 9) as gini,
    round(gini_generalised, 9) as gini_generalised,
    round({{ gini_by_chance('events', 'areas') }}, 6) as gini_by_chance,
    round(share_of_areas_with_50_percent, 9) as half,
    round(share_of_areas_with_25_percent, 9) as quarter,
    round({{ prediction_accuracy_index('18', 'events', '2', 'areas') }}, 9) as accuracy_index
from concentrated
