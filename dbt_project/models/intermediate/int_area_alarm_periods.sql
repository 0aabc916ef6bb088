{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        on_schema_change='fail',
        pre_hook="{{ delete_since_touched('period_end', ['police_alarms'], or_where=\"period_type = 'YTD'\") }}"
    )
}}

-- Calls of an area by category over periods of every type. Months and years go down to the lowest level. Quarters and
-- halves go to the third; weeks, rolling periods and years to date go there in the main hierarchy, by groups and
-- first-level categories.
with

monthly as (

    select * from {{ ref('int_area_alarms') }}

),

weekly as (

    select * from {{ ref('int_alarms_weekly') }}
    -- Four weeks end on the Sunday of the last.
    where {{ is_since_touched('week_start', ['police_alarms'], months_before=1) }}

),

daily as (

    select * from {{ ref('int_alarms_daily') }}

),

periods as (

    select * from {{ ref('int_alarm_periods') }}
    where {{ is_since_touched('period_end', ['police_alarms']) }} or period_type = 'YTD'

),

calendar as (

    select * from {{ ref('int_periods') }}

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

),

population as (

    select * from {{ ref('int_area_population') }}

),

months as (

    select * from calendar
    where period_type = 'M'

),

group_detail as (

    select distinct member_of_category_id as category_id from category_members

),

upper_areas as (

    select * from areas
    where hierarchy = 'main' and level_number <= 3

),

-- Which months a longer period adds up.
period_months as (

    select
        periods.period_type,
        periods.period_id,
        periods.months,
        months.period_start as month
    from periods
    inner join months
        on
            periods.period_start <= months.period_start
            and periods.period_end >= months.period_end
    where periods.period_type in ('Q', 'H', 'Y', 'R12M', 'YTD')

),

from_months as (

    select
        monthly.area_id,
        monthly.category_id,
        period_months.period_type,
        period_months.period_id,
        sum(monthly.alarm_count) as alarm_count,
        sum(monthly.call_count) as call_count,
        max_by(monthly.population, monthly.month) as population,
        max_by(monthly.population_year, monthly.month) as population_year,
        max_by(monthly.population_is_projection, monthly.month) as population_is_projection,
        count(case when monthly.is_complete then 1 end) = max(period_months.months) as is_complete
    from monthly
    inner join areas on monthly.area_id = areas.area_id
    inner join period_months on monthly.month = period_months.month
    left join upper_areas on monthly.area_id = upper_areas.area_id
    left join group_detail on monthly.category_id = group_detail.category_id
    where
        period_months.period_type = 'Y'
        or (period_months.period_type in ('Q', 'H') and areas.level_number <= 3)
        or (upper_areas.area_id is not null and group_detail.category_id is not null)
    group by monthly.area_id, monthly.category_id, period_months.period_type, period_months.period_id

),

weeks_by_area as (

    {{ sum_to_areas('weekly', ['week_start'], ['alarm_count', 'call_count'], areas='upper_areas') }}

),

weeks as (

    {{ sum_to_categories('weeks_by_area', ['week_start'], ['alarm_count', 'call_count']) }}

),

numbers as (

    {{ whole_numbers(4) }}

),

week_periods as (

    select
        periods.period_type,
        periods.period_id,
        {{ add_days('periods.period_start', '7 * (numbers.number - 1)') }} as week_start
    from periods
    cross join numbers
    where
        periods.period_type in ('W', 'R28')
        and 7 * numbers.number <= periods.days

),

from_weeks as (

    select
        weeks.area_id,
        weeks.category_id,
        week_periods.period_type,
        week_periods.period_id,
        sum(weeks.alarm_count) as alarm_count,
        sum(weeks.call_count) as call_count
    from weeks
    inner join week_periods on weeks.week_start = week_periods.week_start
    group by weeks.area_id, weeks.category_id, week_periods.period_type, week_periods.period_id

),

-- The last month of a year to date, where it is cut within.
days_of_cut_months as (

    select
        daily.place_key,
        daily.category_id,
        periods.period_type,
        periods.period_id,
        daily.alarm_count,
        daily.call_count
    from periods
    inner join daily
        on
            {{ month_start('periods.period_end') }} = daily.event_month
            and periods.period_end >= daily.alarm_date
    where
        periods.period_type = 'YTD'
        and periods.period_end < last_day(periods.period_end)

),

cut_months_by_area as (

    {{ sum_to_areas(
        'days_of_cut_months', ['period_type', 'period_id'], ['alarm_count', 'call_count'], areas='upper_areas'
    ) }}

),

from_days as (

    {{ sum_to_categories('cut_months_by_area', ['period_type', 'period_id'], ['alarm_count', 'call_count']) }}

),

counted_in_parts as (

    select * from from_weeks
    union all
    select * from from_days
    union all
    select
        area_id,
        category_id,
        period_type,
        period_id,
        alarm_count,
        call_count
    from from_months
    where period_type = 'YTD'

),

counted as (

    select
        area_id,
        category_id,
        period_id,
        sum(alarm_count) as alarm_count,
        sum(call_count) as call_count
    from counted_in_parts
    group by area_id, category_id, period_id

),

-- Dense, as the months are.
from_days_and_weeks as (

    select
        upper_areas.area_id,
        group_detail.category_id,
        periods.period_type,
        periods.period_id,
        coalesce(counted.alarm_count, 0) as alarm_count,
        coalesce(counted.call_count, 0) as call_count,
        population.persons as population,
        population.population_year,
        population.is_projection as population_is_projection,
        periods.is_complete
        and periods.period_start >= upper_areas.bounds_from
        and periods.period_end <= upper_areas.bounds_to as is_complete
    from periods
    inner join upper_areas
        on
            periods.period_end >= upper_areas.bounds_from
            and periods.period_start <= upper_areas.bounds_to
    cross join group_detail
    left join counted
        on
            upper_areas.area_id = counted.area_id
            and group_detail.category_id = counted.category_id
            and periods.period_id = counted.period_id
    left join population
        on
            upper_areas.area_id = population.area_id
            and {{ month_start('periods.period_end') }} = population.month
    where periods.period_type in ('W', 'R28', 'YTD')

),

unioned as (

    select
        area_id,
        category_id,
        'M' as period_type,
        {{ month_period_id('month') }} as period_id,
        alarm_count,
        call_count,
        population,
        population_year,
        population_is_projection,
        is_covered as is_collected,
        is_complete
    from monthly
    where {{ is_since_touched('month', ['police_alarms']) }}

    union all

    select
        area_id,
        category_id,
        period_type,
        period_id,
        alarm_count,
        call_count,
        population,
        population_year,
        population_is_projection,
        true as is_collected,
        is_complete
    from from_months
    where period_type != 'YTD'

    union all

    select
        area_id,
        category_id,
        period_type,
        period_id,
        alarm_count,
        call_count,
        population,
        population_year,
        population_is_projection,
        true as is_collected,
        is_complete
    from from_days_and_weeks

),

final as (

    select
        unioned.area_id,
        unioned.category_id,
        unioned.period_type,
        unioned.period_id,
        calendar.period_start,
        calendar.period_end,
        calendar.days,
        cast(unioned.alarm_count as bigint) as alarm_count,
        cast(unioned.call_count as bigint) as call_count,
        unioned.population,
        unioned.population_year,
        unioned.population_is_projection,
        unioned.is_collected,
        unioned.is_complete
    from unioned
    inner join calendar on unioned.period_id = calendar.period_id

)

select * from final
