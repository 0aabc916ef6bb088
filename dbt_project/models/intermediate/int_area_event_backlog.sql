{%- set bands = event_age_bands() -%}

-- Open events at the end of each covered month, of an area (`all`) and, for the city and its districts, of each
-- responsible unit; what came in and what left in the month.
with

spans as (

    select * from {{ ref('int_event_spans') }}

),

flows as (

    select * from {{ ref('int_grid_events_monthly') }}

),

area_flows as (

    select * from {{ ref('int_area_grid_events') }}
    where category_id = 'all'

),

place_areas as (

    select * from {{ ref('int_place_areas') }}

),

areas as (

    select * from {{ ref('int_areas') }}

),

coverage as (

    select * from {{ ref('stg_coverage') }}
    where feed = 'grid_events'

),

feed_dates as (

    select * from {{ ref('int_feed_dates') }}
    where feed = 'grid_events'

),

-- A month that is not over is counted on the last day of the data.
month_ends as (

    select
        coverage.month,
        coverage.is_complete,
        least(last_day(coverage.month), feed_dates.as_of) as counted_on
    from coverage
    cross join feed_dates

),

aged as (

    select
        spans.place_key,
        spans.responsible_unit,
        month_ends.month,
        spans.events,
        spans.due_on,
        spans.due_on <= month_ends.counted_on as is_overdue,
        {{ days_between('spans.reported_on', 'month_ends.counted_on') }} - 1 as age
    from spans
    inner join month_ends
        on
            spans.event_month <= month_ends.month
            and (spans.exit_month is null or spans.exit_month > month_ends.month)

),

by_place as (

    select
        place_key,
        responsible_unit,
        month,
        sum(events) as open_events,
        sum(case when due_on is not null then events else 0 end) as with_limit,
        sum(case when is_overdue then events else 0 end) as overdue,
        {%- for band, column in bands.items() %}
        sum(case when {{ age_band('age') }} = '{{ band }}' then events else 0 end) as {{ column }},
        {%- endfor %}
        max(age) as oldest_days
    from aged
    group by place_key, responsible_unit, month

),

by_area as (

    select
        place_areas.area_id,
        areas.level_number,
        by_place.responsible_unit,
        by_place.month,
        sum(by_place.open_events) as open_events,
        sum(by_place.with_limit) as with_limit,
        sum(by_place.overdue) as overdue,
        {%- for column in bands.values() %}
        sum(by_place.{{ column }}) as {{ column }},
        {%- endfor %}
        max(by_place.oldest_days) as oldest_days
    from by_place
    inner join place_areas on by_place.place_key = place_areas.place_key
    inner join areas on place_areas.area_id = areas.area_id
    group by place_areas.area_id, areas.level_number, by_place.responsible_unit, by_place.month

),

stocks as (

    select
        area_id,
        'all' as responsible_unit,
        month,
        sum(open_events) as open_events,
        sum(with_limit) as with_limit,
        sum(overdue) as overdue,
        {%- for column in bands.values() %}
        sum({{ column }}) as {{ column }},
        {%- endfor %}
        max(oldest_days) as oldest_days
    from by_area
    group by area_id, month

    union all

    select
        area_id,
        responsible_unit,
        month,
        open_events,
        with_limit,
        overdue,
        {%- for column in bands.values() %}
        {{ column }},
        {%- endfor %}
        oldest_days
    from by_area
    where level_number <= 2 and responsible_unit is not null

),

unit_flows as (

    select
        place_areas.area_id,
        flows.responsible_unit,
        flows.month,
        sum(flows.reported) as inflow,
        sum(flows.closed + flows.cancelled) as outflow
    from flows
    inner join place_areas on flows.place_key = place_areas.place_key
    inner join areas on place_areas.area_id = areas.area_id
    where areas.level_number <= 2 and flows.responsible_unit is not null
    group by place_areas.area_id, flows.responsible_unit, flows.month

),

moved as (

    select
        area_id,
        'all' as responsible_unit,
        month,
        reported as inflow,
        closed + cancelled as outflow
    from area_flows

    union all

    select
        area_id,
        responsible_unit,
        month,
        inflow,
        outflow
    from unit_flows

),

final as (

    select
        coalesce(moved.area_id, stocks.area_id) as area_id,
        coalesce(moved.responsible_unit, stocks.responsible_unit) as responsible_unit,
        month_ends.month,
        month_ends.counted_on,
        month_ends.is_complete,
        cast(coalesce(stocks.open_events, 0) as bigint) as open_events,
        cast(coalesce(stocks.with_limit, 0) as bigint) as with_limit,
        cast(coalesce(stocks.overdue, 0) as bigint) as overdue,
        {%- for column in bands.values() %}
        cast(coalesce(stocks.{{ column }}, 0) as bigint) as {{ column }},
        {%- endfor %}
        cast(stocks.oldest_days as bigint) as oldest_days,
        cast(coalesce(moved.inflow, 0) as bigint) as inflow,
        cast(coalesce(moved.outflow, 0) as bigint) as outflow
    from moved
    full outer join stocks
        on
            moved.area_id = stocks.area_id
            and moved.responsible_unit = stocks.responsible_unit
            and moved.month = stocks.month
    inner join month_ends on coalesce(moved.month, stocks.month) = month_ends.month

)

select * from final
