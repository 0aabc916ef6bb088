{%- set rates = event_rates() -%}
{%- set partition = ['area_id', 'period_type', 'period_id'] -%}

-- Work of responsible units in the city and in each district. A unit is the name it is written with.
with

grid_events as (

    select * from {{ ref('int_grid_events_monthly') }}

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

periods as (

    select * from {{ ref('int_periods') }}

),

thresholds as (

    select * from {{ ref('stg_thresholds') }}

),

feed_dates as (

    select * from {{ ref('int_feed_dates') }}

),

by_month as (

    select
        place_areas.area_id,
        grid_events.responsible_unit,
        {%- for flow in event_flows() %}
        sum(grid_events.{{ flow }}) as {{ flow }},
        {%- endfor %}
        grid_events.month
    from grid_events
    inner join place_areas on grid_events.place_key = place_areas.place_key
    inner join areas on place_areas.area_id = areas.area_id
    inner join coverage on grid_events.month = coverage.month
    where
        grid_events.responsible_unit is not null
        and areas.level_number <= 2
    group by place_areas.area_id, grid_events.responsible_unit, grid_events.month

),

by_period as (

    select
        area_id,
        responsible_unit,
        {%- for flow in event_flows() %}
        {{ flow }},
        {%- endfor %}
        'M' as period_type,
        {{ month_period_id('month') }} as period_id
    from by_month

    union all

    select
        area_id,
        responsible_unit,
        {%- for flow in event_flows() %}
        sum({{ 'due_closed_in_year' if flow == 'due_closed' else flow }}) as {{ flow }},
        {%- endfor %}
        'Y' as period_type,
        {{ year_period_id('month') }} as period_id
    from by_month
    group by area_id, responsible_unit, {{ year_period_id('month') }}

),

complete_periods as (

    {{ covered_periods() }}

),

judged as (

    select
        by_period.*,
        periods.period_start,
        periods.period_end,
        complete_periods.is_complete,
        thresholds.z_95,
        case
            when not complete_periods.is_complete then 'incomplete'
            when by_period.due = 0 then 'no_denominator'
            when by_period.due < thresholds.minimum_sample then 'sample_too_small'
        end as unranked_reason
    from by_period
    inner join periods
        on
            by_period.period_type = periods.period_type
            and by_period.period_id = periods.period_id
    inner join complete_periods
        on
            by_period.period_type = complete_periods.period_type
            and by_period.period_id = complete_periods.period_id
    cross join thresholds

),

rankable as (

    select
        area_id,
        period_type,
        period_id,
        responsible_unit,
        {{ share('due_on_time', 'due') }} as on_time_rate,
        -- As printed: a percentage with one decimal.
        round({{ share('due_on_time', 'due') }}, 3) as published_rate,
        {{ share_variance('due_on_time', 'due') }} as error_variance
    from judged
    where unranked_reason is null

),

ranks as (

    {{ rank_intervals(
        'rankable', partition, 'responsible_unit', 'on_time_rate', 'published_rate', 'error_variance'
    ) }}

),

final as (

    select
        judged.area_id,
        judged.responsible_unit,
        judged.period_type,
        judged.period_id,
        judged.period_start,
        judged.period_end,
        judged.is_complete,
        {%- for flow in event_flows() if flow != 'due_closed_in_year' %}
        cast(judged.{{ flow }} as bigint) as {{ flow }},
        {%- endfor %}
        {%- for rate, (numerator, denominator) in rates.items() %}
        {{ share('judged.' ~ numerator, 'judged.' ~ denominator) }} as {{ rate }},
        {{ wilson_lower('judged.' ~ numerator, 'judged.' ~ denominator, 'judged.z_95') }} as {{ rate }}_lower,
        {{ wilson_upper('judged.' ~ numerator, 'judged.' ~ denominator, 'judged.z_95') }} as {{ rate }}_upper,
        {%- endfor %}
        ranks.rank,
        ranks.rank_lower,
        ranks.rank_upper,
        ranks.areas_ranked as units_ranked,
        judged.unranked_reason,
        {{ method_version() }} as method_version,
        feed_dates.as_of
    from judged
    left join ranks
        on
            judged.area_id = ranks.area_id
            and judged.period_type = ranks.period_type
            and judged.period_id = ranks.period_id
            and judged.responsible_unit = ranks.responsible_unit
    left join feed_dates on feed_dates.feed = 'grid_events'
    order by judged.area_id, judged.period_type, judged.period_start, ranks.rank nulls last, judged.responsible_unit

)

select * from final
