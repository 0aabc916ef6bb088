{{ config(materialized='view') }}
{%- set counts = ['accepted', 'resolved', 'resolved_on_time', 'settled_locally', 'reopened', 'open_at_end'] -%}

-- Disputes of an area in a period, by kind and all of them: the published total, else the sum of the kinds.
with

disputes as (

    select * from {{ ref('stg_disputes') }}

),

totals as (

    select
        area_id,
        'all' as kind,
        period_type,
        period_id,
        {%- for count in counts %}
        case
            when bool_or(kind is null) then max(case when kind is null then {{ count }} end)
            else {{ known_sum(count) }}
        end as {{ count }},
        {%- endfor %}
        period_start
    from disputes
    group by area_id, period_type, period_id, period_start

),

by_kind as (

    select
        area_id,
        kind,
        period_type,
        period_id,
        period_start,
        {{ counts | join(', ') }}
    from totals

    union all

    select
        area_id,
        kind,
        period_type,
        period_id,
        period_start,
        {{ counts | join(', ') }}
    from disputes
    where kind is not null

),

with_years as (

    {{ tally_periods('by_kind', ['area_id', 'kind'], counts[:-1], counts[-1:]) }}

)

select * from with_years
