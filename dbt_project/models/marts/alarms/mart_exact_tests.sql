{{ config(tags=['series']) }}

with

tests as (

    select * from {{ ref('int_alarm_exact_tests') }}

),

scored as (

    select
        *,
        {{ two_counts_z('events', 'exposure', 'base_events', 'base_exposure') }} as score_z,
        case when least(events, base_events) < 0 then 'negative_count' else 'ok' end as test_status
    from tests

),

with_p as (

    select
        *,
        {{ two_sided_p('score_z') }} as p_score
    from scored

),

final as (

    select
        area_id,
        category_id,
        period_type,
        period_id,
        period_start,
        events as alarm_count,
        base_events as year_ago_count,
        exposure,
        base_exposure as year_ago_exposure,
        p_exact,
        p_mid,
        p_e_test,
        score_z,
        p_score,
        (p_exact < 0.05) = (p_score < 0.05) as agrees,
        test_status,
        {{ method_version() }} as method_version,
        as_of
    from with_p
    order by area_id, category_id, period_type, period_start

)

select * from final
