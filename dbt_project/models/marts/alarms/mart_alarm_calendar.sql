{#- Ten-day periods of the last two years, and what they are compared with: older ones stand in their months. -#}
{%- set shown_days = 731 -%}
{%- set counted_days = shown_days + 366 + 31 -%}

with

daily as (

    select * from {{ ref('int_alarms_daily') }}

),

monthly as (

    select * from {{ ref('int_area_alarms') }}

),

days as (

    select * from {{ ref('int_alarm_days') }}

),

calendar as (

    select * from {{ ref('dim_period') }}
    where period_type in ('T', 'CNY40', 'JF')

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
    where hierarchy = 'main' and level_number <= 2

),

population as (

    select * from {{ ref('int_area_population') }}

),

histories as (

    select * from {{ ref('int_alarm_histories') }}

),

thresholds as (

    select * from {{ ref('stg_thresholds') }}

),

feed_dates as (

    select * from {{ ref('int_feed_dates') }}
    where feed = 'police_alarms'

),

group_detail as (

    select distinct member_of_category_id as category_id from category_members

),

days_of_periods as (

    select
        calendar.period_id,
        days.calendar_date,
        days.is_complete
    from calendar
    inner join days on days.calendar_date between calendar.period_start and calendar.period_end
    cross join feed_dates
    where
        calendar.period_type = 'CNY40'
        or (calendar.period_type = 'T' and calendar.period_end > {{ add_days('feed_dates.as_of', -counted_days) }})

),

-- Days of months that were not collected, or do not tell their days, are not there: a period with some is incomplete.
periods_of_days as (

    select
        calendar.period_id,
        count(case when days_of_periods.is_complete then 1 end) as complete_days
    from calendar
    inner join days_of_periods on calendar.period_id = days_of_periods.period_id
    group by calendar.period_id

),

counts_by_place as (

    select
        daily.place_key,
        daily.category_id,
        days_of_periods.period_id,
        sum(daily.alarm_count) as alarm_count
    from daily
    inner join days_of_periods on daily.alarm_date = days_of_periods.calendar_date
    group by daily.place_key, daily.category_id, days_of_periods.period_id

),

counts_by_area as (

    {{ sum_to_areas('counts_by_place', ['period_id'], ['alarm_count']) }}

),

counts as (

    {{ sum_to_categories('counts_by_area', ['period_id'], ['alarm_count']) }}

),

-- Dense, as the months are.
from_days as (

    select
        areas.area_id,
        group_detail.category_id,
        calendar.period_id,
        coalesce(counts.alarm_count, 0) as alarm_count,
        periods_of_days.complete_days = calendar.days as is_complete
    from calendar
    inner join periods_of_days on calendar.period_id = periods_of_days.period_id
    inner join areas
        on
            calendar.period_end >= areas.bounds_from
            and calendar.period_start <= areas.bounds_to
    cross join group_detail
    left join counts
        on
            areas.area_id = counts.area_id
            and group_detail.category_id = counts.category_id
            and calendar.period_id = counts.period_id

),

-- January and February have their months: those need no days.
from_months as (

    select
        monthly.area_id,
        monthly.category_id,
        calendar.period_id,
        sum(monthly.alarm_count) as alarm_count,
        count(case when monthly.is_complete then 1 end) = 2 as is_complete
    from monthly
    inner join areas on monthly.area_id = areas.area_id
    inner join group_detail on monthly.category_id = group_detail.category_id
    inner join calendar
        on
            calendar.period_type = 'JF'
            and monthly.month between calendar.period_start and calendar.period_end
    where
        extract(month from monthly.month) <= 2
        and monthly.is_covered
    group by monthly.area_id, monthly.category_id, calendar.period_id

),

unioned as (

    select * from from_days
    union all
    select * from from_months

),

counted as (

    select
        unioned.area_id,
        unioned.category_id,
        calendar.period_type,
        calendar.period_id,
        calendar.period_start,
        calendar.period_end,
        calendar.days,
        calendar.year_ago_period_id,
        calendar.year_ago_cny_aligned,
        calendar.year_ago_leap_day_differs,
        calendar.year_ago_is_unusual,
        unioned.is_complete
        and calendar.period_start >= areas.bounds_from
        and calendar.period_end <= areas.bounds_to as is_complete,
        cast(unioned.alarm_count as bigint) as alarm_count,
        population.persons as population,
        areas.bounds_from,
        areas.bounds_to
    from unioned
    inner join calendar on unioned.period_id = calendar.period_id
    inner join areas on unioned.area_id = areas.area_id
    left join population
        on
            unioned.area_id = population.area_id
            and {{ month_start('calendar.period_end') }} = population.month

),

collected_periods as (

    select
        calendar.period_id,
        calendar.period_start,
        calendar.days,
        bool_or(unioned.is_complete) as is_complete
    from unioned
    inner join calendar on unioned.period_id = calendar.period_id
    group by calendar.period_id, calendar.period_start, calendar.days

),

compared as (

    select
        counted.*,
        histories.dispersion,
        year_ago_periods.period_start as year_ago_start,
        year_ago_periods.days as year_ago_days,
        year_ago_periods.is_complete as year_ago_is_complete,
        year_ago.alarm_count as year_ago_count,
        year_ago.population as year_ago_population,
        thresholds.z_95,
        feed_dates.as_of
    from counted
    -- Of a longer period the months before it began.
    left join histories
        on
            counted.area_id = histories.area_id
            and counted.category_id = histories.category_id
            and {{ month_start('counted.period_start') }} = histories.month
    left join collected_periods as year_ago_periods on counted.year_ago_period_id = year_ago_periods.period_id
    left join counted as year_ago
        on
            counted.area_id = year_ago.area_id
            and counted.category_id = year_ago.category_id
            and counted.year_ago_period_id = year_ago.period_id
    cross join thresholds
    cross join feed_dates
    where
        counted.period_type != 'T'
        or counted.period_end > {{ add_days('feed_dates.as_of', -shown_days) }}

),

scored as (

    select
        *,
        case
            when year_ago_period_id is null then 'not_comparable'
            when year_ago_is_complete is null then 'not_collected'
            when bounds_from > year_ago_start or bounds_to < period_end then 'area_redrawn'
            when not (year_ago_is_complete and is_complete) then 'incomplete'
            when least(alarm_count, year_ago_count) < 0 then 'negative_count'
            -- Forty days move with the festival, and the two months are what is read where it has moved.
            when period_type = 'T' and not year_ago_cny_aligned then 'festival_moved'
            when year_ago_count = 0 then 'zero_base'
            else 'ok'
        end as year_ago_status,
        case
            when population > 0 and year_ago_population > 0
                then {{ two_counts_z(
                    'alarm_count', 'days * population',
                    'year_ago_count', 'year_ago_days * year_ago_population',
                    'dispersion',
                ) }}
            else {{ two_counts_z('alarm_count', 'days', 'year_ago_count', 'year_ago_days', 'dispersion') }}
        end as score
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
        dispersion,
        year_ago_count,
        case when year_ago_status = 'ok' then {{ relative_change('alarm_count', 'year_ago_count') }} end
            as year_ago_change,
        case
            when year_ago_status = 'ok'
                then {{ relative_change(
                    double('alarm_count') ~ ' / days', double('year_ago_count') ~ ' / year_ago_days'
                ) }}
        end as year_ago_change_per_day,
        case when year_ago_status in ('ok', 'zero_base') then score end as year_ago_z,
        case when year_ago_status in ('ok', 'zero_base') then {{ verdict('score', 'z_95') }} end as year_ago_verdict,
        year_ago_status,
        year_ago_cny_aligned,
        year_ago_leap_day_differs,
        year_ago_is_unusual,
        {{ method_version('2') }} as method_version,
        as_of
    from scored
    order by area_id, category_id, period_type, period_start

)

select * from final
