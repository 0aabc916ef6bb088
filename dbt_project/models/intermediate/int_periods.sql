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

survey_scores as (

    select * from {{ ref('stg_survey_scores') }}

),

reported_indicators as (

    select * from {{ ref('stg_reported_indicators') }}

),

days_with_data as (

    select month as day from coverage
    union all
    select event_month as day from alarms
    union all
    select event_month as day from grid_events
    union all
    select period_start as day from survey_scores
    union all
    select period_end as day from survey_scores
    union all
    select period_end as day from reported_indicators

),

years_with_data as (

    select
        min(extract(year from day)) as first_year,
        max(extract(year from day)) as last_year
    from days_with_data

),

digits as (

    select cast(listed.digit as integer) as digit
    from (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) as listed (digit)

),

years as (

    select cast(years_with_data.first_year + 10 * tens.digit + ones.digit as integer) as calendar_year
    from years_with_data
    cross join digits as tens
    cross join digits as ones
    where years_with_data.first_year + 10 * tens.digit + ones.digit <= years_with_data.last_year

),

period_types as (

    select
        listed.period_type,
        listed.prefix,
        cast(listed.months as integer) as months
    from (values ('M', '', 1), ('Q', 'Q', 3), ('H', 'H', 6), ('Y', '', 12))
        as listed (period_type, prefix, months)

),

numbered as (

    select
        years.calendar_year,
        period_types.period_type,
        period_types.prefix,
        period_types.months,
        10 * tens.digit + ones.digit as number_in_year
    from years
    cross join period_types
    cross join digits as tens
    cross join digits as ones
    where 10 * tens.digit + ones.digit between 1 and 12 / period_types.months

),

dated as (

    select
        period_type,
        prefix,
        months,
        make_date(calendar_year, cast((number_in_year - 1) * months + 1 as integer), 1) as period_start
    from numbered

),

final as (

    select
        period_type,
        {{ period_id('period_type', 'prefix', 'months', 'period_start') }} as period_id,
        period_start,
        {{ add_days(add_months('period_start', 'months'), -1) }} as period_end,
        cast({{ days_between('period_start', add_days(add_months('period_start', 'months'), -1)) }} as integer)
            as days,
        {{ period_id('period_type', 'prefix', 'months', add_months('period_start', '-months')) }}
            as previous_period_id,
        {{ period_id('period_type', 'prefix', 'months', add_months('period_start', -12)) }}
            as year_ago_period_id
    from dated

)

select * from final
