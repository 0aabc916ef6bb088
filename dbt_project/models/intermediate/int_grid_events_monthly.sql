{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        on_schema_change='fail',
        pre_hook="{{ delete_touched_months('grid_events') }}"
    )
}}
{%- set flow_columns = event_flows() %}

-- What happened to events, by the month it happened in (`month`); `event_month` is the month of the report, by which
-- raw rows come and go.
with

grid_events as (

    select * from {{ ref('stg_grid_events') }}

),

-- An event leaves once: by closure or by cancellation, whichever came first.
with_exit as (

    select
        event_month,
        place_key,
        category_id,
        closed_at,
        due_at,
        {{ month_start('due_at') }} as due_month,
        case when cancelled_at is null or closed_at <= cancelled_at then {{ month_start('closed_at') }} end
            as closed_month,
        case when closed_at is null or cancelled_at < closed_at then {{ month_start('cancelled_at') }} end
            as cancelled_month,
        cancelled_at is null and due_at is not null as is_due
    from grid_events

),

-- As few rows as possible before they are spread over months.
grouped as (

    select
        event_month,
        place_key,
        category_id,
        case when is_due then due_month end as due_month,
        closed_month,
        cancelled_month,
        cast(count(*) as bigint) as events,
        cast(count(case when closed_at <= due_at then 1 end) as bigint) as on_time
    from with_exit
    group by all

),

flows as (

    select
        event_month,
        place_key,
        category_id,
        event_month as month,
        events as reported,
        0 as due,
        0 as closed,
        0 as due_closed,
        0 as due_closed_in_year,
        0 as due_closed_to_date,
        0 as due_on_time,
        0 as cancelled
    from grouped

    union all

    select
        event_month,
        place_key,
        category_id,
        due_month as month,
        0 as reported,
        events as due,
        0 as closed,
        case when closed_month <= due_month then events else 0 end as due_closed,
        case when extract(year from closed_month) <= extract(year from due_month) then events else 0 end
            as due_closed_in_year,
        case when closed_month is not null then events else 0 end as due_closed_to_date,
        on_time as due_on_time,
        0 as cancelled
    from grouped
    where due_month is not null

    union all

    select
        event_month,
        place_key,
        category_id,
        closed_month as month,
        0 as reported,
        0 as due,
        events as closed,
        0 as due_closed,
        0 as due_closed_in_year,
        0 as due_closed_to_date,
        0 as due_on_time,
        0 as cancelled
    from grouped
    where closed_month is not null

    union all

    select
        event_month,
        place_key,
        category_id,
        cancelled_month as month,
        0 as reported,
        0 as due,
        0 as closed,
        0 as due_closed,
        0 as due_closed_in_year,
        0 as due_closed_to_date,
        0 as due_on_time,
        events as cancelled
    from grouped
    where cancelled_month is not null

),

by_month as (

    select
        event_month,
        place_key,
        category_id,
        {%- for flow in flow_columns %}
        cast(sum({{ flow }}) as bigint) as {{ flow }},
        {%- endfor %}
        month
    from flows
    group by event_month, place_key, category_id, month

)

select * from by_month
