with

periods as (

    select * from {{ ref('int_periods') }}

),

final as (

    select
        period_type,
        period_id,
        period_start,
        period_end,
        days,
        previous_period_id,
        year_ago_period_id,
        cny_days,
        year_ago_cny_aligned,
        year_ago_leap_day_differs
    from periods
    order by period_type, period_start

)

select * from final
