with

cases as (

    select * from {{ ref('method_cases') }}

),

hidden as (

    {{ suppression('cases', ['district'], 'community', 'events', 5, 'is_sensitive') }}

)

select
    district,
    community,
    suppressed_by,
    shown_events,
    total_discloses
from hidden
