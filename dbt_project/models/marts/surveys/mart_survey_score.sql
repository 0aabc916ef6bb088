with

estimates as (

    select * from {{ ref('int_survey_estimates') }}

),

response as (

    select * from {{ ref('int_survey_response') }}

),

measures as (

    select * from {{ ref('stg_survey_measures') }}

),

areas as (

    select * from {{ ref('int_areas') }}

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

-- A wave is named by its survey and its period: waves of one survey differ in the period alone.
dated as (

    select
        estimates.*,
        left(estimates.wave_id, greatest(length(estimates.wave_id) - length(estimates.period_id), 0)) as survey_id,
        periods.previous_period_id,
        previous_periods.period_start as previous_period_start,
        thresholds.z_95
    from estimates
    left join periods
        on
            estimates.period_type = periods.period_type
            and estimates.period_id = periods.period_id
    left join periods as previous_periods
        on
            periods.period_type = previous_periods.period_type
            and periods.previous_period_id = previous_periods.period_id
    cross join thresholds

),

compared as (

    select
        dated.*,
        previous.score as previous_score,
        case
            when previous.area_id is null then 'not_collected'
            when areas.bounds_from > dated.previous_period_start then 'area_redrawn'
            when dated.interval_status != 'ok' and dated.interval_status != 'sample_size_not_published'
                then dated.interval_status
            when previous.interval_status != 'ok' then previous.interval_status
            else dated.interval_status
        end as change_status,
        sqrt(pow(dated.standard_error, 2) + pow(previous.standard_error, 2)) as change_standard_error,
        case
            when dated.is_share
                then {{ two_shares_z(
                    'dated.numerator', 'dated.denominator', 'previous.numerator', 'previous.denominator'
                ) }}
            else
                (dated.score - previous.score)
                / nullif(sqrt(pow(dated.standard_error, 2) + pow(previous.standard_error, 2)), 0)
        end as change_score
    from dated
    inner join areas on dated.area_id = areas.area_id
    left join dated as previous
        on
            dated.area_id = previous.area_id
            and dated.measure_id = previous.measure_id
            and dated.scoring = previous.scoring
            and dated.survey_id = previous.survey_id
            and dated.period_type = previous.period_type
            and dated.previous_period_id = previous.period_id

),

final as (

    select
        compared.area_id,
        compared.wave_id,
        compared.period_type,
        compared.period_id,
        compared.period_end,
        compared.measure_id,
        compared.scoring,
        compared.is_headline,
        measures.indicator_id,
        compared.estimation,
        compared.answers,
        compared.score,
        compared.numerator,
        compared.denominator,
        compared.design_effect,
        compared.standard_error,
        compared.lower,
        compared.upper,
        compared.interval_status,
        compared.is_flagged,
        compared.no_opinion_share,
        response.completed / nullif(response.contacted, 0) as response_rate,
        compared.previous_score,
        case
            when compared.change_status in ('ok', 'sample_size_not_published')
                then compared.score - compared.previous_score
        end as change,
        case when compared.change_status = 'ok' then compared.change_standard_error end as change_standard_error,
        case when compared.change_status = 'ok' then compared.change_score end as change_z,
        case when compared.change_status = 'ok' then {{ verdict('compared.change_score', 'compared.z_95') }} end
            as change_verdict,
        compared.change_status,
        {{ method_version() }} as method_version,
        feed_dates.as_of
    from compared
    left join measures on compared.measure_id = measures.measure_id
    left join response
        on
            compared.area_id = response.area_id
            and compared.wave_id = response.wave_id
    left join feed_dates on feed_dates.feed = 'survey_scores'
    order by compared.measure_id, compared.scoring, compared.period_type, compared.period_end, compared.area_id

)

select * from final
