{%- set flow_columns = event_flows() -%}

-- Dense as `int_area_alarms`. A time limit may fall after the data end: such months are left out until they are
-- collected.
with

grid_events as (

    select * from {{ ref('int_grid_events_monthly') }}

),

place_areas as (

    select * from {{ ref('int_place_areas') }}

),

category_members as (

    select * from {{ ref('int_category_members') }}
    where category_kind = 'event'

),

areas as (

    select * from {{ ref('int_areas') }}

),

coverage as (

    select * from {{ ref('stg_coverage') }}
    where feed = 'grid_events'

),

months_with_data as (

    select month from coverage
    union all
    select event_month as month from grid_events

),

last_month as (

    select max(month) as month from months_with_data

),

flows_by_area as (

    select
        place_areas.area_id,
        place_areas.category_detail,
        grid_events.category_id,
        {%- for flow in flow_columns %}
        sum(grid_events.{{ flow }}) as {{ flow }},
        {%- endfor %}
        grid_events.month
    from grid_events
    inner join place_areas on grid_events.place_key = place_areas.place_key
    inner join last_month on grid_events.month <= last_month.month
    group by place_areas.area_id, place_areas.category_detail, grid_events.category_id, grid_events.month

),

flows as (

    select
        flows_by_area.area_id,
        category_members.member_of_category_id as category_id,
        {%- for flow in flow_columns %}
        sum(flows_by_area.{{ flow }}) as {{ flow }},
        {%- endfor %}
        flows_by_area.month
    from flows_by_area
    inner join category_members
        on
            flows_by_area.category_id = category_members.category_id
            and (flows_by_area.category_detail = 'all' or category_members.is_in_group_detail)
    group by flows_by_area.area_id, category_members.member_of_category_id, flows_by_area.month

),

published_categories as (

    select
        member_of_category_id as category_id,
        bool_or(is_in_group_detail) as is_in_group_detail
    from category_members
    group by member_of_category_id

),

spine as (

    select
        areas.area_id,
        published_categories.category_id,
        coverage.month
    from coverage
    inner join areas
        on
            last_day(coverage.month) >= areas.bounds_from
            and coverage.month <= areas.bounds_to
    inner join published_categories
        on (areas.category_detail = 'all' or published_categories.is_in_group_detail)

),

final as (

    select
        coalesce(spine.area_id, flows.area_id) as area_id,
        coalesce(spine.category_id, flows.category_id) as category_id,
        coalesce(spine.month, flows.month) as month,
        {%- for flow in flow_columns %}
        cast(coalesce(flows.{{ flow }}, 0) as bigint) as {{ flow }},
        {%- endfor %}
        coalesce(coverage.is_complete, false) as is_complete
    from spine
    full outer join flows
        on
            spine.area_id = flows.area_id
            and spine.category_id = flows.category_id
            and spine.month = flows.month
    left join coverage on coalesce(spine.month, flows.month) = coverage.month

)

select * from final
