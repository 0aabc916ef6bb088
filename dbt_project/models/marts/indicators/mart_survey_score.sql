with

scores as (

    select * from {{ ref('stg_survey_scores') }}

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

judged as (

    select
        scores.area_id,
        scores.wave_id,
        scores.period_type,
        scores.period_id,
        scores.period_end,
        scores.measure_id,
        scores.denominator,
        case
            when scores.denominator is null then 'sample_size_not_published'
            when scores.denominator < thresholds.minimum_sample then 'sample_too_small'
            else 'ok'
        end as interval_status,
        -- Too few answers: the score itself is withheld.
        case
            when scores.denominator is null or scores.denominator >= thresholds.minimum_sample then scores.score
        end as score,
        case
            when scores.denominator >= thresholds.minimum_sample
                then coalesce(scores.numerator, scores.score * scores.denominator)
        end as numerator,
        periods.previous_period_id,
        previous_periods.period_start as previous_period_start,
        thresholds.z_95
    from scores
    left join periods
        on
            scores.period_type = periods.period_type
            and scores.period_id = periods.period_id
    left join periods as previous_periods
        on
            periods.period_type = previous_periods.period_type
            and periods.previous_period_id = previous_periods.period_id
    cross join thresholds

),

compared as (

    select
        judged.*,
        previous.score as previous_score,
        case
            when previous.area_id is null then 'not_collected'
            when areas.bounds_from > judged.previous_period_start then 'area_redrawn'
            when 'sample_too_small' in (judged.interval_status, previous.interval_status) then 'sample_too_small'
            when 'sample_size_not_published' in (judged.interval_status, previous.interval_status)
                then 'sample_size_not_published'
            else 'ok'
        end as change_status,
        {{ two_shares_z('judged.numerator', 'judged.denominator', 'previous.numerator', 'previous.denominator') }}
            as change_score
    from judged
    inner join areas on judged.area_id = areas.area_id
    left join judged as previous
        on
            judged.area_id = previous.area_id
            and judged.measure_id = previous.measure_id
            and judged.period_type = previous.period_type
            and judged.previous_period_id = previous.period_id

),

final as (

    select
        compared.area_id,
        compared.wave_id,
        compared.period_type,
        compared.period_id,
        compared.period_end,
        compared.measure_id,
        measures.indicator_id,
        compared.score,
        compared.numerator,
        compared.denominator,
        {{ wilson_lower('compared.numerator', 'compared.denominator', 'compared.z_95') }} as lower,
        {{ wilson_upper('compared.numerator', 'compared.denominator', 'compared.z_95') }} as upper,
        compared.interval_status,
        compared.previous_score,
        case
            when compared.change_status in ('ok', 'sample_size_not_published')
                then compared.score - compared.previous_score
        end as change,
        case when compared.change_status = 'ok' then compared.change_score end as change_z,
        case when compared.change_status = 'ok' then {{ verdict('compared.change_score', 'compared.z_95') }} end
            as change_verdict,
        compared.change_status,
        {{ method_version() }} as method_version,
        feed_dates.as_of
    from compared
    left join measures on compared.measure_id = measures.measure_id
    left join feed_dates on feed_dates.feed = 'survey_scores'
    order by compared.measure_id, compared.period_type, compared.period_end, compared.area_id

)

select * from final
