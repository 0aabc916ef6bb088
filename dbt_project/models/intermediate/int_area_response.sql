{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        on_schema_change='fail',
        pre_hook="{{ delete_touched_years(['police_alarms', 'response_bands']) }}"
    )
}}
{%- set limits = response_limits() -%}
{%- set series = ['area_id', 'category_id', 'period_type', 'period_id', 'stage'] -%}
{%- set keys = series | join(', ') -%}

-- Response times of an area in a period: from rows of calls, else from counts in bands that others made. Such counts
-- are taken as they were published: for the area and period they name, and for the year where all its months are there.
with

response as (

    select * from {{ ref('int_response_monthly') }}
    where {{ is_since_touched('event_month', ['police_alarms', 'response_bands'], whole_years=true) }}

),

published_bands as (

    select * from {{ ref('stg_response_bands') }}

),

coverage as (

    select * from {{ ref('stg_coverage') }}
    where feed = 'police_alarms'

),

thresholds as (

    select * from {{ ref('stg_thresholds') }}

),

-- First-level categories of calls for the city and its districts only.
with_categories as (

    select
        area_id,
        category_id,
        event_month as month,
        stage,
        outcome,
        band_from,
        band_to,
        alarms
    from response
    where level_number <= 2

    union all

    select
        area_id,
        'all' as category_id,
        event_month as month,
        stage,
        outcome,
        band_from,
        band_to,
        sum(alarms) as alarms
    from response
    group by all

),

counted_bands as (

    select
        area_id,
        category_id,
        'M' as period_type,
        {{ month_period_id('month') }} as period_id,
        stage,
        outcome,
        band_from,
        band_to,
        alarms
    from with_categories

    union all

    select
        area_id,
        category_id,
        'Y' as period_type,
        {{ year_period_id('month') }} as period_id,
        stage,
        outcome,
        band_from,
        band_to,
        sum(alarms) as alarms
    from with_categories
    group by all

),

-- A year nobody published is that of its months, if all twelve were.
years_of_months as (

    select
        area_id,
        stage,
        {{ year_period_id('period_start') }} as period_id
    from published_bands
    where period_type in ('M', 'Y')
    group by area_id, stage, {{ year_period_id('period_start') }}
    having count(distinct period_id) = 12 and max(period_type) = 'M'

),

tallied_bands as (

    select
        area_id,
        'all' as category_id,
        period_type,
        period_id,
        stage,
        'timed' as outcome,
        band_from,
        band_to,
        alarms
    from published_bands

    union all

    select
        published_bands.area_id,
        'all' as category_id,
        'Y' as period_type,
        years_of_months.period_id,
        published_bands.stage,
        'timed' as outcome,
        published_bands.band_from,
        published_bands.band_to,
        sum(published_bands.alarms) as alarms
    from published_bands
    inner join years_of_months
        on
            published_bands.area_id = years_of_months.area_id
            and published_bands.stage = years_of_months.stage
            and {{ year_period_id('published_bands.period_start') }} = years_of_months.period_id
    where published_bands.period_type = 'M'
    group by all

),

tallied_in_order as (

    select
        tallied_bands.*,
        max(coalesce(tallied_bands.band_to, tallied_bands.band_from + 1)) over (
            partition by {{ keys }}
            order by tallied_bands.band_from
            rows between unbounded preceding and 1 preceding
        ) as end_before
    from tallied_bands

),

counted_series as (

    select distinct {{ keys }} from counted_bands
    where outcome = 'timed'

),

bands as (

    select
        {{ keys }},
        outcome,
        band_from,
        band_to,
        alarms,
        'police_alarms' as counted_from,
        false as is_overlapping
    from counted_bands

    union all

    select
        {%- for key in series %}
        tallied_in_order.{{ key }},
        {%- endfor %}
        tallied_in_order.outcome,
        tallied_in_order.band_from,
        tallied_in_order.band_to,
        tallied_in_order.alarms,
        'response_bands' as counted_from,
        -- Bands that overlap, of two forms of the same report, order no cases.
        coalesce(tallied_in_order.band_from < tallied_in_order.end_before, false) as is_overlapping
    from tallied_in_order
    left join counted_series on {{ same_columns('tallied_in_order', 'counted_series', series) }}
    where counted_series.area_id is null

),

counts as (

    select
        {{ keys }},
        max(counted_from) as counted_from,
        cast(sum(case when outcome = 'timed' then alarms else 0 end) as bigint) as alarms,
        {%- for outcome in ['not_recorded', 'before_call', 'over_a_day'] %}
        -- Published bands do not say how many calls they left out.
        case
            when max(counted_from) = 'police_alarms'
                then cast(sum(case when outcome = '{{ outcome }}' then alarms else 0 end) as bigint)
        end as {{ outcome }},
        {%- endfor %}
        {%- for limit in limits %}
        -- Not known where the limit lies within a band that holds any.
        case
            when
                not coalesce(
                    bool_or(band_from < {{ limit }} and coalesce(band_to > {{ limit }}, true) and alarms != 0), false
                )
                then cast(sum(case when band_to <= {{ limit }} then alarms else 0 end) as bigint)
        end as within_{{ limit }},
        {%- endfor %}
        coalesce(bool_or(is_overlapping), false) as has_overlap,
        coalesce(min(alarms) < 0, false) as has_negative
    from bands
    group by {{ keys }}

),

enough as (

    select
        bands.*,
        thresholds.z_95
    from bands
    inner join counts on {{ same_columns('bands', 'counts', series) }}
    cross join thresholds
    where
        bands.outcome = 'timed'
        and counts.alarms >= thresholds.minimum_sample
        and not counts.has_overlap
        and not counts.has_negative

),

quantiles as (

    {{ band_quantiles('enough', series, 'band_from', 'band_to', 'alarms', {'p50': 0.5, 'p90': 0.9}, 'bands.z_95') }}

),

complete_periods as (

    {{ covered_periods() }}

),

final as (

    select
        counts.*,
        {%- for quantile in ['p50', 'p90'] %}
        {%- for limit in ['', '_lower', '_upper', '_at_least'] %}
        quantiles.{{ quantile ~ limit }},
        {%- endfor %}
        {%- endfor %}
        case
            when counts.alarms = 0 then 'no_denominator'
            when counts.has_negative then 'negative_count'
            when counts.alarms < thresholds.minimum_sample then 'sample_too_small'
            when counts.has_overlap then 'not_comparable'
            else 'ok'
        end as quantile_status,
        counts.counted_from = 'response_bands' or complete_periods.period_id is not null as is_covered,
        counts.counted_from = 'response_bands' or coalesce(complete_periods.is_complete, false) as is_complete
    from counts
    left join quantiles on {{ same_columns('counts', 'quantiles', series) }}
    left join complete_periods
        on
            counts.period_type = complete_periods.period_type
            and counts.period_id = complete_periods.period_id
    cross join thresholds
    where {{ is_in_touched_years('counts.period_id', ['police_alarms', 'response_bands']) }}

)

select * from final
