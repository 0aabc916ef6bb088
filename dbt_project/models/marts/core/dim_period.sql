with

periods as (

    select * from {{ ref('int_calendar_periods') }}

),

unusual_periods as (

    select * from {{ ref('stg_unusual_periods') }}

),

unusual as (

    select
        periods.period_id,
        {{ joined_words('unusual_periods.reason_zh', '；') }} as reason_zh,
        {{ joined_words('unusual_periods.reason_en', '; ') }} as reason_en
    from periods
    inner join unusual_periods
        on
            periods.period_start <= unusual_periods.ends_on
            and periods.period_end >= unusual_periods.starts_on
    group by periods.period_id

),

final as (

    select
        periods.period_type,
        periods.period_id,
        periods.period_start,
        periods.period_end,
        periods.days,
        periods.previous_period_id,
        periods.year_ago_period_id,
        periods.cny_days,
        periods.year_ago_cny_aligned,
        periods.year_ago_leap_day_differs,
        unusual.period_id is not null as is_unusual,
        unusual.reason_zh as unusual_reason_zh,
        unusual.reason_en as unusual_reason_en,
        case when periods.year_ago_period_id is not null then year_ago.period_id is not null end as year_ago_is_unusual,
        year_ago.reason_zh as year_ago_unusual_reason_zh,
        year_ago.reason_en as year_ago_unusual_reason_en
    from periods
    left join unusual on periods.period_id = unusual.period_id
    left join unusual as year_ago on periods.year_ago_period_id = year_ago.period_id
    order by periods.period_type, periods.period_start

)

select * from final
