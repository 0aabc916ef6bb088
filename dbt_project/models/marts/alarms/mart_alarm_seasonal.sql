with

months as (

    select * from {{ ref('mart_alarm_trend') }}
    where period_type = 'M'

),

areas as (

    select * from {{ ref('int_areas') }}
    where hierarchy = 'main' and level_number <= 3

),

category_members as (

    select * from {{ ref('int_category_members') }}
    where category_kind = 'alarm' and is_in_group_detail

),

stl_parts as (

    select * from {{ ref('int_alarm_seasonal_parts') }}

),

group_detail as (

    select distinct member_of_category_id as category_id from category_members

),

-- A month in part is a gap, not a low.
series as (

    select
        months.area_id,
        months.category_id,
        months.period_id,
        months.period_start,
        months.is_complete,
        months.alarm_count,
        12 * extract(year from months.period_start) + extract(month from months.period_start) as month_number,
        extract(month from months.period_start) as month_of_year,
        case when months.is_complete then months.alarm_count end as complete_count,
        months.as_of
    from months
    inner join areas on months.area_id = areas.area_id
    inner join group_detail on months.category_id = group_detail.category_id

),

decomposed as (

    {{ classical_decomposition(
        'series', ['area_id', 'category_id'], 'month_number', 'month_of_year', 'complete_count'
    ) }}

),

-- The same every year, so that a month that came since the series were fitted has its season, too.
stl_seasons as (

    select
        area_id,
        category_id,
        extract(month from month) as month_of_year,
        max_by(seasonal, month) as seasonal
    from stl_parts
    group by area_id, category_id, extract(month from month)

),

final as (

    select
        decomposed.area_id,
        decomposed.category_id,
        decomposed.period_id,
        decomposed.period_start,
        decomposed.is_complete,
        decomposed.alarm_count,
        decomposed.trend,
        decomposed.seasonal,
        decomposed.seasonally_adjusted,
        decomposed.remainder,
        case
            when not decomposed.is_complete then 'incomplete'
            when decomposed.seasonal is null then 'sample_too_small'
            else 'ok'
        end as seasonal_status,
        stl_parts.trend as stl_trend,
        stl_seasons.seasonal as stl_seasonal,
        decomposed.complete_count - stl_seasons.seasonal as stl_seasonally_adjusted,
        decomposed.complete_count - stl_parts.trend - stl_seasons.seasonal as stl_remainder,
        case
            when not decomposed.is_complete then 'incomplete'
            when stl_seasons.seasonal is null then 'sample_too_small'
            else 'ok'
        end as stl_status,
        {{ method_version() }} as method_version,
        decomposed.as_of
    from decomposed
    left join stl_parts
        on
            decomposed.area_id = stl_parts.area_id
            and decomposed.category_id = stl_parts.category_id
            and decomposed.period_start = stl_parts.month
    left join stl_seasons
        on
            decomposed.area_id = stl_seasons.area_id
            and decomposed.category_id = stl_seasons.category_id
            and decomposed.month_of_year = stl_seasons.month_of_year
    order by decomposed.area_id, decomposed.category_id, decomposed.period_start

)

select * from final
