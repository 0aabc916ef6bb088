{%- set comparisons = ['previous', 'year_ago'] -%}

with

trend as (

    select * from {{ ref('mart_alarm_trend') }}

),

categories as (

    select * from {{ ref('stg_categories') }}
    where category_kind = 'alarm'

),

areas as (

    select * from {{ ref('int_areas') }}
    where hierarchy = 'main' and level_number <= 3

),

thresholds as (

    select * from {{ ref('stg_thresholds') }}

),

wholes as (

    select * from trend
    where category_id = 'all'

),

-- Categories of a level exclude each other, groups do not. What is none now, before and a year ago tells nothing.
parts as (

    select
        trend.*,
        categories.category_level
    from trend
    inner join categories on trend.category_id = categories.category_id
    inner join areas on trend.area_id = areas.area_id
    where
        (areas.level_number <= 2 or trend.period_type not in ('W', 'R28'))
        and (
            trend.alarm_count is null
            or trend.alarm_count != 0
            or coalesce(trend.previous_count, 0) != 0
            or coalesce(trend.year_ago_count, 0) != 0
        )

),

compared as (

    select
        parts.*,
        wholes.alarm_count as total_count,
        {%- for name in comparisons %}
        wholes.{{ name }}_count as total_{{ name }}_count,
        wholes.{{ name }}_status as total_{{ name }}_status,
        {%- endfor %}
        case
            when parts.alarm_count is null then parts.rate_status
            when least(parts.alarm_count, wholes.alarm_count) < 0 then 'negative_count'
            when wholes.alarm_count = 0 then 'no_denominator'
            else 'ok'
        end as share_status,
        thresholds.z_95
    from parts
    inner join wholes
        on
            parts.area_id = wholes.area_id
            and parts.period_id = wholes.period_id
    cross join thresholds

),

final as (

    select
        area_id,
        category_id,
        category_level,
        period_type,
        period_id,
        period_start,
        is_complete,
        alarm_count,
        total_count,
        case when share_status = 'ok' then {{ share('alarm_count', 'total_count') }} end as share,
        case when share_status = 'ok' then {{ wilson_lower('alarm_count', 'total_count', 'z_95') }} end as share_lower,
        case when share_status = 'ok' then {{ wilson_upper('alarm_count', 'total_count', 'z_95') }} end as share_upper,
        share_status,
        {%- for name in comparisons %}
        {{ name }}_count,
        {%- set is_told = is_change_told('total_' ~ name ~ '_status', 'period_type') %}
        case when {{ is_told }} then {{ share(name ~ '_count', 'total_' ~ name ~ '_count') }} end as {{ name }}_share,
        case
            when {{ is_told }}
                then {{ share('(alarm_count - ' ~ name ~ '_count)', 'total_' ~ name ~ '_count') }}
        end as {{ name }}_contribution,
        {{ name }}_verdict,
        total_{{ name }}_status as {{ name }}_status,
        {%- endfor %}
        year_ago_cny_aligned,
        {{ method_version('2') }} as method_version,
        as_of
    from compared
    order by area_id, period_type, period_start, category_level, category_id

)

select * from final
