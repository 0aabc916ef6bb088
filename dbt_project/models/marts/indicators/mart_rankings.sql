{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        on_schema_change='fail',
        pre_hook="{{ delete_since_touched('period_end', whole_years=true, or_where=is_always_anew()) }}",
        post_hook="{{ note_cut_offs() }}",
        meta={'sorted_by': ['indicator_id', 'scope_id', 'level_id', 'period_type', 'period_start', 'rank', 'area_id']}
    )
}}
{%- set group_key = ['indicator_id', 'scope_id', 'level_id', 'period_type', 'period_id'] -%}
{#- Fewer scores than these do not tell how counts scatter. -#}
{%- set least_scores = 10 -%}

with

indicator_values as (

    select * from {{ ref('fct_indicator_values') }}
    where {{ is_since_touched('period_end', months_before=24, whole_years=true) }} or {{ is_always_anew() }}

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

peer_groups as (

    select * from {{ ref('dim_peer_group') }}

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
        cast('0001-01-01' as date) as member_from,
        cast('9999-12-31' as date) as member_to
    from areas
    where is_ranked_in_city and not is_unknown

    union all

    select
        area_id,
        parent_area_id as scope_id,
        cast('0001-01-01' as date) as member_from,
        cast('9999-12-31' as date) as member_to
    from areas
    where is_ranked_in_parent and parent_area_id is not null and not is_unknown

    union all

    select
        area_id,
        peer_group_id as scope_id,
        member_from,
        member_to
    from peer_groups

),

-- What ranks and tests need of a value, once whatever the scopes it is ranked in.
comparable as (

    select
        indicator_values.indicator_id,
        indicator_values.area_id,
        indicator_values.period_type,
        indicator_values.period_id,
        indicator_values.period_start,
        indicator_values.period_end,
        extract(year from indicator_values.period_end) as period_year,
        indicator_values.value,
        indicator_values.numerator,
        indicator_values.denominator,
        indicator_values.as_of,
        indicators.value_kind,
        areas.level_id,
        areas.bounds_from,
        case indicators.direction when 'down_good' then -1.0 else 1.0 end as orientation,
        case
            when indicators.feed in ('survey_scores', 'survey_contacts') then periods.previous_period_id
            else periods.year_ago_period_id
        end as previous_period_id,
        indicators.feed not in ('survey_scores', 'survey_contacts')
        and not periods.year_ago_cny_aligned as is_festival_moved,
        -- Shares and changes are published as percentages.
        round(
            indicator_values.value,
            indicators.decimals + case when indicators.value_kind in ('share', 'change') then 2 else 0 end
        ) as published_value,
        case
            when indicators.value_kind = 'share'
                then {{ share_variance('indicator_values.numerator', 'indicator_values.denominator') }}
            when indicators.value_kind in ('duration', 'change', 'index')
                then {{ quantile_variance('indicator_values.lower', 'indicator_values.upper', 'thresholds.z_95') }}
            -- A count has no denominator, and its scale is 1.
            else
                pow(indicators.scale / coalesce(indicator_values.denominator, 1), 2)
                * {{ count_variance('indicator_values.numerator') }}
        end as error_variance,
        -- Visits are no residents: they have no days.
        case when indicators.feed = 'patrols' then 1 else periods.days end
        * coalesce(indicator_values.denominator, population.persons) as person_days,
        periods.days,
        case
            when areas.bounds_from > indicator_values.period_start or areas.bounds_to < indicator_values.period_end
                then 'area_redrawn'
            when not indicator_values.is_complete then 'incomplete'
            when indicator_values.is_suppressed then indicator_values.suppression_reason
            when indicator_values.interval_status = 'negative_count' then 'negative_count'
            when
                indicator_values.value is null
                or indicator_values.interval_status in ('not_comparable', 'festival_moved')
                then indicator_values.interval_status
            -- What is counted in a park or an airport stands in no order with counts of places where people live.
            when indicators.value_kind = 'count' and not areas.is_residential then 'not_residential'
        end as unranked_reason
    from indicator_values
    inner join indicators on indicator_values.indicator_id = indicators.indicator_id
    -- Rows of months in which the area did not exist at all belong to no roster.
    inner join areas
        on
            indicator_values.area_id = areas.area_id
            and indicator_values.period_end >= areas.bounds_from
            and indicator_values.period_start <= areas.bounds_to
            and not areas.is_unknown
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

-- With the exposures of both periods: days × residents, or days where residents of either are unknown.
with_previous as (

    select
        comparable.*,
        previous.value as previous_value,
        previous.numerator as previous_numerator,
        previous.denominator as previous_denominator,
        previous.error_variance as previous_error_variance,
        case
            when comparable.person_days > 0 and previous.person_days > 0 then comparable.person_days
            else comparable.days
        end as exposure,
        case
            when comparable.person_days > 0 and previous.person_days > 0 then previous.person_days
            else previous.days
        end as previous_exposure,
        case
            when previous.area_id is null and comparable.bounds_from > previous_periods.period_start then 'area_redrawn'
            when previous.area_id is null then 'not_collected'
            when 'area_redrawn' in (comparable.unranked_reason, previous.unranked_reason) then 'area_redrawn'
            when 'incomplete' in (comparable.unranked_reason, previous.unranked_reason) then 'incomplete'
            else coalesce(
                comparable.unranked_reason,
                previous.unranked_reason,
                case when comparable.is_festival_moved then 'festival_moved' end
            )
        end as obstacle
    from comparable
    left join comparable as previous
        on
            comparable.area_id = previous.area_id
            and comparable.indicator_id = previous.indicator_id
            and comparable.period_type = previous.period_type
            and comparable.previous_period_id = previous.period_id
    left join periods as previous_periods
        on
            comparable.period_type = previous_periods.period_type
            and comparable.previous_period_id = previous_periods.period_id
    where
        {{ is_since_touched('comparable.period_end', months_before=12, whole_years=true) }}
        or {{ is_always_anew('comparable') }}

),

-- What all areas of the level did together is no dispersion: each is held against their common change.
common_changes as (

    select
        indicator_id,
        level_id,
        period_type,
        period_id,
        sum(numerator) / nullif(sum(exposure), 0)
        / nullif(sum(previous_numerator) / nullif(sum(previous_exposure), 0), 0) as common_ratio
    from with_previous
    where obstacle is null and value_kind in ('count', 'rate')
    group by indicator_id, level_id, period_type, period_id

),

own_changes as (

    select
        with_previous.indicator_id,
        with_previous.level_id,
        with_previous.period_type,
        with_previous.period_year,
        {{ two_counts_z(
            'with_previous.numerator', 'with_previous.exposure * common_changes.common_ratio',
            'with_previous.previous_numerator', 'with_previous.previous_exposure'
        ) }} as own_z
    from with_previous
    inner join common_changes
        on
            with_previous.indicator_id = common_changes.indicator_id
            and with_previous.level_id = common_changes.level_id
            and with_previous.period_type = common_changes.period_type
            and with_previous.period_id = common_changes.period_id
    -- None against none says nothing of how counts scatter.
    where with_previous.obstacle is null and with_previous.numerator + with_previous.previous_numerator > 0

),

-- How counts scatter in a year is told by its own changes and those of the year before.
changes_of_two_years as (

    select * from own_changes

    union all

    select
        indicator_id,
        level_id,
        period_type,
        period_year + 1 as period_year,
        own_z
    from own_changes

),

dispersions as (

    {{ winsorised_dispersion(
        'changes_of_two_years', ['indicator_id', 'level_id', 'period_type', 'period_year'], 'own_z'
    ) }}

),

tested as (

    select
        with_previous.indicator_id,
        with_previous.level_id,
        with_previous.period_type,
        with_previous.period_id,
        with_previous.period_start,
        with_previous.period_end,
        with_previous.area_id,
        with_previous.value,
        with_previous.value_kind,
        with_previous.orientation,
        with_previous.published_value,
        with_previous.error_variance,
        with_previous.unranked_reason,
        with_previous.previous_period_id,
        with_previous.previous_value,
        with_previous.obstacle,
        with_previous.as_of,
        {{ is_since_touched('with_previous.period_end', whole_years=true) }}
        or {{ is_always_anew('with_previous') }} as is_due,
        dispersions.dispersion,
        case
            when with_previous.obstacle is not null then cast(null as double)
            when with_previous.value_kind = 'share'
                then {{ two_shares_z(
                    'with_previous.numerator', 'with_previous.denominator',
                    'with_previous.previous_numerator', 'with_previous.previous_denominator'
                ) }}
            -- A change and the one before share the counts between them: they are no two estimates.
            when with_previous.value_kind = 'change' then cast(null as double)
            when with_previous.value_kind in ('duration', 'index')
                then {{ two_estimates_z(
                    'with_previous.value', 'with_previous.error_variance',
                    'with_previous.previous_value', 'with_previous.previous_error_variance'
                ) }}
            else {{ two_counts_z(
                'with_previous.numerator', 'with_previous.exposure',
                'with_previous.previous_numerator', 'with_previous.previous_exposure', 'dispersions.dispersion'
            ) }}
        end as change_z
    from with_previous
    left join dispersions
        on
            with_previous.indicator_id = dispersions.indicator_id
            and with_previous.level_id = dispersions.level_id
            and with_previous.period_type = dispersions.period_type
            and with_previous.period_year = dispersions.period_year
            and dispersions.scores >= {{ least_scores }}

),

in_scope as (

    select
        tested.*,
        area_scopes.scope_id
    from tested
    inner join area_scopes
        on
            tested.area_id = area_scopes.area_id
            -- Who was a member of a group for a part of the period only is not compared in it.
            and tested.period_start >= area_scopes.member_from
            and tested.period_end <= area_scopes.member_to

),

-- One ranking: an indicator, a scope, a level, a period. Its number stands for the five columns in the joins below.
rosters as (

    select
        row_number() over (order by {{ group_key | join(', ') }}) as roster_number,
        {%- for column in group_key %}
        {{ column }},
        {%- endfor %}
        bool_and(is_due) as is_due,
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

-- Rankings before the touched ones are asked for the rank that an area had.
due as (

    select * from on_roster
    where is_due

),

ranked as (

    select
        roster_number,
        area_id,
        is_due,
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
        one.is_due
        and not one.has_unknown_error
        and {{ surely_apart(
            'one.value', 'one.error_variance', 'other.value', 'other.error_variance', 'critical_values.z_squared'
        ) }}
    group by one.roster_number, one.area_id

),

with_ranks as (

    select
        due.*,
        ranked.rank,
        case
            when ranked.rank is not null and not due.has_unknown_error
                then 1 + coalesce(rank_limits.surely_better, 0)
        end as rank_lower,
        case
            when ranked.rank is not null and not due.has_unknown_error
                then due.areas_ranked - coalesce(rank_limits.surely_worse, 0)
        end as rank_upper,
        case
            when ranked.rank is null then due.unranked_reason
            when due.has_unknown_error then 'sample_size_not_published'
            else 'ok'
        end as rank_interval_status
    from due
    left join ranked
        on
            due.roster_number = ranked.roster_number
            and due.area_id = ranked.area_id
    left join rank_limits
        on
            due.roster_number = rank_limits.roster_number
            and due.area_id = rank_limits.area_id

),

tests as (

    select
        roster_number,
        area_id,
        {{ two_sided_p('change_z') }} as change_p
    from due
    where change_z is not null

),

adjusted as (

    {{ benjamini_hochberg('tests', ['roster_number'], 'change_p') }}

),

judged as (

    select
        with_ranks.*,
        previous.rank as previous_rank,
        adjusted.change_p,
        adjusted.p_adjusted,
        case
            when with_ranks.obstacle is not null then with_ranks.obstacle
            when with_ranks.value_kind = 'share' and with_ranks.change_z is null then 'sample_size_not_published'
            when with_ranks.value_kind in ('duration', 'change', 'index') and with_ranks.change_z is null
                then 'not_comparable'
            when with_ranks.value_kind in ('count', 'rate') and with_ranks.previous_value = 0 then 'zero_base'
            else 'ok'
        end as verdict_status,
        thresholds.z_95
    from with_ranks
    left join adjusted
        on
            with_ranks.roster_number = adjusted.roster_number
            and with_ranks.area_id = adjusted.area_id
    left join rosters as previous_rosters
        on
            with_ranks.indicator_id = previous_rosters.indicator_id
            and with_ranks.scope_id = previous_rosters.scope_id
            and with_ranks.level_id = previous_rosters.level_id
            and with_ranks.period_type = previous_rosters.period_type
            and with_ranks.previous_period_id = previous_rosters.period_id
    left join ranked as previous
        on
            previous_rosters.roster_number = previous.roster_number
            and with_ranks.area_id = previous.area_id
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
        period_end,
        area_id,
        value,
        rank,
        rank_lower,
        rank_upper,
        rank_interval_status,
        {{ top_k_claim('rank_lower', 'rank_upper', 3) }} as first_three,
        areas_ranked,
        areas_in_scope,
        previous_period_id,
        previous_rank,
        previous_value,
        case
            when obstacle is not null then cast(null as double)
            when value_kind in ('share', 'change') then value - previous_value
            else {{ relative_change('value', 'previous_value') }}
        end as change,
        dispersion,
        change_z,
        change_p,
        p_adjusted,
        {{ verdict('change_z', 'z_95') }} as verdict,
        case when p_adjusted > 0.05 then 'no_significant_change' else {{ verdict('change_z', 'z_95') }} end
            as verdict_adjusted,
        verdict_status,
        unranked_reason,
        {{ method_version('4') }} as method_version,
        as_of
    from judged

)

select * from final
