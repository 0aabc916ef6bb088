-- Every period that the years with data hold. A period is named by its last day, so that the one before and the one of
-- the year before are named by theirs.
with

coverage as (

    select * from {{ ref('stg_coverage') }}

),

alarms as (

    select * from {{ ref('int_alarms_monthly') }}

),

grid_events as (

    select * from {{ ref('int_grid_events_monthly') }}

),

tally_days as (

    select * from {{ ref('int_tally_days') }}

),

feed_dates as (

    select * from {{ ref('int_feed_dates') }}

),

city as (

    select * from {{ ref('stg_city') }}

),

festivals as (

    {{ spring_festivals() }}

),

days_with_data as (

    select month as day from coverage
    union all
    select event_month as day from alarms
    union all
    select event_month as day from grid_events
    union all
    select day from tally_days

),

years_with_data as (

    select
        min(extract(year from day)) as first_year,
        max(extract(year from day)) as last_year
    from days_with_data

),

numbers as (

    {{ whole_numbers(100) }}

),

years as (

    select cast(years_with_data.first_year + numbers.number - 1 as integer) as calendar_year
    from years_with_data
    cross join numbers
    where years_with_data.first_year + numbers.number - 1 <= years_with_data.last_year

),

-- A new one begins every `step` months and lasts `months`.
period_types as (

    select
        listed.period_type,
        cast(listed.step as integer) as step,
        cast(listed.months as integer) as months
    from (values ('M', 1, 1), ('Q', 3, 3), ('H', 6, 6), ('Y', 12, 12), ('R12M', 1, 12))
        as listed (period_type, step, months)

),

of_months as (

    select
        period_types.period_type,
        {{ add_months(
            'make_date(years.calendar_year, cast(numbers.number * period_types.step as integer), 1)',
            '1 - period_types.months'
        ) }} as period_start,
        last_day(make_date(years.calendar_year, cast(numbers.number * period_types.step as integer), 1)) as period_end
    from years
    cross join period_types
    cross join numbers
    where numbers.number <= 12 / period_types.step

),

of_months_and_before as (

    select
        period_type,
        period_start,
        period_end,
        {{ add_months('period_start', -12) }} as year_ago_start,
        last_day({{ add_months('period_end', -12) }}) as year_ago_end
    from of_months

),

week_ends as (

    select
        years.calendar_year,
        numbers.number as week,
        {{ iso_week_end('years.calendar_year', 'numbers.number') }} as sunday,
        {{ iso_week_end('years.calendar_year - 1', 'numbers.number') }} as year_ago_sunday
    from years
    cross join numbers
    where numbers.number <= 53

),

-- The week of the same number. A year without a 53rd week has nothing to compare with one.
weeks as (

    select
        sunday,
        case
            when extract(year from {{ add_days('year_ago_sunday', -3) }}) = calendar_year - 1 then year_ago_sunday
        end as year_ago_sunday
    from week_ends
    where extract(year from {{ add_days('sunday', -3) }}) = calendar_year

),

of_weeks_and_before as (

    select
        listed.period_type,
        {{ add_days('weeks.sunday', '1 - listed.days') }} as period_start,
        weeks.sunday as period_end,
        {{ add_days('weeks.year_ago_sunday', '1 - listed.days') }} as year_ago_start,
        weeks.year_ago_sunday as year_ago_end
    from weeks
    cross join (values ('W', 7), ('R28', 28)) as listed (period_type, days)

),

-- Calls are the feed that is counted by day. A last month that was collected whole is counted whole, though its last
-- days had no call.
cut_offs as (

    select
        case
            when max_by(coverage.is_complete, coverage.month) then last_day(max(coverage.month))
            else least(max(feed_dates.as_of), last_day(max(coverage.month)))
        end as cut_off
    from coverage
    inner join feed_dates on coverage.feed = feed_dates.feed
    where coverage.feed = 'police_alarms'

),

-- To the same day of the month in every year; 29 February becomes the 28th.
to_date_and_before as (

    select
        'YTD' as period_type,
        make_date(years.calendar_year, 1, 1) as period_start,
        {{ add_months('cut_offs.cut_off', '12 * (years.calendar_year - extract(year from cut_offs.cut_off))') }}
            as period_end,
        make_date(years.calendar_year - 1, 1, 1) as year_ago_start,
        {{ add_months('cut_offs.cut_off', '12 * (years.calendar_year - 1 - extract(year from cut_offs.cut_off))') }}
            as year_ago_end
    from years
    cross join cut_offs
    where years.calendar_year <= extract(year from cut_offs.cut_off)

),

days_of_month as (

    {{ whole_numbers(31) }}

),

-- 29 February has no day of the year before.
days_and_before as (

    select
        'D' as period_type,
        {{ add_days('of_months.period_start', 'days_of_month.number - 1') }} as period_start,
        {{ add_days('of_months.period_start', 'days_of_month.number - 1') }} as period_end,
        case
            when days_of_month.number <= {{ days_in_month(add_months('of_months.period_start', -12)) }}
                then {{ add_days(add_months('of_months.period_start', -12), 'days_of_month.number - 1') }}
        end as year_ago_start,
        case
            when days_of_month.number <= {{ days_in_month(add_months('of_months.period_start', -12)) }}
                then {{ add_days(add_months('of_months.period_start', -12), 'days_of_month.number - 1') }}
        end as year_ago_end
    from of_months
    inner join days_of_month on days_of_month.number <= {{ days_in_month('of_months.period_start') }}
    where of_months.period_type = 'M'

),

