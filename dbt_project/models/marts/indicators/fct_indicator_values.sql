{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        on_schema_change='fail',
        pre_hook="{{ delete_since_touched('period_end', or_where=is_always_anew()) }}",
        post_hook="{{ note_cut_offs() }}",
        meta={'sorted_by': ['indicator_id', 'period_type', 'period_start', 'area_id']}
    )
}}

-- Each feed hands over a numerator and a denominator; value, limits and suppression follow from the kind of value, one
-- way for all.
with

indicators as (

    select * from {{ ref('stg_indicators') }}

),

areas as (

    select * from {{ ref('int_areas') }}

),

safety_index as (

    select * from {{ ref('mart_safety_index') }}

),

hotspots as (

    select * from {{ ref('mart_hotspot') }}
    where category_id = 'all' and class is not null

),

area_tree as (

    select * from {{ ref('int_area_tree') }}

),

-- By the 24 months that a year ends.
chronic_hotspots as (

    select
        indicators.indicator_id,
        areas.area_id,
        'Y' as period_type,
        {{ year_period_id('hotspots.month') }} as period_id,
        cast(count(case when hotspots.class = 'chronic' then 1 end) as double) as numerator,
        cast(count(*) as double) as denominator,
        cast(null as double) as published_share,
        bool_and(hotspots.is_complete) as is_complete
    from hotspots
    inner join area_tree on hotspots.area_id = area_tree.descendant_area_id
    inner join areas on area_tree.ancestor_area_id = areas.area_id
    inner join indicators on indicators.indicator_id = 'HP01' and indicators.feed is not null
    where
        extract(month from hotspots.month) = 12
        and areas.hierarchy = 'main'
        and areas.level_number <= 2
    group by indicators.indicator_id, areas.area_id, {{ year_period_id('hotspots.month') }}

),

all_measurements as (

    select * from {{ ref('int_indicator_measurements') }}
    union all
    select * from chronic_hotspots

),

alarm_changes as (

    select * from {{ ref('int_changes_alarms') }}

),

event_durations as (

    select * from {{ ref('int_durations_events') }}

),

response_durations as (

    select * from {{ ref('int_durations_response') }}

),

periods as (

    select
        *,
        {{ is_since_touched('period_end') }} as is_touched
    from {{ ref('int_periods') }}

),

categories as (

    select * from {{ ref('stg_categories') }}

),

sensitive_categories as (

    select * from {{ ref('int_sensitive_categories') }}
    where category_kind = 'alarm'

),

disclosure as (

    select * from {{ ref('int_area_disclosure') }}

),

thresholds as (

    select * from {{ ref('stg_thresholds') }}

),

feed_dates as (

    select * from {{ ref('int_feed_dates') }}

),

measurements as (

    select all_measurements.*
    from all_measurements
    inner join periods
        on
            all_measurements.period_type = periods.period_type
            and all_measurements.period_id = periods.period_id
    where periods.is_touched or {{ is_always_anew('all_measurements') }}

),

sensitive_indicators as (

    select
        indicators.indicator_id,
        indicators.category_id,
        categories.parent_category_id is not null as is_single_category
    from indicators
    inner join sensitive_categories on indicators.category_id = sensitive_categories.category_id
    left join categories
        on
            indicators.category_id = categories.category_id
            and categories.category_kind = 'alarm'
    where indicators.feed = 'police_alarms'

),

-- Below the district sensitive categories are shown by year and together only, and small counts of these not at all.
withheld as (

    select
        measurements.indicator_id,
        measurements.area_id,
        measurements.period_type,
        measurements.period_id,
        coalesce(disclosure.suppressed_by, 'disclosure') as suppressed_by
    from measurements
    inner join sensitive_indicators on measurements.indicator_id = sensitive_indicators.indicator_id
    inner join areas on measurements.area_id = areas.area_id
    left join disclosure
        on
            measurements.area_id = disclosure.area_id
            and sensitive_indicators.category_id = disclosure.category_id
            and measurements.period_type = 'Y'
            and measurements.period_id = {{ year_period_id('disclosure.year_start') }}
    where
        areas.level_number > 2
        and (
            measurements.period_type != 'Y'
            or sensitive_indicators.is_single_category
            or disclosure.suppressed_by is not null
        )

),

judged as (

    select
        measurements.*,
        indicators.value_kind,
        indicators.scale,
        indicators.method_version,
        thresholds.z_95,
        feed_dates.as_of,
        case
            when withheld.suppressed_by is not null then withheld.suppressed_by
            when indicators.value_kind = 'share' and measurements.denominator is null
                then 'sample_size_not_published'
            when indicators.value_kind = 'share' and measurements.denominator = 0 then 'no_denominator'
            -- More than all of them: shown as it is, without limits.
            when
                indicators.value_kind = 'share'
                and {{ is_impossible_share('measurements.numerator', 'measurements.denominator') }}
                then 'not_comparable'
            -- A minimum of 0 says that the denominator is a whole roster and no sample.
            when
                indicators.value_kind = 'share'
                and coalesce(indicators.minimum_base, 1) > 0
                and measurements.denominator < greatest(
                    thresholds.minimum_sample, coalesce(indicators.minimum_base, 0)
                )
                then 'sample_too_small'
            when indicators.value_kind = 'share' then 'ok'
            when measurements.numerator < 0 then 'negative_count'
            when indicators.value_kind = 'rate' and measurements.denominator is null then 'no_population'
            when
                indicators.value_kind = 'rate'
                and measurements.numerator < greatest(
                    thresholds.minimum_count, coalesce(indicators.minimum_base, 0)
                )
                then 'count_too_small'
            else 'ok'
        end as interval_status
    from measurements
    inner join indicators on measurements.indicator_id = indicators.indicator_id
    left join withheld
        on
            measurements.indicator_id = withheld.indicator_id
            and measurements.area_id = withheld.area_id
            and measurements.period_type = withheld.period_type
            and measurements.period_id = withheld.period_id
    left join feed_dates on indicators.feed = feed_dates.feed
    cross join thresholds

),

