{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        on_schema_change='fail',
        pre_hook="{{ delete_since_touched('period_end', ['police_alarms'], or_where=\"period_type = 'YTD'\") }}",
        post_hook="{{ note_cut_off('police_alarms') }}",
        meta={'sorted_by': ['area_id', 'category_id', 'period_type', 'period_start']}
    )
}}
{%- set comparisons = ['previous', 'year_ago'] -%}
{#- Weeks and rolling 28 days of the newest year and the two before it: older ones stand in their months. -#}
{%- set shown_years = 2 -%}

with

counts as (

    select * from {{ ref('int_shown_alarm_periods') }}
    -- The week of a year before ends up to 371 days earlier.
    where {{ is_since_touched('period_end', ['police_alarms'], months_before=13) }} or period_type = 'YTD'

),

histories as (

    select * from {{ ref('int_alarm_histories') }}

),

areas as (

    select * from {{ ref('int_areas') }}

),

periods as (

    select * from {{ ref('int_periods') }}

),

collected_periods as (

    select * from {{ ref('int_alarm_periods') }}

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
        periods.year_ago_cny_aligned,
        periods.year_ago_leap_day_differs,
        case when counts.period_type = 'M' then histories.rolling_12_month_count end as rolling_12_month_count,
        histories.dispersion,
        {%- for name in comparisons %}
        periods.{{ name }}_period_id,
        {{ name }}_periods.period_start as {{ name }}_start,
        {{ name }}_periods.is_complete as {{ name }}_is_complete,
        {{ name }}_periods.days as {{ name }}_days,
        {{ name }}.alarm_count as {{ name }}_count,
        {{ name }}.population as {{ name }}_population,
        {{ name }}.suppressed_by as {{ name }}_suppressed_by,
        {%- endfor %}
        thresholds.z_95,
        feed_dates.as_of
    from counts
    inner join areas on counts.area_id = areas.area_id
    inner join periods on counts.period_id = periods.period_id
    -- Of a longer period the months before it began.
    left join histories
        on
            counts.area_id = histories.area_id
            and counts.category_id = histories.category_id
            and {{ month_start('counts.period_start') }} = histories.month
    {%- for name in comparisons %}
    left join collected_periods as {{ name }}_periods on periods.{{ name }}_period_id = {{ name }}_periods.period_id
    left join counts as {{ name }}
        on
            counts.area_id = {{ name }}.area_id
            and counts.category_id = {{ name }}.category_id
            and periods.{{ name }}_period_id = {{ name }}.period_id
    {%- endfor %}
    cross join thresholds
    left join feed_dates on feed_dates.feed = 'police_alarms'
    where
        ({{ is_since_touched('counts.period_end', ['police_alarms']) }} or counts.period_type = 'YTD')
        and (
            counts.period_type not in ('W', 'R28')
            or counts.period_end >= {{ add_months(year_start('feed_dates.as_of'), '-12 * ' ~ shown_years) }}
        )

),

scored as (

    select
        *,
        bounds_to < period_end
        or (
            bounds_from > {{ add_days('period_start', '-days') }}
            and bounds_from <= period_end
        ) as is_break,
        {%- for name in comparisons %}
        case
            when {{ name }}_period_id is null then 'not_comparable'
            when {{ name }}_is_complete is null then 'not_collected'
            when bounds_from > {{ name }}_start or bounds_to < period_end then 'area_redrawn'
            when not ({{ name }}_is_complete and is_complete) then 'incomplete'
            when coalesce(suppressed_by, {{ name }}_suppressed_by) is not null
                then coalesce(suppressed_by, {{ name }}_suppressed_by)
            when least(alarm_count, {{ name }}_count) < 0 then 'negative_count'
            {%- if name == 'year_ago' %}
            when not year_ago_cny_aligned then 'festival_moved'
            {%- endif %}
            when {{ name }}_count = 0 then 'zero_base'
            else 'ok'
        end as {{ name }}_status,
        case
            when population > 0 and {{ name }}_population > 0
                then {{ two_counts_z(
                    'alarm_count', 'days * population',
                    name ~ '_count', name ~ '_days * ' ~ name ~ '_population',
                    'dispersion',
                ) }}
            else {{ two_counts_z('alarm_count', 'days', name ~ '_count', name ~ '_days', 'dispersion') }}
        end as {{ name }}_score,
        {%- endfor %}
        case
            when suppressed_by is not null then suppressed_by
            when population is null or population <= 0 then 'no_population'
            when alarm_count < 0 then 'negative_count'
            else 'ok'
        end as rate_status
    from compared

),

final as (

    select
        area_id,
        category_id,
        period_type,
        period_id,
        period_start,
        period_end,
        days,
        is_complete,
        alarm_count,
        population,
        population_year,
        population_is_projection,
        {{ rate('alarm_count', 'population', 10000) }} as rate_per_10k,
        {{ rate_lower('alarm_count', 'population', 10000, 'z_95') }} as rate_lower,
        {{ rate_upper('alarm_count', 'population', 10000, 'z_95') }} as rate_upper,
        rate_status,
        rolling_12_month_count,
        dispersion,
        {%- for name in comparisons %}
        {{ name }}_count,
        case
            when {{ is_change_told(name ~ '_status', 'period_type') }}
                then {{ relative_change('alarm_count', name ~ '_count') }}
        end as {{ name }}_change,
        case
            when {{ is_change_told(name ~ '_status', 'period_type') }}
                then {{ relative_change(
                    double('alarm_count') ~ ' / days', double(name ~ '_count') ~ ' / ' ~ name ~ '_days'
                ) }}
        end as {{ name }}_change_per_day,
        case when {{ name }}_status in ('ok', 'zero_base') then {{ name }}_score end as {{ name }}_z,
        case when {{ name }}_status in ('ok', 'zero_base') then {{ verdict(name ~ '_score', 'z_95') }} end
            as {{ name }}_verdict,
        {{ name }}_status,
        {%- endfor %}
        year_ago_cny_aligned,
        year_ago_leap_day_differs,
        is_break,
        {{ method_version('2') }} as method_version,
        as_of
    from scored

)

select * from final
