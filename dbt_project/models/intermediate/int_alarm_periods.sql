-- Periods for which calls were collected, and whether every day of them was.
with

periods as (

    select * from {{ ref('int_periods') }}

),

coverage as (

    select * from {{ ref('stg_coverage') }}
    where feed = 'police_alarms'

),

feed_dates as (

    select * from {{ ref('int_feed_dates') }}
    where feed = 'police_alarms'

),

calls_by_month as (

    select
        event_month as month,
        sum(call_count) as call_count
    from {{ ref('int_alarms_monthly') }}
    group by event_month

),

calls_by_week as (

    select
        event_month as month,
        sum(call_count) as call_count
    from {{ ref('int_alarms_weekly') }}
    group by event_month

),

-- A month with calls whose day is not known can be cut into no weeks.
months_without_days as (

    select calls_by_month.month
    from calls_by_month
    left join calls_by_week on calls_by_month.month = calls_by_week.month
    where calls_by_month.call_count != coalesce(calls_by_week.call_count, 0)

),

months as (

    select
        coverage.month,
        last_day(coverage.month) as month_end,
        coverage.is_complete,
        months_without_days.month is null as has_days,
        coverage.month = max(coverage.month) over () as is_last,
        feed_dates.as_of
    from coverage
    cross join feed_dates
    left join months_without_days on coverage.month = months_without_days.month

),

-- A month that a period takes in part counts by its days; of the last month they may be in before it is over.
parts as (

    select
        periods.period_type,
        periods.period_id,
        months.has_days,
        months.as_of,
        periods.period_start <= months.month and months.month_end <= periods.period_end as is_whole,
        months.is_complete or (months.is_last and periods.period_end <= months.as_of) as is_counted,
        months.is_complete
    from periods
    inner join months
        on
            periods.period_start <= months.month_end
            and periods.period_end >= months.month

),

judged as (

    select
        period_type,
        period_id,
        max(as_of) as as_of,
        bool_and(is_whole or has_days) as is_countable,
        count(
            case
                when is_whole and is_complete then 1
                -- A year to date may be cut on the last day of a month.
                when (not is_whole or period_type = 'YTD') and has_days and is_counted then 1
            end
        ) as complete_months
    from parts
    group by period_type, period_id

),

final as (

    select
        periods.*,
        12 * (extract(year from periods.period_end) - extract(year from periods.period_start))
        + extract(month from periods.period_end) - extract(month from periods.period_start) + 1 as months,
        judged.complete_months = 12 * (extract(year from periods.period_end) - extract(year from periods.period_start))
        + extract(month from periods.period_end) - extract(month from periods.period_start) + 1 as is_complete
    from periods
    inner join judged on periods.period_id = judged.period_id
    where
        judged.is_countable
        and (periods.period_type in ('M', 'Q', 'H', 'Y', 'R12M') or periods.period_start <= judged.as_of)

)

select * from final
