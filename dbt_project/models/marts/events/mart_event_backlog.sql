with

backlog as (

    select * from {{ ref('int_area_event_backlog') }}

),

thresholds as (

    select * from {{ ref('stg_thresholds') }}

),

feed_dates as (

    select * from {{ ref('int_feed_dates') }}

),

final as (

    select
        backlog.area_id,
        backlog.responsible_unit,
        backlog.month,
        {{ month_period_id('backlog.month') }} as period_id,
        backlog.counted_on,
        backlog.is_complete,
        backlog.open_events,
        backlog.with_limit,
        backlog.overdue,
        {{ share('backlog.overdue', 'backlog.with_limit') }} as overdue_share,
        {{ wilson_lower('backlog.overdue', 'backlog.with_limit', 'thresholds.z_95') }} as overdue_share_lower,
        {{ wilson_upper('backlog.overdue', 'backlog.with_limit', 'thresholds.z_95') }} as overdue_share_upper,
        {%- for column in event_age_bands().values() %}
        backlog.{{ column }},
        {%- endfor %}
        backlog.oldest_days,
        backlog.inflow,
        backlog.outflow,
        case when backlog.with_limit = 0 then 'no_denominator' else 'ok' end as overdue_share_status,
        {{ method_version() }} as method_version,
        feed_dates.as_of
    from backlog
    cross join thresholds
    left join feed_dates on feed_dates.feed = 'grid_events'
    order by backlog.responsible_unit, backlog.area_id, backlog.month

)

select * from final
