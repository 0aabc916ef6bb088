with

periods as (

    select * from {{ ref('int_calendar_periods') }}
    where period_type = 'D'

),

calendar_days as (

    select * from {{ ref('stg_calendar_days') }}

),

festivals as (

    {{ spring_festivals() }}

),

days as (

    select period_start as calendar_date from periods

),

final as (

    select
        days.calendar_date,
        {{ iso_week_id('days.calendar_date') }} as iso_week_id,
        {{ week_start('days.calendar_date') }} as week_start,
        cast({{ days_between(week_start('days.calendar_date'), 'days.calendar_date') }} as integer) as day_of_week,
        {{ ten_days_of_month('days.calendar_date') }} as ten_days_of_month,
        {{ period_id("'M'", 'days.calendar_date') }} as month_id,
        {{ period_id("'Q'", 'days.calendar_date') }} as quarter_id,
        {{ period_id("'H'", 'days.calendar_date') }} as half_id,
        cast(extract(year from days.calendar_date) as integer) as calendar_year,
        cast({{ days_between('festivals.first_day', 'days.calendar_date') }} - 1 as integer) as cny_offset,
        calendar_days.lunar_month,
        calendar_days.is_lunar_leap_month,
        extract(month from days.calendar_date) = 2 and extract(day from days.calendar_date) = 29 as is_leap_day,
        calendar_days.is_working_day,
        calendar_days.is_holiday,
        calendar_days.name_zh as holiday_name_zh,
        calendar_days.name_en as holiday_name_en,
        case
            when calendar_days.calendar_date is null then 'not_declared'
            when calendar_days.is_working_day is null then 'not_announced'
            else 'ok'
        end as working_day_status
    from days
    left join calendar_days on days.calendar_date = calendar_days.calendar_date
    left join festivals on extract(year from days.calendar_date) = festivals.calendar_year
    order by days.calendar_date

)

select * from final
