with

patrols as (

    select * from {{ ref('int_area_patrols') }}

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
        patrols.area_id,
        patrols.period_type,
        patrols.period_id,
        periods.period_start,
        periods.period_end,
        patrols.visits,
        patrols.units,
        patrols.hazards_found,
        patrols.hazards_reported,
        patrols.hazards_due,
        patrols.hazards_fixed,
        {{ share('patrols.visits', 'patrols.units') }} as visits_per_unit,
        {{ rate('patrols.hazards_found', 'patrols.visits', 100) }} as hazards_per_100,
        {{ rate_lower('patrols.hazards_found', 'patrols.visits', 100, 'thresholds.z_95') }} as hazards_per_100_lower,
        {{ rate_upper('patrols.hazards_found', 'patrols.visits', 100, 'thresholds.z_95') }} as hazards_per_100_upper,
        case
            when patrols.hazards_found is null then 'not_collected'
            when patrols.visits = 0 then 'no_denominator'
            when patrols.hazards_found < thresholds.minimum_count then 'count_too_small'
            else 'ok'
        end as hazards_status,
        {%- for rate, (numerator, denominator) in {
            'reported_rate': ('hazards_reported', 'hazards_found'), 'fixed_rate': ('hazards_fixed', 'hazards_due'),
        }.items() %}
        {{ share('patrols.' ~ numerator, 'patrols.' ~ denominator) }} as {{ rate }},
        {{ wilson_lower('patrols.' ~ numerator, 'patrols.' ~ denominator, 'thresholds.z_95') }} as {{ rate }}_lower,
        {{ wilson_upper('patrols.' ~ numerator, 'patrols.' ~ denominator, 'thresholds.z_95') }} as {{ rate }}_upper,
        case
            when patrols.{{ numerator }} is null or patrols.{{ denominator }} is null then 'not_collected'
            when patrols.{{ denominator }} = 0 then 'no_denominator'
            when patrols.{{ denominator }} < thresholds.minimum_sample then 'count_too_small'
            else 'ok'
        end as {{ rate }}_status,
        {%- endfor %}
        {{ method_version() }} as method_version,
        feed_dates.as_of
    from patrols
    inner join periods
        on
            patrols.period_type = periods.period_type
            and patrols.period_id = periods.period_id
    cross join thresholds
    left join feed_dates on feed_dates.feed = 'patrols'
    order by patrols.period_type, periods.period_start, patrols.area_id

)

select * from final
