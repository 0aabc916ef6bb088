with

flows as (

    select * from {{ ref('int_area_grid_events') }}

),

thresholds as (

    select * from {{ ref('stg_thresholds') }}

),

feed_dates as (

    select * from {{ ref('int_feed_dates') }}

),

with_backlog as (

    select
        *,
        cast(sum(reported - closed - cancelled) over (
            partition by area_id, category_id
            order by month
            rows between unbounded preceding and current row
        ) as bigint) as open_at_end
    from flows

),

final as (

    select
        with_backlog.area_id,
        with_backlog.category_id,
        with_backlog.month,
        {{ month_period_id('with_backlog.month') }} as period_id,
        with_backlog.is_complete,
        with_backlog.reported,
        with_backlog.due,
        with_backlog.closed,
        with_backlog.due_closed,
        with_backlog.due_closed_to_date,
        with_backlog.due_on_time,
        with_backlog.cancelled,
        with_backlog.open_at_end,
        with_backlog.due_closed / nullif(cast(with_backlog.due as double), 0) as closure_rate,
        {{ wilson_lower('with_backlog.due_closed', 'with_backlog.due', 'thresholds.z_95') }} as closure_rate_lower,
        {{ wilson_upper('with_backlog.due_closed', 'with_backlog.due', 'thresholds.z_95') }} as closure_rate_upper,
        with_backlog.due_on_time / nullif(cast(with_backlog.due as double), 0) as on_time_rate,
        {{ wilson_lower('with_backlog.due_on_time', 'with_backlog.due', 'thresholds.z_95') }} as on_time_rate_lower,
        {{ wilson_upper('with_backlog.due_on_time', 'with_backlog.due', 'thresholds.z_95') }} as on_time_rate_upper,
        case when with_backlog.due = 0 then 'no_denominator' else 'ok' end as rate_status,
        {{ method_version() }} as method_version,
        feed_dates.as_of
    from with_backlog
    cross join thresholds
    left join feed_dates on feed_dates.feed = 'grid_events'
    order by with_backlog.area_id, with_backlog.category_id, with_backlog.month

)

select * from final
