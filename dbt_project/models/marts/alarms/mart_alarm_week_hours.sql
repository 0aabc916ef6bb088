{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        on_schema_change='fail',
        pre_hook="{{ delete_since_touched('period_end', ['police_alarms'], or_where=\"period_type = 'R12M'\") }}",
        post_hook="{{ note_cut_off('police_alarms') }}",
        meta={'sorted_by': ['area_id', 'category_id', 'period_type', 'period_start', 'day_of_week', 'hour_of_day']}
    )
}}

-- How many calls come in an hour of a day of the week, over years and the last 12 months. Calls and days are of the
-- same months: those collected whole, whose calls all tell their day, and in which the area had its bounds throughout.
with

alarms as (

    select * from {{ ref('int_alarms_week_hours') }}

),

monthly as (

    select * from {{ ref('int_area_alarms') }}

),

days as (

    select * from {{ ref('int_alarm_days') }}

),

periods as (

    select * from {{ ref('int_alarm_periods') }}
    where period_type = 'R12M' or (period_type = 'Y' and {{ is_since_touched('period_end', ['police_alarms']) }})
    qualify
        period_type = 'Y'
        or period_end = max(case when period_type = 'R12M' and is_complete then period_end end) over ()

),

place_areas as (

    select * from {{ ref('int_place_areas') }}

),

category_members as (

    select * from {{ ref('int_category_members') }}
    where category_kind = 'alarm' and is_in_group_detail

),

areas as (

    select * from {{ ref('int_areas') }}
    where hierarchy = 'main' and level_number <= 3

),

sensitive_categories as (

    select * from {{ ref('int_sensitive_categories') }}
    where category_kind = 'alarm'

),

first_levels as (

    select * from {{ ref('stg_categories') }}
    where category_kind = 'alarm' and category_level = 1

),

thresholds as (

    select * from {{ ref('stg_thresholds') }}

),

feed_dates as (

    select * from {{ ref('int_feed_dates') }}
    where feed = 'police_alarms'

),

weekdays as (

    select
        {{ month_start('calendar_date') }} as month,
        cast({{ days_between(week_start('calendar_date'), 'calendar_date') }} as integer) as day_of_week,
        count(*) as days,
        count(case when is_complete then 1 end) as complete_days
    from days
    group by
        {{ month_start('calendar_date') }},
        cast({{ days_between(week_start('calendar_date'), 'calendar_date') }} as integer)

),

whole_months as (

    select month
    from weekdays
    group by month
    having sum(complete_days) = {{ days_in_month('month') }}

),

-- Which months of a period an area's calls and days are counted in.
area_months as (

    select
        areas.area_id,
        periods.period_id,
        periods.months,
        whole_months.month
    from periods
    inner join whole_months on whole_months.month between periods.period_start and periods.period_end
    inner join areas
        on
            whole_months.month >= areas.bounds_from
            and last_day(whole_months.month) <= areas.bounds_to

),

area_days as (

    select
        area_months.area_id,
        area_months.period_id,
        weekdays.day_of_week,
        sum(weekdays.days) as days,
        count(*) = max(area_months.months) as is_complete
    from area_months
    inner join weekdays on area_months.month = weekdays.month
    group by area_months.area_id, area_months.period_id, weekdays.day_of_week

),

counted as (

    select * from alarms
    where event_month in (select area_months.month from area_months)

),

counts_by_area as (

    {{ sum_to_areas('counted', ['event_month', 'day_of_week', 'hour_of_day'], ['alarm_count']) }}

),

counts_by_period as (

    select
        counts_by_area.area_id,
        counts_by_area.category_id,
        area_months.period_id,
        counts_by_area.day_of_week,
        counts_by_area.hour_of_day,
        sum(counts_by_area.alarm_count) as alarm_count
    from counts_by_area
    inner join area_months
        on
            counts_by_area.area_id = area_months.area_id
            and counts_by_area.event_month = area_months.month
    group by
        counts_by_area.area_id,
        counts_by_area.category_id,
        area_months.period_id,
        counts_by_area.day_of_week,
        counts_by_area.hour_of_day

),

counts as (

    {{ sum_to_categories('counts_by_period', ['period_id', 'day_of_week', 'hour_of_day'], ['alarm_count']) }}

),

totals as (

    select
        monthly.area_id,
        monthly.category_id,
        area_months.period_id,
        sum(monthly.alarm_count) as total_count
    from monthly
    inner join area_months
        on
            monthly.area_id = area_months.area_id
            and monthly.month = area_months.month
    group by monthly.area_id, monthly.category_id, area_months.period_id

),

known as (

    select
        *,
        sum(alarm_count) over (partition by area_id, category_id, period_id) as known_count
    from counts

),

-- An hour is finer than the year by which sensitive categories are shown below the district. Where one of the
-- first-level categories is sensitive none of them is shown there: the whole less the others would tell it.
withheld_below as (

    select category_id
    from sensitive_categories

    union

    select first_levels.category_id
    from first_levels
    where exists (
        select 1
        from first_levels as others
        inner join sensitive_categories on others.category_id = sensitive_categories.category_id
    )

),

judged as (

    select
        known.*,
        periods.period_type,
        periods.period_start,
        periods.period_end,
        area_days.days,
        area_days.is_complete,
        totals.total_count,
        case when known.alarm_count < 0 then 'negative_count' else 'ok' end as hour_status,
        thresholds.z_95,
        feed_dates.as_of
    from known
    inner join periods on known.period_id = periods.period_id
    inner join areas on known.area_id = areas.area_id
    inner join area_days
        on
            known.area_id = area_days.area_id
            and known.period_id = area_days.period_id
            and known.day_of_week = area_days.day_of_week
    inner join totals
        on
            known.area_id = totals.area_id
            and known.category_id = totals.category_id
            and known.period_id = totals.period_id
    left join withheld_below on known.category_id = withheld_below.category_id
    cross join thresholds
    cross join feed_dates
    where areas.level_number <= 2 or withheld_below.category_id is null

),

final as (

    select
        area_id,
        category_id,
        period_type,
        period_id,
        period_start,
        period_end,
        is_complete,
        day_of_week,
        hour_of_day,
        cast(alarm_count as bigint) as alarm_count,
        cast(days as bigint) as days,
        case when hour_status = 'ok' then {{ rate('alarm_count', 'days', 1) }} end as calls_per_hour,
        case when hour_status = 'ok' then {{ rate_lower('alarm_count', 'days', 1, 'z_95') }} end as calls_lower,
        case when hour_status = 'ok' then {{ rate_upper('alarm_count', 'days', 1, 'z_95') }} end as calls_upper,
        cast(known_count as bigint) as known_count,
        cast(total_count as bigint) as total_count,
        hour_status,
        {{ method_version() }} as method_version,
        as_of
    from judged

)

select * from final
