-- A row means the city's total differs from the valid calls that were accepted: a place without an area in the main
-- hierarchy, a category outside the taxonomy, or an area counted twice. Calls of unknown places are no fault: they lie
-- in the unknown member. Nor is a negative total: corrections may exceed a month's count.
with

accepted as (

    select
        event_month as month,
        sum(alarm_count) as alarm_count
    from {{ ref('int_alarms_monthly') }}
    group by event_month

),

published as (

    select
        mart_alarm_trend.period_start as month,
        sum(mart_alarm_trend.alarm_count) as alarm_count
    from {{ ref('mart_alarm_trend') }} as mart_alarm_trend
    inner join {{ ref('dim_area') }} as dim_area on mart_alarm_trend.area_id = dim_area.area_id
    where
        mart_alarm_trend.category_id = 'all'
        and mart_alarm_trend.period_type = 'M'
        and dim_area.level_number = 1
        and dim_area.hierarchy = 'main'
    group by mart_alarm_trend.period_start

)

select
    accepted.month,
    accepted.alarm_count as accepted_count,
    published.alarm_count as published_count
from accepted
left join published on accepted.month = published.month
where accepted.alarm_count != coalesce(published.alarm_count, 0)
