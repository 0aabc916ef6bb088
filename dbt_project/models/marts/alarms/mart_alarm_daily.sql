{#- Days of the last year, each beside the year before: older ones stand in their months. The day as far from the
    festival may lie a month further back. -#}
{%- set shown_days = 366 -%}
{%- set counted_days = shown_days + 366 + 31 -%}
{%- set bases = ['year_ago', 'year_ago_week', 'year_ago_festival'] -%}

-- Single days scatter too much to be tested: no change, no verdict.
with

daily as (

    select * from {{ ref('int_alarms_daily') }}

),

days as (

    select * from {{ ref('int_alarm_days') }}

),

periods as (

    select * from {{ ref('int_calendar_periods') }}

),

dates as (

    select * from {{ ref('dim_date') }}

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

feed_dates as (

    select * from {{ ref('int_feed_dates') }}
    where feed = 'police_alarms'

),

group_detail as (

    select distinct member_of_category_id as category_id from category_members

),

-- With how many of the seven days before were collected.
counted_dates as (

    select
        days.calendar_date,
        days.is_complete,
        count(case when days.is_complete then 1 end) over (
            order by {{ days_between("cast('1970-01-01' as date)", 'days.calendar_date') }}
            range between 7 preceding and 1 preceding
        ) as days_before,
        days.calendar_date > {{ add_days('feed_dates.as_of', -shown_days) }} as is_shown,
        feed_dates.as_of
    from days
    cross join feed_dates
    where days.calendar_date > {{ add_days('feed_dates.as_of', -counted_days) }}

),

counted as (

    select daily.*
    from daily
    inner join counted_dates on daily.alarm_date = counted_dates.calendar_date

),

counts_by_area as (

    {{ sum_to_areas('counted', ['alarm_date'], ['alarm_count']) }}

),

counts as (

    {{ sum_to_categories('counts_by_area', ['alarm_date'], ['alarm_count']) }}

),

-- Dense, as the months are.
dense as (

    select
        areas.area_id,
        group_detail.category_id,
        counted_dates.calendar_date,
        counted_dates.is_complete,
        counted_dates.is_shown,
        counted_dates.as_of,
        counted_dates.days_before = 7
        and {{ add_days('counted_dates.calendar_date', -7) }} >= areas.bounds_from as has_week_before,
        cast(coalesce(counts.alarm_count, 0) as bigint) as alarm_count
    from counted_dates
    inner join areas
        on
            counted_dates.calendar_date >= areas.bounds_from
            and counted_dates.calendar_date <= areas.bounds_to
    cross join group_detail
    left join counts
        on
            areas.area_id = counts.area_id
            and group_detail.category_id = counts.category_id
            and counted_dates.calendar_date = counts.alarm_date

),

complete as (

    select * from dense
    where is_complete

),

-- Where all seven days before were collected, they are the seven rows before.
weeks_before as (

    select
        area_id,
        category_id,
        calendar_date,
        is_complete,
        is_shown,
        alarm_count,
        as_of,
        case when has_week_before then sum(alarm_count) over seven_days end as count_before
    from dense
    where calendar_date >= {{ add_days('as_of', -(shown_days + 7)) }}
    window seven_days as (
        partition by area_id, category_id
        order by calendar_date
        rows between 7 preceding and 1 preceding
    )

),

-- The days of the year before that a day may be set against; null where there is none.
base_dates as (

    select
        dates.calendar_date,
        dates.is_working_day,
        dates.cny_offset,
        year_ago.period_start as year_ago_date,
        -- 52 weeks before, or 53 where the year before has as many.
        case right(dates.iso_week_id, 3)
            {%- for days in [364, 371] %}
            when right({{ iso_week_id(add_days('dates.calendar_date', -days)) }}, 3)
                then {{ add_days('dates.calendar_date', -days) }}
            {%- endfor %}
        end as year_ago_week_date,
        {{ add_days(
            'year_ago_festivals.period_start', days_between('festivals.period_start', 'dates.calendar_date') ~ ' - 1'
        ) }} as year_ago_festival_date
    from dates
    inner join periods as own on own.period_type = 'D' and dates.calendar_date = own.period_start
    left join periods as year_ago on own.year_ago_period_id = year_ago.period_id
    left join periods as festivals
        on
            festivals.period_type = 'CNY40'
            and dates.calendar_date between festivals.period_start and festivals.period_end
    left join periods as year_ago_festivals on festivals.year_ago_period_id = year_ago_festivals.period_id

),

final as (

    select
        weeks_before.area_id,
        weeks_before.category_id,
        weeks_before.calendar_date,
        base_dates.is_working_day,
        base_dates.cny_offset,
        weeks_before.is_complete,
        weeks_before.alarm_count,
        {{ double('weeks_before.count_before') }} / 7 as previous_7_day_mean,
        {%- for base in bases %}
        {{ base }}.alarm_count as {{ base }}_count,
        {%- endfor %}
        {{ method_version() }} as method_version,
        weeks_before.as_of
    from weeks_before
    inner join base_dates on weeks_before.calendar_date = base_dates.calendar_date
    {%- for base in bases %}
    left join complete as {{ base }}
        on
            weeks_before.area_id = {{ base }}.area_id
            and weeks_before.category_id = {{ base }}.category_id
            and base_dates.{{ base }}_date = {{ base }}.calendar_date
    {%- endfor %}
    where weeks_before.is_shown
    order by weeks_before.area_id, weeks_before.category_id, weeks_before.calendar_date

)

select * from final