-- A duration comes with the limits of its quantile: it is no quotient of two counts.
durations as (

    select * from response_durations
    union all
    select * from event_durations

),

judged_durations as (

    select
        durations.*,
        indicators.scale,
        indicators.method_version,
        feed_dates.as_of,
        case
            when durations.cases = 0 then 'no_denominator'
            when durations.cases < greatest(thresholds.minimum_sample, coalesce(indicators.minimum_base, 0))
                then 'sample_too_small'
            -- Bands that were published may end before the quantile or overlap.
            when durations.seconds_lower is null or durations.seconds_upper is null then 'not_comparable'
            else 'ok'
        end as interval_status
    from durations
    inner join indicators on durations.indicator_id = indicators.indicator_id
    left join feed_dates on indicators.feed = feed_dates.feed
    cross join thresholds

),

-- What comes with its own limits and its own reason where it has no value.
estimates as (

    select
        alarm_changes.indicator_id,
        alarm_changes.area_id,
        alarm_changes.period_type,
        alarm_changes.period_id,
        alarm_changes.value,
        alarm_changes.numerator,
        alarm_changes.denominator,
        alarm_changes.lower,
        alarm_changes.upper,
        alarm_changes.interval_status,
        alarm_changes.is_complete,
        indicators.method_version,
        feed_dates.as_of
    from alarm_changes
    inner join indicators on alarm_changes.indicator_id = indicators.indicator_id
    left join feed_dates on indicators.feed = feed_dates.feed

    union all

    select
        indicators.indicator_id,
        safety_index.area_id,
        'M' as period_type,
        safety_index.period_id,
        safety_index.index_value as value,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        safety_index.index_lower as lower,
        safety_index.index_upper as upper,
        safety_index.index_status as interval_status,
        safety_index.is_complete,
        indicators.method_version,
        safety_index.as_of
    from safety_index
    inner join indicators on indicators.indicator_id = 'IX01' and indicators.feed is not null

),

{% set is_withheld = "judged.interval_status in ('sample_too_small', 'disclosure', 'complementary')" -%}
valued as (

    select
        judged.indicator_id,
        judged.area_id,
        judged.period_type,
        judged.period_id,
        case
            when {{ is_withheld }} then cast(null as double)
            when judged.value_kind = 'count' then judged.numerator
            when judged.value_kind = 'rate' then judged.numerator / judged.denominator * judged.scale
            else coalesce(judged.published_share, judged.numerator / nullif(judged.denominator, 0))
        end as value,
        case when not {{ is_withheld }} then judged.numerator end as numerator,
        judged.denominator,
        case
            when {{ is_withheld }} or judged.interval_status = 'negative_count' then cast(null as double)
            when judged.value_kind = 'share'
                then {{ wilson_lower('judged.numerator', 'judged.denominator', 'judged.z_95') }}
            when judged.value_kind = 'rate'
                then {{ poisson_lower('judged.numerator', 'judged.z_95') }} / judged.denominator * judged.scale
            else {{ poisson_lower('judged.numerator', 'judged.z_95') }}
        end as lower,
        case
            when {{ is_withheld }} or judged.interval_status = 'negative_count' then cast(null as double)
            when judged.value_kind = 'share'
                then {{ wilson_upper('judged.numerator', 'judged.denominator', 'judged.z_95') }}
            when judged.value_kind = 'rate'
                then {{ poisson_upper('judged.numerator', 'judged.z_95') }} / judged.denominator * judged.scale
            else {{ poisson_upper('judged.numerator', 'judged.z_95') }}
        end as upper,
        judged.interval_status,
        judged.is_complete,
        judged.method_version,
        judged.as_of
    from judged

    union all

    select
        indicator_id,
        area_id,
        period_type,
        period_id,
        case when interval_status != 'sample_too_small' then seconds / scale end as value,
        cast(null as double) as numerator,
        cases as denominator,
        case when interval_status != 'sample_too_small' then seconds_lower / scale end as lower,
        case when interval_status != 'sample_too_small' then seconds_upper / scale end as upper,
        interval_status,
        is_complete,
        method_version,
        as_of
    from judged_durations

    union all

    select * from estimates

),

final as (

    select
        valued.indicator_id,
        valued.area_id,
        valued.period_type,
        valued.period_id,
        periods.period_start,
        periods.period_end,
        valued.value,
        valued.numerator,
        valued.denominator,
        valued.lower,
        valued.upper,
        valued.interval_status,
        {{ is_withheld | replace('judged', 'valued') }} as is_suppressed,
        case when {{ is_withheld | replace('judged', 'valued') }} then valued.interval_status end as suppression_reason,
        valued.is_complete,
        valued.method_version,
        valued.as_of
    from valued
    inner join periods
        on
            valued.period_type = periods.period_type
            and valued.period_id = periods.period_id
    where periods.is_touched or {{ is_always_anew('valued') }}

)

select * from final
