{%- set series = ['area_id', 'period_type', 'period_id'] -%}
{%- set keys = series | join(', ') -%}

-- Time from report to closure of the events closed in a period. Down to level 3, the sub-district: below, a month holds
-- a handful of them.
with

closings as (

    select * from {{ ref('int_event_closings') }}

),

place_areas as (

    select * from {{ ref('int_place_areas') }}

),

areas as (

    select * from {{ ref('int_areas') }}

),

coverage as (

    select * from {{ ref('stg_coverage') }}
    where feed = 'grid_events'

),

thresholds as (

    select * from {{ ref('stg_thresholds') }}

),

-- What happened to close in a month that nobody collected is no value of it.
by_area as (

    select
        place_areas.area_id,
        closings.month,
        closings.band_from,
        closings.band_to,
        sum(closings.events) as events
    from closings
    inner join coverage on closings.month = coverage.month
    inner join place_areas on closings.place_key = place_areas.place_key
    inner join areas on place_areas.area_id = areas.area_id
    where areas.level_number <= 3
    group by place_areas.area_id, closings.month, closings.band_from, closings.band_to

),

bands as (

    select
        area_id,
        'M' as period_type,
        {{ month_period_id('month') }} as period_id,
        band_from,
        band_to,
        events
    from by_area

    union all

    select
        area_id,
        'Y' as period_type,
        {{ year_period_id('month') }} as period_id,
        band_from,
        band_to,
        sum(events) as events
    from by_area
    group by area_id, {{ year_period_id('month') }}, band_from, band_to

),

counts as (

    select
        {{ keys }},
        cast(sum(events) as bigint) as events
    from bands
    group by {{ keys }}

),

enough as (

    select
        bands.*,
        thresholds.z_95
    from bands
    inner join counts on {{ same_columns('bands', 'counts', series) }}
    cross join thresholds
    where counts.events >= thresholds.minimum_sample

),

quantiles as (

    {{ band_quantiles('enough', series, 'band_from', 'band_to', 'events', {'p50': 0.5, 'p90': 0.9}, 'bands.z_95') }}

),

complete_periods as (

    {{ covered_periods() }}

),

final as (

    select
        counts.*,
        {%- for quantile in ['p50', 'p90'] %}
        {%- for limit in ['', '_lower', '_upper'] %}
        quantiles.{{ quantile ~ limit }},
        {%- endfor %}
        {%- endfor %}
        complete_periods.is_complete
    from counts
    inner join complete_periods
        on
            counts.period_type = complete_periods.period_type
            and counts.period_id = complete_periods.period_id
    left join quantiles on {{ same_columns('counts', 'quantiles', series) }}

)

select * from final