-- The last of a month has 8 to 11 days.
ten_days as (

    select
        of_months.period_start as month,
        {{ add_months('of_months.period_start', -12) }} as year_ago_month,
        parts.number,
        10 * (parts.number - 1) as days_before
    from of_months
    cross join (values (1), (2), (3)) as parts (number)
    where of_months.period_type = 'M'

),

ten_days_and_before as (

    select
        'T' as period_type,
        {{ add_days('month', 'days_before') }} as period_start,
        case when number = 3 then last_day(month) else {{ add_days('month', 'days_before + 9') }} end as period_end,
        {{ add_days('year_ago_month', 'days_before') }} as year_ago_start,
        case
            when number = 3 then last_day(year_ago_month) else {{ add_days('year_ago_month', 'days_before + 9') }}
        end as year_ago_end
    from ten_days

),

-- Where the festival empties the streets: its forty days of travel, and the two months of which it lies in one or the
-- other.
festival_spans as (

    select
        listed.period_type,
        festivals.calendar_year,
        case
            when listed.period_type = 'CNY40' then {{ add_days('festivals.first_day', -14) }}
            else make_date(festivals.calendar_year, 1, 1)
        end as period_start,
        case
            when listed.period_type = 'CNY40' then {{ add_days('festivals.first_day', 25) }}
            else last_day(make_date(festivals.calendar_year, 2, 1))
        end as period_end
    from festivals
    cross join (values ('CNY40'), ('JF')) as listed (period_type)
    cross join city
    where city.timezone in ({{ spring_festival_timezones() }})

),

festival_spans_and_before as (

    select
        spans.period_type,
        spans.period_start,
        spans.period_end,
        year_ago.period_start as year_ago_start,
        year_ago.period_end as year_ago_end
    from festival_spans as spans
    inner join years on spans.calendar_year = years.calendar_year
    left join festival_spans as year_ago
        on
            spans.period_type = year_ago.period_type
            and spans.calendar_year - 1 = year_ago.calendar_year

),

dated as (

    select * from of_months_and_before
    union all
    select * from of_weeks_and_before
    union all
    select * from to_date_and_before
    union all
    select * from days_and_before
    union all
    select * from ten_days_and_before
    union all
    select * from festival_spans_and_before

),

festival_days as (

    select
        dated.period_type,
        dated.period_end,
        sum({{ days_shared(
            'dated.period_start', 'dated.period_end', 'festivals.window_start', 'festivals.window_end'
        ) }}) as cny_days,
        sum({{ days_shared(
            'dated.year_ago_start', 'dated.year_ago_end', 'festivals.window_start', 'festivals.window_end'
        ) }}) as year_ago_cny_days
    from dated
    inner join festivals
        on
            dated.period_end >= festivals.window_start
            and coalesce(dated.year_ago_start, dated.period_start) <= festivals.window_end
    group by dated.period_type, dated.period_end

),

-- How far a period lies from the festival of its year, against the same a year before.
with_festivals as (

    select
        dated.*,
        city.timezone in ({{ spring_festival_timezones() }}) as keeps_festival,
        coalesce(festival_days.cny_days, 0) as cny_days,
        coalesce(festival_days.year_ago_cny_days, 0) as year_ago_cny_days,
        {{ days_between('festivals.first_day', 'dated.period_end') }}
        - {{ days_between('year_ago_festivals.first_day', 'dated.year_ago_end') }} as offset_change
    from dated
    cross join city
    left join festival_days
        on
            dated.period_type = festival_days.period_type
            and dated.period_end = festival_days.period_end
    left join festivals on extract(year from dated.period_end) = festivals.calendar_year
    left join festivals as year_ago_festivals
        on extract(year from dated.year_ago_end) = year_ago_festivals.calendar_year

),

final as (

    select
        period_type,
        {{ period_id('period_type', 'period_end') }} as period_id,
        period_start,
        period_end,
        cast({{ days_between('period_start', 'period_end') }} as integer) as days,
        case
            when period_type in ('YTD', 'CNY40', 'JF') then {{ period_id('period_type', 'year_ago_end') }}
            else {{ period_id('period_type', add_days('period_start', -1)) }}
        end as previous_period_id,
        {{ period_id('period_type', 'year_ago_end') }} as year_ago_period_id,
        case when keeps_festival then cast(cny_days as integer) end as cny_days,
        case
            when not keeps_festival or offset_change is null then cast(null as boolean)
            -- The festival moves between the two: read them together.
            when period_type = 'M' and extract(month from period_end) <= 2 then false
            when cny_days = year_ago_cny_days and cny_days % {{ spring_festival_days() }} = 0 then true
            else abs(offset_change) <= 3
        end as year_ago_cny_aligned,
        {{ has_leap_day('period_start', 'period_end') }} != {{ has_leap_day('year_ago_start', 'year_ago_end') }}
            as year_ago_leap_day_differs
    from with_festivals

)

select * from final
