with

flows as (

    select * from {{ ref('int_area_grid_events') }}

),

closings as (

    select * from {{ ref('int_area_event_closings') }}
    where period_type = 'M'

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
        with_backlog.accepted,
        with_backlog.accepted_filed,
        with_backlog.filed,
        with_backlog.filed_closed_to_date,
        with_backlog.filed_extended,
        with_backlog.filed_extension_known,
        with_backlog.due,
        with_backlog.closed,
        with_backlog.due_closed,
        with_backlog.due_closed_to_date,
        with_backlog.due_on_time,
        with_backlog.closed_rework,
        with_backlog.closed_rework_known,
        with_backlog.closed_loop,
        with_backlog.closed_loop_known,
        with_backlog.cancelled,
        with_backlog.open_at_end,
        {{ share('with_backlog.closed', 'with_backlog.filed') }} as closed_per_filed,
        {%- for rate, (numerator, denominator) in event_rates().items() %}
        {%- set counts = 'with_backlog.' ~ numerator, 'with_backlog.' ~ denominator %}
        {{ share(counts[0], counts[1]) }} as {{ rate }},
        {{ wilson_lower(counts[0], counts[1], 'thresholds.z_95') }} as {{ rate }}_lower,
        {{ wilson_upper(counts[0], counts[1], 'thresholds.z_95') }} as {{ rate }}_upper,
        {%- endfor %}
        {%- for quantile in ['p50', 'p90'] %}
        {%- for limit in ['', '_lower', '_upper'] %}
        closings.{{ quantile ~ limit }} / 3600 as close_hours_{{ quantile ~ limit }},
        {%- endfor %}
        {%- endfor %}
        case when with_backlog.due = 0 then 'no_denominator' else 'ok' end as rate_status,
        {{ method_version() }} as method_version,
        feed_dates.as_of
    from with_backlog
    cross join thresholds
    left join closings
        on
            with_backlog.category_id = 'all'
            and with_backlog.area_id = closings.area_id
            and {{ month_period_id('with_backlog.month') }} = closings.period_id
    left join feed_dates on feed_dates.feed = 'grid_events'
    order by with_backlog.area_id, with_backlog.category_id, with_backlog.month

)

select * from final
