{%- set group_key = ['indicator_id', 'scope_id', 'level_id', 'period_type', 'period_id'] -%}

with

indicator_values as (

    select * from {{ ref('fct_indicator_values') }}

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

population as (

    select * from {{ ref('int_area_population') }}

),

thresholds as (

    select * from {{ ref('stg_thresholds') }}

),

area_scopes as (

    select
        area_id,
        'city' as scope_id,
        level_id,
        is_residential,
        bounds_from,
        bounds_to
    from areas
    where is_ranked_in_city and not is_unknown

    union all

    select
        area_id,
        parent_area_id as scope_id,
        level_id,
        is_residential,
        bounds_from,
        bounds_to
    from areas
    where is_ranked_in_parent and parent_area_id is not null and not is_unknown

),

-- What ranks and tests need of a value, once whatever the scopes it is ranked in.
comparable as (

    select
        indicator_values.*,
        indicators.value_kind,
        case indicators.direction when 'down_good' then -1.0 else 1.0 end as orientation,
        case
            when indicators.feed = 'survey_scores' then periods.previous_period_id
            else periods.year_ago_period_id
        end as previous_period_id,
        -- A share is published as a percentage.
        round(
            indicator_values.value,
            indicators.decimals + case indicators.value_kind when 'share' then 2 else 0 end
        ) as published_value,
        case indicators.value_kind
            when 'share'
                then {{ share_variance('indicator_values.numerator', 'indicator_values.denominator') }}
            when 'duration'
                then {{ quantile_variance('indicator_values.lower', 'indicator_values.upper', 'thresholds.z_95') }}
            -- A count has no denominator, and its scale is 1.
            else
                pow(indicators.scale / coalesce(indicator_values.denominator, 1), 2)
                * {{ count_variance('indicator_values.numerator') }}
        end as error_variance,
        -- Visits are no residents: they have no days.
        case when indicators.feed = 'patrols' then 1 else periods.days end
        * coalesce(indicator_values.denominator, population.persons) as person_days,
        periods.days
    from indicator_values
    inner join indicators on indicator_values.indicator_id = indicators.indicator_id
    inner join periods
        on
            indicator_values.period_type = periods.period_type
            and indicator_values.period_id = periods.period_id
    left join population
        on
            indicator_values.area_id = population.area_id
            and {{ month_start('indicator_values.period_end') }} = population.month
    cross join thresholds

),

in_scope as (

    select
        comparable.*,
        area_scopes.scope_id,
        area_scopes.level_id,
        area_scopes.bounds_from,
        case
            when area_scopes.bounds_from > comparable.period_start or area_scopes.bounds_to < comparable.period_end
                then 'area_redrawn'
            when not comparable.is_complete then 'incomplete'
            when comparable.is_suppressed then comparable.suppression_reason
            when comparable.interval_status = 'negative_count' then 'negative_count'
            when comparable.value is null or comparable.interval_status = 'not_comparable'
                then comparable.interval_status
            -- What is counted in a park or an airport stands in no order with counts of places where people live.
            when comparable.value_kind = 'count' and not area_scopes.is_residential then 'not_residential'
        end as unranked_reason
    from comparable
    inner join area_scopes on comparable.area_id = area_scopes.area_id
    -- Rows of months in which the area did not exist at all belong to no roster.
    where
        area_scopes.bounds_from <= comparable.period_end
        and area_scopes.bounds_to >= comparable.period_start

),

-- One ranking: an indicator, a scope, a level, a period. Its number stands for the five columns in the joins below.
rosters as (

    select
        row_number() over (order by {{ group_key | join(', ') }}) as roster_number,
        {%- for column in group_key %}
        {{ column }},
        {%- endfor %}
        count(*) as areas_in_scope,
        count(case when unranked_reason is null then 1 end) as areas_ranked,
        coalesce(bool_or(unranked_reason is null and error_variance is null), false) as has_unknown_error
    from in_scope
    group by {{ group_key | join(', ') }}

),

on_roster as (

    select
        in_scope.*,
        rosters.roster_number,
        rosters.areas_in_scope,
        rosters.areas_ranked,
        rosters.has_unknown_error
    from in_scope
    inner join rosters
        on
            in_scope.indicator_id = rosters.indicator_id
            and in_scope.scope_id = rosters.scope_id
            and in_scope.level_id = rosters.level_id
            and in_scope.period_type = rosters.period_type
            and in_scope.period_id = rosters.period_id

),

ranked as (

    select
        roster_number,
        area_id,
        areas_ranked,
        has_unknown_error,
        value,
        error_variance,
        orientation * published_value as merit,
        rank() over (
            partition by roster_number
            order by orientation * published_value desc
        ) as rank
    from on_roster
    where unranked_reason is null

),

critical_values as (

    select
        areas_ranked,
        pow({{ bonferroni_z('areas_ranked - 1') }}, 2) as z_squared
    from rosters
    where areas_ranked > 1
    group by areas_ranked

),

-- Area by area, how many are surely better and how many surely worse. Areas that tie as published are never told apart.
rank_limits as (

    select
        one.roster_number,
        one.area_id,
        count(case when other.merit > one.merit then 1 end) as surely_better,
        count(case when other.merit < one.merit then 1 end) as surely_worse
    from ranked as one
    inner join critical_values on one.areas_ranked = critical_values.areas_ranked
    inner join ranked as other on one.roster_number = other.roster_number
    where
        not one.has_unknown_error
        and {{ surely_apart(
            'one.value', 'one.error_variance', 'other.value', 'other.error_variance', 'critical_values.z_squared'
        ) }}
    group by one.roster_number, one.area_id

),

with_ranks as (

    select
        on_roster.*,
        ranked.rank,
        case
            when ranked.rank is not null and not on_roster.has_unknown_error
                then 1 + coalesce(rank_limits.surely_better, 0)
        end as rank_lower,
        case
            when ranked.rank is not null and not on_roster.has_unknown_error
                then on_roster.areas_ranked - coalesce(rank_limits.surely_worse, 0)
        end as rank_upper,
        case
            when ranked.rank is null then on_roster.unranked_reason
            when on_roster.has_unknown_error then 'sample_size_not_published'
            else 'ok'
        end as rank_interval_status
    from on_roster
    left join ranked
        on
            on_roster.roster_number = ranked.roster_number
            and on_roster.area_id = ranked.area_id
    left join rank_limits
        on
            on_roster.roster_number = rank_limits.roster_number
            and on_roster.area_id = rank_limits.area_id

),

compared as (

    select
        with_ranks.*,
        previous.rank as previous_rank,
        previous.value as previous_value,
        case
            when previous.area_id is null and with_ranks.bounds_from > previous_periods.period_start then 'area_redrawn'
            when previous.area_id is null then 'not_collected'
            when 'area_redrawn' in (with_ranks.unranked_reason, previous.unranked_reason) then 'area_redrawn'
            when 'incomplete' in (with_ranks.unranked_reason, previous.unranked_reason) then 'incomplete'
            else coalesce(with_ranks.unranked_reason, previous.unranked_reason)
        end as obstacle,
        case
            when with_ranks.value_kind = 'share'
                then {{ two_shares_z(
                    'with_ranks.numerator', 'with_ranks.denominator', 'previous.numerator', 'previous.denominator'
                ) }}
            when with_ranks.value_kind = 'duration'
                then {{ two_estimates_z(
                    'with_ranks.value', 'with_ranks.error_variance', 'previous.value', 'previous.error_variance'
                ) }}
            when with_ranks.person_days > 0 and previous.person_days > 0
                then {{ two_counts_z(
                    'with_ranks.numerator', 'with_ranks.person_days', 'previous.numerator', 'previous.person_days'
                ) }}
            else {{ two_counts_z('with_ranks.numerator', 'with_ranks.days', 'previous.numerator', 'previous.days') }}
        end as score
    from with_ranks
    left join with_ranks as previous
        on
            with_ranks.area_id = previous.area_id
            and with_ranks.indicator_id = previous.indicator_id
            and with_ranks.scope_id = previous.scope_id
            and with_ranks.level_id = previous.level_id
            and with_ranks.period_type = previous.period_type
            and with_ranks.previous_period_id = previous.period_id
    left join periods as previous_periods
        on
            with_ranks.period_type = previous_periods.period_type
            and with_ranks.previous_period_id = previous_periods.period_id

),

judged as (

    select
        compared.*,
        case
            when compared.obstacle is not null then compared.obstacle
            when compared.value_kind = 'share' and compared.score is null then 'sample_size_not_published'
            when compared.value_kind = 'duration' and compared.score is null then 'not_comparable'
            when compared.value_kind != 'share' and compared.previous_value = 0 then 'zero_base'
            else 'ok'
        end as verdict_status,
        thresholds.z_95
    from compared
    cross join thresholds

),

final as (

    select
        indicator_id,
        scope_id,
        level_id,
        period_type,
        period_id,
        period_start,
        area_id,
        value,
        rank,
        rank_lower,
        rank_upper,
        rank_interval_status,
        areas_ranked,
        areas_in_scope,
        previous_period_id,
        previous_rank,
        previous_value,
        case
            when obstacle is not null then cast(null as double)
            when value_kind = 'share' then value - previous_value
            else {{ relative_change('value', 'previous_value') }}
        end as change,
        case when obstacle is null then score end as change_z,
        case when obstacle is null then {{ verdict('score', 'z_95') }} end as verdict,
        verdict_status,
        unranked_reason
    from judged
    order by indicator_id, scope_id, level_id, period_type, period_start, rank nulls last, area_id

)

select * from final
