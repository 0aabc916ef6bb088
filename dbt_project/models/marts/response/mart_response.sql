{%- set limits = response_limits() -%}

with

response as (

    select * from {{ ref('int_area_response') }}

),

periods as (

    select * from {{ ref('int_periods') }}

),

thresholds as (

    select * from {{ ref('stg_thresholds') }}

),

feed_dates as (

    select * from {{ ref('int_feed_dates') }}

),

final as (

    select
        response.area_id,
        response.category_id,
        response.period_type,
        response.period_id,
        periods.period_start,
        periods.period_end,
        response.stage,
        response.counted_from,
        response.is_complete,
        response.alarms,
        response.not_recorded,
        response.before_call,
        response.over_a_day,
        {%- for limit in limits %}
        response.within_{{ limit }},
        {{ share('response.within_' ~ limit, 'response.alarms') }} as share_{{ limit }},
        {{ wilson_lower('response.within_' ~ limit, 'response.alarms', 'thresholds.z_95') }} as share_{{ limit }}_lower,
        {{ wilson_upper('response.within_' ~ limit, 'response.alarms', 'thresholds.z_95') }} as share_{{ limit }}_upper,
        {%- endfor %}
        case
            when response.alarms = 0 then 'no_denominator'
            when response.has_negative then 'negative_count'
            {%- for limit in limits %}
            when response.within_{{ limit }} is null then 'not_comparable'
            {%- endfor %}
            when response.alarms < thresholds.minimum_sample then 'count_too_small'
            else 'ok'
        end as share_status,
        {%- for quantile in ['p50', 'p90'] %}
        response.{{ quantile }},
        response.{{ quantile }}_lower,
        response.{{ quantile }}_upper,
        response.{{ quantile }}_at_least,
        {%- endfor %}
        response.quantile_status,
        {{ method_version() }} as method_version,
        feed_dates.as_of
    from response
    inner join periods
        on
            response.period_type = periods.period_type
            and response.period_id = periods.period_id
    left join feed_dates on response.counted_from = feed_dates.feed
    cross join thresholds
    order by response.stage, response.category_id, response.period_type, periods.period_start, response.area_id

)

select * from final
