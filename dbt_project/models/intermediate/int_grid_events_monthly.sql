{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        on_schema_change='fail',
        pre_hook="{{ delete_touched_months('grid_events') }}"
    )
}}
{%- set flow_columns = event_flows() -%}
{%- set flows_by_month = event_flows_by_month() %}

-- What happened to events, by the month it happened in (`month`); `event_month` is the month of the report, by which
-- raw rows come and go.
with

grid_events as (

    select * from {{ ref('stg_grid_events') }}

),

-- An event leaves once: by closure or by cancellation, whichever came first. A cancelled one was never accepted, filed
-- or due.
with_exit as (

    select
        event_month,
        place_key,
        category_id,
        responsible_unit,
        closed_at,
        due_at,
        is_rework,
        is_extended,
        case when cancelled_at is null then {{ month_start('accepted_at') }} end as accepted_month,
        case when cancelled_at is null then {{ month_start('filed_at') }} end as filed_month,
        case when cancelled_at is null then {{ month_start('due_at') }} end as due_month,
        case when cancelled_at is null or closed_at <= cancelled_at then {{ month_start('closed_at') }} end
            as closed_month,
        case when closed_at is null or cancelled_at < closed_at then {{ month_start('cancelled_at') }} end
            as cancelled_month,
        -- Every stage there and in order. Where no stage at all is recorded nobody knows.
        case
            when coalesce(accepted_at, filed_at, dispatched_at, handled_at, verified_at) is not null
                then coalesce(
                    reported_at <= accepted_at
                    and accepted_at <= filed_at
                    and filed_at <= dispatched_at
                    and dispatched_at <= handled_at
                    and handled_at <= verified_at
                    and verified_at <= closed_at,
                    false
                )
        end as is_loop
    from grid_events

),

-- As few rows as possible before they are spread over months.
grouped as (

    select
        event_month,
        place_key,
        category_id,
        responsible_unit,
        accepted_month,
        filed_month,
        due_month,
        closed_month,
        cancelled_month,
        is_rework,
        is_extended,
        is_loop,
        cast(count(*) as bigint) as events,
        cast(count(case when closed_at <= due_at then 1 end) as bigint) as on_time
    from with_exit
    group by all

),

flows as (
    {% for month, counted in flows_by_month.items() %}
    select
        event_month,
        place_key,
        category_id,
        responsible_unit,
        {%- for flow in flow_columns %}
        {{ counted.get(flow, 0) }} as {{ flow }},
        {%- endfor %}
        {{ month }} as month
    from grouped
    where {{ month }} is not null
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

by_month as (

    select
        event_month,
        place_key,
        category_id,
        responsible_unit,
        {%- for flow in flow_columns %}
        cast(coalesce(sum({{ flow }}), 0) as bigint) as {{ flow }},
        {%- endfor %}
        month
    from flows
    group by event_month, place_key, category_id, responsible_unit, month

)

select * from by_month
