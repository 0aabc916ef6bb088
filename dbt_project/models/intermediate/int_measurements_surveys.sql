{{ config(materialized='view') }}

-- What surveys give for each indicator they fill: the house figure of its measure. Numerator and denominator are
-- effective ones, so that limits and ranks know of weights and strata.
with

estimates as (

    select * from {{ ref('int_survey_estimates') }}
    -- What was not collected is no value.
    where is_headline and interval_status not in ('not_collected', 'no_population')

),

survey_measures as (

    select * from {{ ref('stg_survey_measures') }}
    where indicator_id is not null

),

-- Where several measures answer one indicator, its value is that of the first.
numbered_measures as (

    select
        indicator_id,
        measure_id,
        row_number() over (partition by indicator_id order by sort_order, measure_id) as number,
        count(*) over (partition by indicator_id) as measures
    from survey_measures

),

-- Satisfaction with courts, procuratorate, police and judicial administration, each asked for itself: their mean. The
-- same people answered all four, so the mean is at worst as uncertain as one of them on average.
composites as (

    select
        numbered_measures.indicator_id,
        estimates.wave_id,
        estimates.area_id,
        estimates.period_type,
        estimates.period_id,
        estimates.scoring,
        avg(estimates.score) as score,
        case when count(*) = count(estimates.standard_error) then avg(estimates.standard_error) end as standard_error,
        case when count(*) = count(estimates.denominator) then min(estimates.denominator) end as least_denominator
    from estimates
    inner join numbered_measures on estimates.measure_id = numbered_measures.measure_id
    where numbered_measures.indicator_id = 'SV02' and numbered_measures.measures = 4
    group by
        numbered_measures.indicator_id,
        estimates.wave_id,
        estimates.area_id,
        estimates.period_type,
        estimates.period_id,
        estimates.scoring
    having count(*) = 4 and count(estimates.score) = 4

),

figures as (

    select
        numbered_measures.indicator_id,
        estimates.wave_id,
        estimates.area_id,
        estimates.period_type,
        estimates.period_id,
        estimates.numerator,
        estimates.denominator,
        estimates.score,
        estimates.scoring = 'published' as is_published
    from estimates
    inner join numbered_measures on estimates.measure_id = numbered_measures.measure_id
    where
        numbered_measures.number = 1
        and not (numbered_measures.indicator_id = 'SV02' and numbered_measures.measures = 4)

    union all

    select
        indicator_id,
        wave_id,
        area_id,
        period_type,
        period_id,
        score
        * coalesce({{ effective_sample('score', 'standard_error * standard_error') }}, least_denominator) as numerator,
        coalesce({{ effective_sample('score', 'standard_error * standard_error') }}, least_denominator) as denominator,
        score,
        scoring = 'published' as is_published
    from composites

),

-- Of several surveys of a period the one that was answered here, then the first by name.
final as (

    select
        indicator_id,
        area_id,
        period_type,
        period_id,
        numerator,
        denominator,
        score as published_share,
        true as is_complete
    from figures
    qualify row_number() over (
        partition by indicator_id, area_id, period_type, period_id
        order by is_published, wave_id
    ) = 1

)

select * from final
