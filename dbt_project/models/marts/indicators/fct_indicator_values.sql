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

backlog_measurements as (

    select * from {{ ref('int_measurements_backlog') }}

),

grassroots_measurements as (

    select * from {{ ref('int_measurements_grassroots') }}

),

response_measurements as (

    select * from {{ ref('int_measurements_response') }}

),

response_durations as (

    select * from {{ ref('int_durations_response') }}

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
    select * from backlog_measurements
    union all
    select * from grassroots_measurements
    union all
    select * from response_measurements
    union all
    select * from survey_measurements

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
            when indicators.value_kind = 'share' and measurements.denominator is null
                then 'sample_size_not_published'
            when indicators.value_kind = 'share' and measurements.denominator = 0 then 'no_denominator'
            -- More than all of them: shown as it is, without limits.
            when
                indicators.value_kind = 'share'
                and {{ is_impossible_share('measurements.numerator', 'measurements.denominator') }}
                then 'not_comparable'
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
    left join feed_dates on indicators.feed = feed_dates.feed
    cross join thresholds

),

-- A duration comes with the limits of its quantile: it is no quotient of two counts.
durations as (

    select * from response_durations

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

valued as (

    select
        judged.indicator_id,
        judged.area_id,
        judged.period_type,
        judged.period_id,
        case
            when judged.interval_status = 'sample_too_small' then cast(null as double)
            when judged.value_kind = 'count' then judged.numerator
            when judged.value_kind = 'rate' then judged.numerator / judged.denominator * judged.scale
            else coalesce(judged.published_share, judged.numerator / nullif(judged.denominator, 0))
        end as value,
        case when judged.interval_status != 'sample_too_small' then judged.numerator end as numerator,
        judged.denominator,
        case
            when judged.interval_status in ('sample_too_small', 'negative_count') then cast(null as double)
            when judged.value_kind = 'share'
                then {{ wilson_lower('judged.numerator', 'judged.denominator', 'judged.z_95') }}
            when judged.value_kind = 'rate'
                then {{ poisson_lower('judged.numerator', 'judged.z_95') }} / judged.denominator * judged.scale
            else {{ poisson_lower('judged.numerator', 'judged.z_95') }}
        end as lower,
        case
            when judged.interval_status in ('sample_too_small', 'negative_count') then cast(null as double)
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
        valued.interval_status = 'sample_too_small' as is_suppressed,
        case when valued.interval_status = 'sample_too_small' then valued.interval_status end as suppression_reason,
        valued.is_complete,
        valued.method_version,
        valued.as_of
    from valued
    inner join periods
        on
            valued.period_type = periods.period_type
            and valued.period_id = periods.period_id
    order by valued.indicator_id, valued.period_type, periods.period_start, valued.area_id

)

select * from final
