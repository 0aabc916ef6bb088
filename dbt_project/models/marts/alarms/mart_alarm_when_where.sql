{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        on_schema_change='fail',
        pre_hook="{{ delete_touched_years(['police_alarms']) }}",
        post_hook="{{ note_cut_off('police_alarms') }}",
        meta={'sorted_by': ['area_id', 'category_id', 'period_type', 'period_start', 'hour_band', 'place_type']}
    )
}}
{#- What a row tells: the part of the day, the kind of place, or both; both for years only, else cells are empty. -#}
{%- set tables = {
    'hour_band': ['hour_band'],
    'place_type': ['place_type'],
    'both': ['hour_band', 'place_type'],
} -%}

with

alarms as (

    select * from {{ ref('int_area_alarms_when_where') }}
    where {{ is_since_touched('month', ['police_alarms'], whole_years=true) }}

),

periods as (

    select * from {{ ref('int_alarm_periods') }}
    where period_type in ('M', 'Q', 'Y')

),

areas as (

    select * from {{ ref('int_areas') }}

),

thresholds as (

    select * from {{ ref('stg_thresholds') }}

),

feed_dates as (

    select * from {{ ref('int_feed_dates') }}

),

-- A part of a day is finer than the year by which sensitive categories are shown below the district. Where one of the
-- first-level categories is sensitive none of them is shown there: the whole less the others would tell it.
sensitive_categories as (

    select count(*) as categories from {{ ref('int_sensitive_categories') }}
    where
        category_kind = 'alarm'
        and category_id in (select alarms.category_id from alarms)

),

by_period as (

    select
        alarms.area_id,
        alarms.category_id,
        periods.period_id,
        periods.period_type,
        alarms.hour_band,
        alarms.place_type,
        sum(alarms.alarm_count) as alarm_count
    from alarms
    inner join periods on alarms.month between periods.period_start and periods.period_end
    inner join areas on alarms.area_id = areas.area_id
    cross join sensitive_categories
    where areas.level_number <= 2 or alarms.category_id = 'all' or sensitive_categories.categories = 0
    group by
        alarms.area_id,
        alarms.category_id,
        periods.period_id,
        periods.period_type,
        alarms.hour_band,
        alarms.place_type

),

totals as (

    select
        area_id,
        category_id,
        period_id,
        sum(alarm_count) as total_count
    from by_period
    group by area_id, category_id, period_id

),

cells as (
    {% for table, columns in tables.items() %}
    select
        area_id,
        category_id,
        period_id,
        '{{ table }}' as told,
        {{ 'hour_band' if 'hour_band' in columns else "'all'" }} as hour_band,
        {{ 'place_type' if 'place_type' in columns else "'all'" }} as place_type,
        sum(alarm_count) as alarm_count
    from by_period
    where
        period_type in ({{ "'Y'" if table == 'both' else "'M', 'Q', 'Y'" }})
        {%- for column in columns %}
        and {{ column }} != 'unknown'
        {%- endfor %}
    group by area_id, category_id, period_id, {{ columns | join(', ') }}
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

known as (

    select
        *,
        sum(alarm_count) over (partition by area_id, category_id, period_id, told) as known_count
    from cells

),

city as (

    select known.*
    from known
    inner join areas on known.area_id = areas.area_id
    where areas.level_number = 1 and areas.hierarchy = 'main'

),

judged as (

    select
        known.*,
        totals.total_count,
        periods.period_type,
        periods.period_start,
        periods.is_complete
        and areas.bounds_from <= periods.period_start
        and areas.bounds_to >= periods.period_end as is_complete,
        {{ share('city.alarm_count', 'city.known_count') }} as city_share,
        case
            when least(known.alarm_count, known.known_count) < 0 then 'negative_count'
            when known.known_count = 0 then 'no_denominator'
            when known.known_count < thresholds.minimum_sample then 'sample_too_small'
            else 'ok'
        end as share_status,
        thresholds.z_95,
        feed_dates.as_of
    from known
    inner join totals
        on
            known.area_id = totals.area_id
            and known.category_id = totals.category_id
            and known.period_id = totals.period_id
    inner join periods on known.period_id = periods.period_id
    inner join areas on known.area_id = areas.area_id
    left join city
        on
            known.category_id = city.category_id
            and known.period_id = city.period_id
            and known.hour_band = city.hour_band
            and known.place_type = city.place_type
    cross join thresholds
    left join feed_dates on feed_dates.feed = 'police_alarms'

),

with_shares as (

    select
        *,
        case when share_status = 'ok' then {{ share('alarm_count', 'known_count') }} end as share,
        case when share_status = 'ok' then {{ wilson_lower('alarm_count', 'known_count', 'z_95') }} end as share_lower,
        case when share_status = 'ok' then {{ wilson_upper('alarm_count', 'known_count', 'z_95') }} end as share_upper
    from judged

),

final as (

    select
        area_id,
        category_id,
        period_type,
        period_id,
        period_start,
        is_complete,
        hour_band,
        place_type,
        cast(alarm_count as bigint) as alarm_count,
        cast(known_count as bigint) as known_count,
        cast(total_count as bigint) as total_count,
        share,
        share_lower,
        share_upper,
        share_status,
        {{ share('share', 'city_share') }} as index_to_city,
        {{ share('share_lower', 'city_share') }} as index_lower,
        {{ share('share_upper', 'city_share') }} as index_upper,
        {{ method_version() }} as method_version,
        as_of
    from with_shares

)

select * from final
