{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        on_schema_change='fail',
        pre_hook="{{ delete_since_touched('month', ['police_alarms']) }}"
    )
}}
{#- φ from the two years before, and from no less than one. -#}
{%- set months_before = 24 -%}
{%- set least_months = 12 -%}
{%- set series = 'partition by area_id, category_id order by month_number range between ' -%}
{%- set before = series ~ months_before ~ ' preceding and 1 preceding' -%}
{%- set year = series ~ '11 preceding and current row' -%}

-- What the months before say of a month: how much they scattered, and what the twelve to it add up to.
with

counts as (

    select * from {{ ref('int_area_alarms') }}
    where {{ is_since_touched('month', ['police_alarms'], months_before=months_before) }}

),

months as (

    select
        area_id,
        category_id,
        month,
        12 * extract(year from month) + extract(month from month) as month_number,
        case when is_complete then alarm_count end as events,
        case
            when is_complete then {{ days_in_month('month') }} * case when population > 0 then population else 1 end
        end as exposure
    from counts

),

histories as (

    select
        area_id,
        category_id,
        month,
        case
            when count(events) over ({{ before }}) >= {{ least_months }}
                then {{ pearson_dispersion('events', 'exposure', before) }}
        end as dispersion,
        case when count(events) over ({{ year }}) = 12 then sum(events) over ({{ year }}) end as rolling_12_month_count
    from months

),

final as (

    select
        area_id,
        category_id,
        month,
        case when dispersion is not null then greatest(dispersion, 1.0) end as dispersion,
        cast(rolling_12_month_count as bigint) as rolling_12_month_count
    from histories
    where {{ is_since_touched('month', ['police_alarms']) }}

)

select * from final
