-- Each feed hands over a numerator and a denominator; value, limits and suppression follow from the kind of value, one
-- way for all.
with

indicators as (

    select * from {{ ref('stg_indicators') }}

),

alarm_measurements as (

    select * from {{ ref('int_measurements_alarms') }}

),

grid_event_measurements as (

    select * from {{ ref('int_measurements_grid_events') }}

),

survey_scores as (

    select * from {{ ref('mart_survey_score') }}

),

survey_measures as (

    select * from {{ ref('stg_survey_measures') }}

),

periods as (

    select * from {{ ref('int_periods') }}

),

areas as (

    select * from {{ ref('int_areas') }}

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

-- Where several measures answer one indicator, its value is that of the first.
first_measures as (

    select
        indicator_id,
        measure_id
    from survey_measures
    where indicator_id is not null
    qualify row_number() over (partition by indicator_id order by sort_order, measure_id) = 1

),

survey_measurements as (

    select
        first_measures.indicator_id,
        survey_scores.area_id,
        survey_scores.period_type,
        survey_scores.period_id,
        survey_scores.numerator,
        survey_scores.denominator,
        survey_scores.score as published_share,
        true as is_complete
    from survey_scores
    inner join first_measures on survey_scores.measure_id = first_measures.measure_id

),

measurements as (

    select * from alarm_measurements
    union all
    select * from grid_event_measurements
    union all
    select * from survey_measurements

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
            when
                indicators.value_kind = 'share'
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

{% set is_withheld = "judged.interval_status in ('sample_too_small', 'disclosure', 'complementary')" -%}
final as (

    select
        judged.indicator_id,
        judged.area_id,
        judged.period_type,
        judged.period_id,
        periods.period_start,
        periods.period_end,
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
        {{ is_withheld }} as is_suppressed,
        case when {{ is_withheld }} then judged.interval_status end as suppression_reason,
        judged.is_complete,
        judged.method_version,
        judged.as_of
    from judged
    inner join periods
        on
            judged.period_type = periods.period_type
            and judged.period_id = periods.period_id
    order by judged.indicator_id, judged.period_type, periods.period_start, judged.area_id

)

select * from final
