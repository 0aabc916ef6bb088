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

final as (

    select
        area_id,
        category_id,
        period_id,
        period_start,
        is_complete,
        alarm_count,
        trend,
        seasonal,
        seasonally_adjusted,
        remainder,
        case
            when not is_complete then 'incomplete'
            when seasonal is null then 'sample_too_small'
            else 'ok'
        end as seasonal_status,
        {{ method_version() }} as method_version,
        as_of
    from decomposed
    order by area_id, category_id, period_start

)

select * from final
