-- Days on which calls were collected, of months all of whose calls tell their day. The last month counts to its last
-- call before it is over.
with

coverage as (

    select * from {{ ref('stg_coverage') }}
    where feed = 'police_alarms'

),

feed_dates as (

    select * from {{ ref('int_feed_dates') }}
    where feed = 'police_alarms'

),

periods as (

    select * from {{ ref('int_calendar_periods') }}
    where period_type = 'D'

),

calls_by_month as (

    select
        event_month,
        sum(call_count) as call_count
    from {{ ref('int_alarms_monthly') }}
    group by event_month

),

dated_calls_by_month as (

    select
        event_month,
        sum(call_count) as call_count
    from {{ ref('int_alarms_daily') }}
    group by event_month

),

months_without_days as (

    select calls_by_month.event_month
    from calls_by_month
    left join dated_calls_by_month on calls_by_month.event_month = dated_calls_by_month.event_month
    where calls_by_month.call_count != coalesce(dated_calls_by_month.call_count, 0)

),

months as (

    select
        coverage.month,
        coverage.is_complete,
        coverage.month = max(coverage.month) over () as is_last,
        feed_dates.as_of
    from coverage
    cross join feed_dates

),

final as (

    select
        periods.period_start as calendar_date,
        months.is_complete or months.is_last as is_complete
    from periods
    inner join months on {{ month_start('periods.period_start') }} = months.month
    left join months_without_days on months.month = months_without_days.event_month
    where
        months_without_days.event_month is null
        and (months.is_complete or periods.period_start <= months.as_of)

)

select * from final
