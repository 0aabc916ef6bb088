{{ config(materialized='view') }}

-- What each component of the safety index counts of an area, over the months up to this one that it looks back.
with

components as (

    select * from {{ ref('stg_safety_index_components') }}

),

component_categories as (

    select
        component_id,
        category_id,
        count(*) over (partition by component_id) as categories
    from {{ ref('stg_safety_index_categories') }}

),

alarms as (

    select * from {{ ref('int_area_alarms') }}
    where is_covered

),

measurements as (

    select * from {{ ref('int_indicator_measurements') }}
    where period_type = 'M'

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

periods as (

    select * from {{ ref('int_periods') }}
    where period_type = 'M'

),

areas as (

    select * from {{ ref('int_areas') }}
    where
        hierarchy = 'main'
        and level_number in (2, 3)
        and is_ranked_in_city
        and not is_unknown

),

coverage as (

    select * from {{ ref('stg_coverage') }}

),

thresholds as (

    select * from {{ ref('stg_thresholds') }}

),

-- Residents × days, so that no February is better for being short. A level that lacks one of the categories has none.
calls as (

    select
        component_categories.component_id,
        alarms.area_id,
        alarms.month,
        cast(sum(alarms.alarm_count) as double) as numerator,
        max(alarms.population) * {{ days_in_month('alarms.month') }} as denominator,
        bool_and(alarms.is_complete) as is_complete
    from alarms
    inner join component_categories on alarms.category_id = component_categories.category_id
    group by component_categories.component_id, alarms.area_id, alarms.month
    having count(*) = max(component_categories.categories)

),

shares as (

    select
        components.component_id,
        measurements.area_id,
        periods.period_start as month,
        measurements.numerator,
        measurements.denominator,
        measurements.is_complete
    from measurements
    inner join components on measurements.indicator_id = components.indicator_id
    inner join periods on measurements.period_id = periods.period_id

),

monthly as (

    select * from calls
    union all
    select * from shares

),

months as (

    select distinct coverage.month
    from coverage
    inner join components on coverage.feed = components.feed

),

spine as (

    select
        areas.area_id,
        areas.level_id,
        areas.is_residential,
        months.month,
        components.component_id,
        components.indicator_id,
        components.months,
        {{ add_months('months.month', '1 - components.months') }} as first_month,
        areas.bounds_from,
        areas.bounds_to
    from areas
    inner join months
        on
            areas.bounds_from <= last_day(months.month)
            and areas.bounds_to >= months.month
    cross join components

),

counted as (

    select
        spine.area_id,
        spine.level_id,
        spine.is_residential,
        spine.month,
        spine.component_id,
        spine.indicator_id,
        spine.months,
        spine.bounds_from > spine.first_month or spine.bounds_to < last_day(spine.month) as is_redrawn,
        count(monthly.month) as months_found,
        count(monthly.denominator) as months_with_denominator,
        coalesce(bool_and(monthly.is_complete), false) as is_complete,
        sum(monthly.numerator) as numerator,
        sum(monthly.denominator) as denominator
    from spine
    left join monthly
        on
            spine.area_id = monthly.area_id
            and spine.component_id = monthly.component_id
            and monthly.month between spine.first_month and spine.month
    group by
        spine.area_id, spine.level_id, spine.is_residential, spine.month, spine.component_id, spine.indicator_id,
        spine.months, spine.bounds_from, spine.bounds_to, spine.first_month

),

judged as (

    select
        counted.*,
        case
            when counted.is_redrawn then 'area_redrawn'
            when counted.months_found < counted.months then 'not_collected'
            when not counted.is_complete then 'incomplete'
            when not counted.is_residential then 'not_residential'
            when counted.numerator < 0 then 'negative_count'
            when counted.indicator_id is null and counted.months_with_denominator < counted.months then 'no_population'
            when counted.months_with_denominator < counted.months then 'sample_size_not_published'
            when counted.indicator_id is null and counted.denominator <= 0 then 'no_population'
            when counted.denominator = 0 then 'no_denominator'
            when
                counted.indicator_id is not null
                and counted.denominator < greatest(
                    thresholds.minimum_sample, coalesce(indicators.minimum_base, 0)
                )
                then 'sample_too_small'
            else 'ok'
        end as measure_status
    from counted
    left join indicators on counted.indicator_id = indicators.indicator_id
    cross join thresholds

),

-- Calls per 10,000 residents and 30 days; shares from 0 to 1.
final as (

    select
        area_id,
        level_id,
        month,
        component_id,
        is_complete,
        measure_status,
        case when measure_status != 'sample_too_small' then numerator end as numerator,
        denominator,
        case
            when measure_status = 'ok'
                then numerator / nullif(denominator, 0) * case when indicator_id is null then 300000 else 1 end
        end as measure,
        case
            when measure_status != 'ok' then cast(null as double)
            when indicator_id is null
                then {{ count_variance('numerator') }} * pow(300000 / nullif(denominator, 0), 2)
            else {{ share_variance('numerator', 'denominator') }}
        end as measure_variance
    from judged

)

select * from final
