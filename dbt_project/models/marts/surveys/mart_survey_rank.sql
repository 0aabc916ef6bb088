{%- set roster = ['wave_id', 'measure_id', 'scoring', 'scope_id', 'level_id'] -%}

-- Where an area stands with the house figure of a measure, how sure that is, and beside it the ranks that others have
-- published.
with

scores as (

    select * from {{ ref('mart_survey_score') }}
    where is_headline

),

reported as (

    select * from {{ ref('stg_reported_indicators') }}
    where rank is not null

),

measures as (

    select * from {{ ref('stg_survey_measures') }}

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

areas as (

    select * from {{ ref('int_areas') }}

),

periods as (

    select * from {{ ref('int_periods') }}

),

feed_dates as (

    select * from {{ ref('int_feed_dates') }}

),

area_scopes as (

    select
        area_id,
        'city' as scope_id,
        level_id,
        bounds_from,
        bounds_to
    from areas
    where is_ranked_in_city and not is_unknown

    union all

    select
        area_id,
        parent_area_id as scope_id,
        level_id,
        bounds_from,
        bounds_to
    from areas
    where is_ranked_in_parent and parent_area_id is not null and not is_unknown

),

in_scope as (

    select
        scores.area_id,
        scores.wave_id,
        scores.period_type,
        scores.period_id,
        scores.period_end,
        scores.measure_id,
        scores.scoring,
        scores.indicator_id,
        scores.score,
        scores.standard_error,
        scores.interval_status,
        scores.as_of,
        area_scopes.scope_id,
        area_scopes.level_id,
        case indicators.direction when 'down_good' then -1.0 else 1.0 end as orientation,
        -- A share is published as a percentage; a measure without an indicator to one decimal.
        coalesce(indicators.decimals, 1) + 2 as decimals,
        case
            when area_scopes.bounds_from > periods.period_start or area_scopes.bounds_to < scores.period_end
                then 'area_redrawn'
            when scores.interval_status not in ('ok', 'sample_size_not_published') then scores.interval_status
        end as unranked_reason
    from scores
    inner join area_scopes on scores.area_id = area_scopes.area_id
    inner join periods
        on
            scores.period_type = periods.period_type
            and scores.period_id = periods.period_id
    left join indicators on scores.indicator_id = indicators.indicator_id
    -- An area that did not exist in the period belongs to no roster.
    where
        area_scopes.bounds_from <= scores.period_end
        and area_scopes.bounds_to >= periods.period_start

),

on_roster as (

    select
        *,
        count(*) over (partition by {{ roster | join(', ') }}) as areas_in_scope,
        count(case when unranked_reason is null then 1 end) over (partition by {{ roster | join(', ') }})
            as areas_ranked
    from in_scope

),

ranked_areas as (

    select
        {{ roster | join(', ') }},
        area_id,
        decimals,
        orientation * score as merit,
        orientation * round(score, decimals) as published_merit,
        pow(standard_error, 2) as error_variance,
        1.0 as weight
    from in_scope
    where unranked_reason is null

),

ranks as (

    {{ rank_intervals('ranked_areas', roster, 'area_id', 'merit', 'published_merit', 'error_variance') }}

),

-- Area against area on more measures of the wave than it loses on: an order that no scale changes.
duels as (

    {{ copeland(
        'ranked_areas', ['wave_id', 'scope_id', 'level_id'], 'area_id', 'measure_id', 'published_merit', 'weight'
    ) }}

),

gaps as (

    select
        {{ roster | join(', ') }},
        area_id,
        round(
            published_merit - lead(published_merit) over (
                partition by {{ roster | join(', ') }}
                order by published_merit desc, area_id asc
            ),
            decimals
        ) as gap_to_next
    from ranked_areas

),

computed as (

    select
        on_roster.area_id,
        on_roster.wave_id,
        on_roster.period_type,
        on_roster.period_id,
        on_roster.period_end,
        on_roster.measure_id,
        on_roster.scoring,
        on_roster.indicator_id,
        on_roster.scope_id,
        on_roster.level_id,
        false as is_published,
        on_roster.score,
        ranks.rank,
        ranks.rank_lower,
        ranks.rank_upper,
        case
            when ranks.rank is null then on_roster.unranked_reason
            when ranks.rank_lower is null then 'sample_size_not_published'
            else 'ok'
        end as rank_interval_status,
        on_roster.areas_ranked,
        on_roster.areas_in_scope,
        gaps.gap_to_next,
        ranks.pairs_surely_won,
        duels.share_of_pairs_won,
        on_roster.unranked_reason,
        on_roster.as_of
    from on_roster
    left join ranks on {{ same_columns('on_roster', 'ranks', roster + ['area_id']) }}
    left join gaps on {{ same_columns('on_roster', 'gaps', roster + ['area_id']) }}
    left join duels on {{ same_columns('on_roster', 'duels', ['wave_id', 'scope_id', 'level_id', 'area_id']) }}

),

-- Of several measures of an indicator, published ranks are those of the first.
first_measures as (

    select
        indicator_id,
        measure_id
    from measures
    where indicator_id is not null
    qualify row_number() over (partition by indicator_id order by sort_order, measure_id) = 1

),

-- Several documents may say the same; of what they say the last by name is kept.
published as (

    select
        reported.area_id,
        concat('reported:', reported.period_id) as wave_id,
        reported.period_type,
        reported.period_id,
        reported.period_end,
        first_measures.measure_id,
        'published' as scoring,
        reported.indicator_id,
        coalesce(reported.scope, 'unknown') as scope_id,
        areas.level_id,
        true as is_published,
        reported.value as score,
        reported.rank,
        cast(null as bigint) as rank_lower,
        cast(null as bigint) as rank_upper,
        'sample_size_not_published' as rank_interval_status,
        reported.roster_size as areas_ranked,
        reported.roster_size as areas_in_scope,
        cast(null as double) as gap_to_next,
        cast(null as double) as pairs_surely_won,
        cast(null as double) as share_of_pairs_won,
        cast(null as string) as unranked_reason,
        feed_dates.as_of
    from reported
    inner join first_measures on reported.indicator_id = first_measures.indicator_id
    inner join areas on reported.area_id = areas.area_id
    left join feed_dates on feed_dates.feed = 'reported_indicators'
    qualify row_number() over (
        partition by reported.area_id, reported.period_id, reported.indicator_id, reported.scope
        order by reported.document desc, reported.rank asc
    ) = 1

),

combined as (

    select * from computed
    union all
    select * from published

),

final as (

    select
        area_id,
        wave_id,
        period_type,
        period_id,
        period_end,
        measure_id,
        scoring,
        indicator_id,
        scope_id,
        level_id,
        is_published,
        score,
        rank,
        rank_lower,
        rank_upper,
        rank_interval_status,
        areas_ranked,
        areas_in_scope,
        {{ top_k_claim('rank_lower', 'rank_upper', 3) }} as top_three_claim,
        gap_to_next,
        pairs_surely_won,
        share_of_pairs_won,
        {%- set all_measures = 'over (partition by area_id, wave_id, scope_id, level_id)' %}
        count(rank) {{ all_measures }} as measures_ranked,
        count(case when rank <= 3 then 1 end) {{ all_measures }} as measures_in_top_three,
        count(case when rank_upper <= 3 then 1 end) {{ all_measures }} as measures_surely_in_top_three,
        unranked_reason,
        {{ method_version() }} as method_version,
        as_of
    from combined
    order by wave_id, measure_id, scope_id, level_id, rank nulls last, area_id

)

select * from final
