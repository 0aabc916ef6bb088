-- A row means flows of grid events contradict each other. More closed than due in a month is no fault: closures are
-- counted in the month they happened.
select
    area_id,
    category_id,
    month,
    due,
    due_closed,
    due_closed_to_date,
    due_on_time,
    open_at_end
from {{ ref('mart_event_closure') }}
where
    due_on_time > due_closed
    or due_closed > due_closed_to_date
    or due_closed_to_date > due
    or open_at_end < 0
