{%- set series = ['area_id', 'kind', 'period_type'] -%}

with

disputes as (

    select * from {{ ref('int_area_disputes') }}

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

rated as (

    select
        disputes.*,
        periods.period_start,
        periods.period_end,
        thresholds.z_95,
        thresholds.minimum_sample,
        -- Months, one after the other; a streak of other periods says nothing.
        case
            when disputes.period_type = 'M'
                then cast(
                    extract(year from periods.period_start) * 12 + extract(month from periods.period_start) as integer
                )
        end as month_number,
        {{ share('disputes.resolved', 'disputes.accepted') }} as resolution_rate
    from disputes
    inner join periods
        on
            disputes.period_type = periods.period_type
            and disputes.period_id = periods.period_id
    cross join thresholds

),

with_states as (

    select
        rated.*,
        -- More resolved than accepted is no rate.
        case when rated.month_number is not null then rated.resolution_rate between 0.9 and 1 end as is_held
    from rated

),

with_runs as (

    {{ runs('with_states', series, 'month_number', 'is_held') }}

),

over_two_years as (

    select
        with_runs.*,
        case
            when with_runs.month_number is not null
                then min(with_runs.resolution_rate) over (
                    partition by {{ series | join(', ') }} order by with_runs.month_number
                    range between 23 preceding and current row
                )
        end as least_rate_24_months,
        case
            when with_runs.month_number is not null
                then count(with_runs.resolution_rate) over (
                    partition by {{ series | join(', ') }} order by with_runs.month_number
                    range between 23 preceding and current row
                )
        end as months_rated_24_months
    from with_runs

),

final as (

    select
        over_two_years.area_id,
        over_two_years.kind,
        over_two_years.period_type,
        over_two_years.period_id,
        over_two_years.period_start,
        over_two_years.period_end,
        over_two_years.accepted,
        over_two_years.resolved,
        over_two_years.resolved_on_time,
        over_two_years.settled_locally,
        over_two_years.reopened,
        over_two_years.open_at_end,
        over_two_years.resolution_rate,
        {{ wilson_lower('over_two_years.resolved', 'over_two_years.accepted', 'over_two_years.z_95') }}
            as resolution_rate_lower,
        {{ wilson_upper('over_two_years.resolved', 'over_two_years.accepted', 'over_two_years.z_95') }}
            as resolution_rate_upper,
        case
            when over_two_years.accepted = 0 then 'no_denominator'
            -- More resolved than accepted: some were accepted in another period.
            when {{ is_impossible_share('over_two_years.resolved', 'over_two_years.accepted') }} then 'not_comparable'
            when over_two_years.accepted < over_two_years.minimum_sample then 'count_too_small'
            else 'ok'
        end as resolution_rate_status,
        {%- for rate, numerator in {
            'on_time_rate': 'resolved_on_time', 'local_rate': 'settled_locally', 'reopened_rate': 'reopened',
        }.items() %}
        {{ share('over_two_years.' ~ numerator, 'over_two_years.resolved') }} as {{ rate }},
        {{ wilson_lower('over_two_years.' ~ numerator, 'over_two_years.resolved', 'over_two_years.z_95') }}
            as {{ rate }}_lower,
        {{ wilson_upper('over_two_years.' ~ numerator, 'over_two_years.resolved', 'over_two_years.z_95') }}
            as {{ rate }}_upper,
        {%- endfor %}
        over_two_years.least_rate_24_months,
        over_two_years.months_rated_24_months,
        case
            when over_two_years.is_held then over_two_years.run_length
            when not over_two_years.is_held then 0
        end as months_held,
        {{ method_version() }} as method_version,
        feed_dates.as_of
    from over_two_years
    left join feed_dates on feed_dates.feed = 'disputes'
    order by over_two_years.kind, over_two_years.period_type, over_two_years.period_start, over_two_years.area_id

)

select * from final
