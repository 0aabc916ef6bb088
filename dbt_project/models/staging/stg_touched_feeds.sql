-- The covered month before counts as touched: whether its last weeks are complete is told by what comes after it.
with

touched_periods as (

    select * from {{ source('raw', 'touched_periods') }}

),

coverage as (

    select * from {{ source('raw', 'coverage') }}

),

first_months as (

    select
        feed,
        min(month) as first_month
    from touched_periods
    group by feed

),

final as (

    select
        first_months.feed,
        coalesce(max(coverage.month), first_months.first_month) as first_day
    from first_months
    left join coverage
        on
            first_months.feed = coverage.feed
            and first_months.first_month > coverage.month
    group by first_months.feed, first_months.first_month

)

select * from final
