{{ config(materialized='view') }}

-- Calls of the year to date against those of the year before to the same day, per day. Limits are those of a ratio of
-- two counts, widened by how much the months of the area scattered; none where Spring Festival lies within the days
-- of one year only.
with

indicators as (

    select * from {{ ref('stg_indicators') }}
    where feed = 'police_alarms' and value_kind = 'change'

),

counts as (

    select * from {{ ref('int_area_alarm_periods') }}
    where period_type = 'YTD' and is_collected

),

histories as (

    select * from {{ ref('int_alarm_histories') }}

),

periods as (

    select * from {{ ref('int_periods') }}

),

areas as (

    select * from {{ ref('int_areas') }}

),

thresholds as (

    select * from {{ ref('stg_thresholds') }}

),

compared as (

    select
        indicators.indicator_id,
        indicators.minimum_base,
        counts.area_id,
        counts.period_type,
        counts.period_id,
        counts.alarm_count,
        counts.days,
        previous.alarm_count as previous_count,
        previous.days as previous_days,
        areas.bounds_from > previous.period_start or areas.bounds_to < counts.period_end as is_redrawn,
        counts.is_complete and previous.is_complete as is_complete,
        periods.year_ago_cny_aligned,
        thresholds.z_95 * {{ dispersion_root('histories.dispersion') }} as z
    from counts
    inner join indicators on counts.category_id = indicators.category_id
    inner join areas on counts.area_id = areas.area_id
    inner join periods on counts.period_id = periods.period_id
    -- Without the year before there is nothing to compare with, and no row.
    inner join counts as previous
        on
            counts.area_id = previous.area_id
            and counts.category_id = previous.category_id
            and periods.year_ago_period_id = previous.period_id
    left join histories
        on
            counts.area_id = histories.area_id
            and counts.category_id = histories.category_id
            and counts.period_start = histories.month
    cross join thresholds

),

judged as (

    select
        *,
        case
            when is_redrawn then 'area_redrawn'
            when least(alarm_count, previous_count) < 0 then 'negative_count'
            when previous_count = 0 then 'zero_base'
            when not year_ago_cny_aligned then 'festival_moved'
            when least(alarm_count, previous_count) < minimum_base then 'count_too_small'
            else 'ok'
        end as interval_status
    from compared

),

{% set counts = ['alarm_count', 'days', 'previous_count', 'previous_days'] -%}
changes as (

    select
        indicator_id,
        area_id,
        period_type,
        period_id,
        case
            when interval_status in ('ok', 'count_too_small', 'festival_moved')
                then {{ relative_change(
                    double('alarm_count') ~ ' / days', double('previous_count') ~ ' / previous_days'
                ) }}
        end as value,
        cast(alarm_count as double) as numerator,
        cast(previous_count as double) as denominator,
        case
            -- None is a fall by all: the ratio has half a call there, which would put its limit above.
            when interval_status in ('ok', 'count_too_small') and alarm_count = 0 then -1.0
            when interval_status in ('ok', 'count_too_small') then {{ rate_ratio_lower(*counts, z='z') }} - 1
        end as lower,
        case
            when interval_status in ('ok', 'count_too_small') then {{ rate_ratio_upper(*counts, z='z') }} - 1
        end as upper,
        interval_status,
        is_complete
    from judged

)

select * from changes
