{#- The two comparisons: name of the period compared with, months back. -#}
{%- set comparisons = {'previous_month': 1, 'year_ago': 12} -%}

with

counts as (

    select * from {{ ref('int_area_alarms') }}

),

areas as (

    select * from {{ ref('int_areas') }}

),

coverage as (

    select * from {{ ref('stg_coverage') }}
    where feed = 'police_alarms'

),

thresholds as (

    select * from {{ ref('stg_thresholds') }}

),

feed_dates as (

    select * from {{ ref('int_feed_dates') }}

),

compared as (

    select
        counts.*,
        areas.bounds_from,
        areas.bounds_to,
        {{ days_in_month('counts.month') }} as days,
        {%- for name, months in comparisons.items() %}
        {{ name }}.alarm_count as {{ name }}_count,
        {{ name }}.population as {{ name }}_population,
        {{ name }}_coverage.is_complete as {{ name }}_is_complete,
        {{ add_months('counts.month', -months) }} as {{ name }}_month,
        {%- endfor %}
        thresholds.z_95,
        feed_dates.as_of
    from counts
    inner join areas on counts.area_id = areas.area_id
    {%- for name, months in comparisons.items() %}
    left join coverage as {{ name }}_coverage
        on {{ add_months('counts.month', -months) }} = {{ name }}_coverage.month
    left join counts as {{ name }}
        on
            counts.area_id = {{ name }}.area_id
            and counts.category_id = {{ name }}.category_id
            and {{ add_months('counts.month', -months) }} = {{ name }}.month
    {%- endfor %}
    cross join thresholds
    left join feed_dates on feed_dates.feed = 'police_alarms'

),

scored as (

    select
        *,
        {%- for name in comparisons %}
        case
            when {{ name }}_is_complete is null then 'not_collected'
            when bounds_from > {{ name }}_month or bounds_to < last_day(month) then 'area_redrawn'
            when not ({{ name }}_is_complete and is_complete) then 'incomplete'
            when least(alarm_count, {{ name }}_count) < 0 then 'negative_count'
            when {{ name }}_count = 0 then 'zero_base'
            else 'ok'
        end as {{ name }}_status,
        case
            when population > 0 and {{ name }}_population > 0
                then {{ two_counts_z(
                    'alarm_count', 'days * population',
                    name ~ '_count', days_in_month(name ~ '_month') ~ ' * ' ~ name ~ '_population',
                ) }}
            else {{ two_counts_z(
                'alarm_count', 'days', name ~ '_count', days_in_month(name ~ '_month')
            ) }}
        end as {{ name }}_score,
        {%- endfor %}
        case
            when population is null then 'no_population'
            when alarm_count < 0 then 'negative_count'
            else 'ok'
        end as rate_status
    from compared

),

final as (

    select
        area_id,
        category_id,
        month,
        {{ month_period_id('month') }} as period_id,
        is_complete,
        alarm_count,
        population,
        population_year,
        population_is_projection,
        alarm_count / population * 10000 as rate_per_10k,
        {{ poisson_lower('alarm_count', 'z_95') }} / population * 10000 as rate_lower,
        {{ poisson_upper('alarm_count', 'z_95') }} / population * 10000 as rate_upper,
        rate_status,
        {%- for name in comparisons %}
        {{ name }}_count,
        case when {{ name }}_status = 'ok' then {{ relative_change('alarm_count', name ~ '_count') }} end
            as {{ name }}_change,
        case when {{ name }}_status in ('ok', 'zero_base') then {{ name }}_score end as {{ name }}_z,
        case when {{ name }}_status in ('ok', 'zero_base') then {{ verdict(name ~ '_score', 'z_95') }} end
            as {{ name }}_verdict,
        {{ name }}_status,
        {%- endfor %}
        {{ method_version() }} as method_version,
        as_of
    from scored
    order by area_id, category_id, month

)

select * from final
