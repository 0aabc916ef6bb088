{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        on_schema_change='fail',
        pre_hook="{{ delete_since_touched('month', ['police_alarms']) }}",
        post_hook="{{ note_cut_off('police_alarms') }}",
        meta={'sorted_by': ['area_id', 'category_id', 'month']}
    )
}}
{#- Months that a class is judged by, and those of the threshold. -#}
{%- set judged_months = 24 -%}
{%- set threshold_months = 12 -%}
{%- set quiet_months = 6 -%}
{%- set months_before = judged_months + quiet_months + threshold_months -%}

with

alarms as (

    select * from {{ ref('int_area_alarms') }}
    where
        is_covered
        and {{ is_since_touched('month', ['police_alarms'], months_before=months_before) }}

),

finest_areas as (

    select * from {{ ref('int_finest_areas') }}

),

areas as (

    select * from {{ ref('int_areas') }}

),

group_names as (

    select * from {{ ref('stg_category_group_names') }}
    where category_kind = 'alarm'

),

sensitive_categories as (

    select * from {{ ref('int_sensitive_categories') }}
    where category_kind = 'alarm'

),

feed_dates as (

    select * from {{ ref('int_feed_dates') }}

),

-- The whole and the groups. Months of sensitive categories are not shown below the district.
categories as (

    select 'all' as category_id

    union all

    select group_names.group_id as category_id
    from group_names
    left join sensitive_categories on group_names.group_id = sensitive_categories.category_id
    where sensitive_categories.category_id is null

),

city_calls as (

    select
        alarms.category_id,
        alarms.month,
        {{ add_months('alarms.month', -11) }} as first_of_12_months,
        sum(alarms.alarm_count) over (
            partition by alarms.category_id
            order by extract(year from alarms.month) * 12 + extract(month from alarms.month)
            range between 11 preceding and current row
        ) as city_calls_12_months,
        count(*) over (
            partition by alarms.category_id
            order by extract(year from alarms.month) * 12 + extract(month from alarms.month)
            range between 11 preceding and current row
        ) as covered_of_12_months
    from alarms
    inner join areas on alarms.area_id = areas.area_id
    where areas.level_number = 1 and areas.hierarchy = 'main'

),

counts as (

    select
        alarms.area_id,
        alarms.category_id,
        alarms.month,
        cast(extract(year from alarms.month) * 12 + extract(month from alarms.month) as integer) as month_number,
        alarms.is_complete,
        alarms.alarm_count,
        alarms.population,
        finest_areas.level_id,
        city_calls.city_calls_12_months,
        city_calls.covered_of_12_months = 12 and finest_areas.bounds_from <= city_calls.first_of_12_months
            as has_12_months,
        -- Where a level has no residents at all, counts stand in for rates.
        count(case when finest_areas.is_residential then alarms.population end) over () > 0 as has_residents,
        case
            when finest_areas.bounds_from > alarms.month or finest_areas.bounds_to < last_day(alarms.month)
                then 'area_redrawn'
            when not alarms.is_complete then 'incomplete'
            when not finest_areas.is_residential then 'not_residential'
            when alarms.alarm_count < 0 then 'negative_count'
        end as obstacle
    from alarms
    inner join finest_areas on alarms.area_id = finest_areas.area_id
    inner join categories on alarms.category_id = categories.category_id
    inner join city_calls
        on
            alarms.category_id = city_calls.category_id
            and alarms.month = city_calls.month
    where finest_areas.bounds_from <= last_day(alarms.month) and finest_areas.bounds_to >= alarms.month

),

on_roster as (

    select
        *,
        case when obstacle is null then alarm_count end as events,
        case when obstacle is null then case when has_residents then population else 1.0 end end as exposure
    from counts

),

smoothed as (

    {{ empirical_bayes('on_roster', ['category_id', 'month'], 'events', 'exposure') }}

),

measured as (

    select
        *,
        case when has_residents then eb_rate * 10000 else cast(events as double) end as measure,
        -- Where areas differ no more than by chance none stands out.
        eb_weight > 0 as tells_apart
    from smoothed

),

months as (

    select distinct month_number from measured
    where is_complete

),

thresholds as (

    select
        months.month_number,
        measured.category_id,
        {{ quantile_of('measured.measure', 0.9) }} as threshold
    from months
    inner join measured
        on measured.month_number between months.month_number - {{ threshold_months }} and months.month_number - 1
    where measured.measure is not null
    group by months.month_number, measured.category_id
    having count(distinct measured.month_number) = {{ threshold_months }}

),

judged as (

    select
        measured.*,
        thresholds.threshold,
        case
            when measured.measure is not null and thresholds.threshold is not null
                then measured.tells_apart and measured.measure > thresholds.threshold
        end as in_hot,
        case
            when measured.obstacle is not null then measured.obstacle
            when measured.measure is null then 'no_population'
            when thresholds.threshold is null then 'not_collected'
            else 'ok'
        end as hot_status
    from measured
    left join thresholds
        on
            measured.month_number = thresholds.month_number
            and measured.category_id = thresholds.category_id

),

{% set window = 'over (partition by area_id, category_id order by month_number range between ' -%}
{% set last_24 = window ~ (judged_months - 1) ~ ' preceding and current row)' -%}
{% set last_6 = window ~ (quiet_months - 1) ~ ' preceding and current row)' -%}
{% set before = window ~ (judged_months + quiet_months - 1) ~ ' preceding and ' ~ quiet_months ~ ' preceding)' -%}
counted as (

    select
        *,
        count(in_hot) {{ last_24 }} as months_judged,
        count(case when in_hot then 1 end) {{ last_24 }} as months_in_hot,
        count(case when in_hot then 1 end) {{ last_6 }} as recent_in_hot,
        count(case when in_hot then 1 end) {{ before }} as earlier_in_hot,
        count(case when in_hot then 1 end) {{ window }} 1 preceding and current row) as newest_in_hot,
        sum(alarm_count) {{ window }} 11 preceding and current row) as calls_12_months
    from judged

),

final as (

    select
        counted.area_id,
        counted.category_id,
        counted.month,
        {{ month_period_id('counted.month') }} as period_id,
        counted.level_id,
        counted.is_complete,
        counted.alarm_count,
        counted.population,
        case when counted.has_residents then 'rate' else 'count' end as basis,
        counted.measure,
        counted.threshold,
        counted.in_hot,
        counted.months_in_hot,
        counted.months_judged,
        case
            when counted.hot_status != 'ok' or counted.months_judged < {{ judged_months }} then cast(null as string)
            when
                counted.recent_in_hot = 0
                and counted.earlier_in_hot * 2 >= {{ judged_months }}
                then 'resolved'
            when counted.months_in_hot * 2 >= {{ judged_months }} then 'chronic'
            when counted.months_in_hot * 4 >= {{ judged_months }} then 'intermittent'
            when counted.newest_in_hot = 2 and counted.months_in_hot = 2 then 'emerging'
            else 'none'
        end as class,
        case when counted.has_12_months then cast(counted.calls_12_months as bigint) end as calls_12_months,
        case
            when counted.has_12_months
                then {{ share('counted.calls_12_months', 'counted.city_calls_12_months') }}
        end as share_of_calls,
        counted.hot_status,
        {{ method_version() }} as method_version,
        feed_dates.as_of
    from counted
    left join feed_dates on feed_dates.feed = 'police_alarms'
    where {{ is_since_touched('counted.month', ['police_alarms']) }}

)

select * from final
