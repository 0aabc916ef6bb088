with

periods as (

    select * from {{ ref('int_periods') }}
    where period_type = 'M'

),

festivals as (

    {{ spring_festivals() }}

),

numbers as (

    {{ whole_numbers(31) }}

),

days as (

    select {{ add_days('periods.period_start', 'numbers.number - 1') }} as calendar_date
    from periods
    inner join numbers on periods.days >= numbers.number

),

final as (

    select
        days.calendar_date,
        {{ iso_week_id('days.calendar_date') }} as iso_week_id,
        {{ week_start('days.calendar_date') }} as week_start,
        cast({{ days_between(week_start('days.calendar_date'), 'days.calendar_date') }} as integer) as day_of_week,
        cast(least(ceil(extract(day from days.calendar_date) / 10.0), 3) as integer) as ten_days_of_month,
        {{ period_id("'M'", 'days.calendar_date') }} as month_id,
        {{ period_id("'Q'", 'days.calendar_date') }} as quarter_id,
        {{ period_id("'H'", 'days.calendar_date') }} as half_id,
        cast(extract(year from days.calendar_date) as integer) as calendar_year,
        cast({{ days_between('festivals.first_day', 'days.calendar_date') }} - 1 as integer) as cny_offset,
        extract(month from days.calendar_date) = 2 and extract(day from days.calendar_date) = 29 as is_leap_day
    from days
    left join festivals on extract(year from days.calendar_date) = festivals.calendar_year
    order by days.calendar_date

)

select * from final
