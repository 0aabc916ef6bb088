-- A printed figure against what the data give: is it that, rounded another way, another, or one that cannot be?
with

indicators as (

    select * from {{ ref('stg_indicators') }}

),

published_claims as (

    select * from {{ ref('stg_published_claims') }}

),

indicator_values as (

    select * from {{ ref('fct_indicator_values') }}

),

rankings as (

    select * from {{ ref('mart_rankings') }}

),

periods as (

    select * from {{ ref('int_periods') }}

),

areas as (

    select * from {{ ref('int_areas') }}

),

population as (

    select * from {{ ref('int_area_population') }}

),

thresholds as (

    select * from {{ ref('stg_thresholds') }}

),

claims as (

    select
        published_claims.*,
        indicators.value_kind,
        coalesce(published_claims.decimals, 0) as printed_decimals,
        row_number() over (
            order by
                published_claims.document, published_claims.period_start, published_claims.claim,
                published_claims.indicator_id, published_claims.area_id, published_claims.kind, published_claims.claimed
        ) as claim_number,
        indicators.value_kind = 'share' and published_claims.kind = 'value' as is_percentage
    from published_claims
    inner join indicators on published_claims.indicator_id = indicators.indicator_id

),

percentages as (

    select
        claim_number,
        claimed,
        printed_decimals
    from claims
    where is_percentage and claimed between 0 and 100

),

smallest_bases as (

    {{ smallest_base('percentages', 'claim_number', 'claimed', 'printed_decimals') }}

),

-- The two periods that a claim can be about; of a city's values they are few.
asked as (

    select
        claims.indicator_id,
        claims.area_id,
        claims.period_type,
        claims.period_id
    from claims

    union

    select
        claims.indicator_id,
        claims.area_id,
        claims.period_type,
        periods.year_ago_period_id as period_id
    from claims
    inner join periods
        on
            claims.period_type = periods.period_type
            and claims.period_id = periods.period_id

),

-- What a value is made of and how long it was counted, for its comparison with the year before.
exposed as (

    select
        indicator_values.*,
        periods.year_ago_period_id,
        periods.year_ago_cny_aligned,
        periods.days,
        periods.days * coalesce(indicator_values.denominator, population.persons) as person_days
    from indicator_values
    inner join asked
        on
            indicator_values.indicator_id = asked.indicator_id
            and indicator_values.area_id = asked.area_id
            and indicator_values.period_type = asked.period_type
            and indicator_values.period_id = asked.period_id
    inner join periods
        on
            indicator_values.period_type = periods.period_type
            and indicator_values.period_id = periods.period_id
    left join population
        on
            indicator_values.area_id = population.area_id
            and {{ month_start('indicator_values.period_end') }} = population.month

),

beside as (

    select
        claims.*,
        smallest_bases.smallest_base,
        counted.value,
        counted.lower,
        counted.upper,
        counted.denominator,
        counted.as_of,
        previous.value as previous_value,
        city_rankings.rank,
        city_rankings.rank_lower,
        city_rankings.rank_upper,
        case
            when claims.kind != 'rank' and counted.area_id is null then 'not_collected'
            when claims.kind = 'rank' and city_rankings.area_id is null then 'not_collected'
            when claims.kind = 'rank' then coalesce(city_rankings.unranked_reason, 'ok')
            when not counted.is_complete then 'incomplete'
            when counted.value is null then counted.interval_status
            when claims.kind = 'value' then 'ok'
            when areas.bounds_from > previous_periods.period_start then 'area_redrawn'
            when previous.area_id is null then 'not_collected'
            when not previous.is_complete then 'incomplete'
            when previous.value is null then previous.interval_status
            when claims.value_kind != 'share' and previous.value = 0 then 'zero_base'
            when not counted.year_ago_cny_aligned then 'festival_moved'
            else 'ok'
        end as test_status,
        case
            when claims.kind != 'change' then cast(null as double)
            when claims.value_kind = 'share'
                then {{ two_shares_z(
                    'counted.numerator', 'counted.denominator', 'previous.numerator', 'previous.denominator'
                ) }}
            when counted.person_days > 0 and previous.person_days > 0
                then {{ two_counts_z(
                    'counted.numerator', 'counted.person_days', 'previous.numerator', 'previous.person_days'
                ) }}
            else {{ two_counts_z('counted.numerator', 'counted.days', 'previous.numerator', 'previous.days') }}
        end as score
    from claims
    left join smallest_bases on claims.claim_number = smallest_bases.claim_number
    left join areas on claims.area_id = areas.area_id
    left join exposed as counted
        on
            claims.indicator_id = counted.indicator_id
            and claims.area_id = counted.area_id
            and claims.period_type = counted.period_type
            and claims.period_id = counted.period_id
    left join exposed as previous
        on
            counted.indicator_id = previous.indicator_id
            and counted.area_id = previous.area_id
            and counted.period_type = previous.period_type
            and counted.year_ago_period_id = previous.period_id
    left join periods as previous_periods
        on
            counted.period_type = previous_periods.period_type
            and counted.year_ago_period_id = previous_periods.period_id
    left join rankings as city_rankings
        on
            claims.kind = 'rank'
            and city_rankings.scope_id = 'city'
            and claims.indicator_id = city_rankings.indicator_id
            and claims.area_id = city_rankings.area_id
            and claims.period_type = city_rankings.period_type
            and claims.period_id = city_rankings.period_id

),

-- In the unit that is printed: a share as a percentage, its change in points, another change in per cent. A change of a
-- period that Spring Festival moved through can be worked out, not tested.
recomputed as (

    select
        beside.*,
        case
            when beside.test_status not in ('ok', 'festival_moved') then cast(null as double)
            when beside.kind = 'rank' then cast(beside.rank as double)
            when beside.kind = 'change' and beside.value_kind = 'share'
                then 100 * (beside.value - beside.previous_value)
            when beside.kind = 'change' then 100 * {{ relative_change('beside.value', 'beside.previous_value') }}
            when beside.value_kind = 'share' then 100 * beside.value
            else beside.value
        end as recomputed,
        case
            when beside.test_status not in ('ok', 'festival_moved') then cast(null as double)
            when beside.kind = 'rank' then cast(beside.rank_lower as double)
            when beside.is_percentage then 100 * beside.lower
            when beside.kind = 'value' then beside.lower
        end as recomputed_lower,
        case
            when beside.test_status not in ('ok', 'festival_moved') then cast(null as double)
            when beside.kind = 'rank' then cast(beside.rank_upper as double)
            when beside.is_percentage then 100 * beside.upper
            when beside.kind = 'value' then beside.upper
        end as recomputed_upper,
        -- A base that the claim does not state is that of the data, where there is one.
        coalesce(beside.base, cast(beside.denominator as bigint)) as known_base,
        pow(10, -beside.printed_decimals) as last_place,
        thresholds.z_95
    from beside
    cross join thresholds

),

judged as (

    select
        recomputed.*,
        recomputed.recomputed - recomputed.claimed as difference,
        coalesce(
            recomputed.is_percentage
            and coalesce(recomputed.bound, 'eq') = 'eq'
            and (
                recomputed.claimed < 0
                or recomputed.claimed > 100
                or recomputed.smallest_base > recomputed.known_base
                or not {{ is_possible_percentage(
                    'recomputed.claimed', 'recomputed.printed_decimals', 'recomputed.base'
                ) }}
            ), false
        ) as is_impossible
    from recomputed

),

final as (

    select
        claim_number,
        claim,
        document,
        indicator_id,
        area_id,
        period_type,
        period_id,
        period_start,
        kind,
        claimed,
        coalesce(bound, 'eq') as bound,
        printed_decimals as decimals,
        base as claimed_base,
        recomputed,
        recomputed_lower,
        recomputed_upper,
        difference,
        case when test_status in ('ok', 'festival_moved') then denominator end as recomputed_base,
        smallest_base,
        case
            when is_impossible then 'impossible'
            when recomputed is null then 'not_testable'
            when bound = 'ge' and difference >= -0.5 * last_place - 1e-9 then 'equal'
            when bound = 'le' and difference <= 0.5 * last_place + 1e-9 then 'equal'
            when bound in ('ge', 'le') then 'wrong'
            when abs(difference) <= 0.5 * last_place + 1e-9 then 'equal'
            -- Cut off instead of rounded, or rounded the other way.
            when kind != 'rank' and abs(difference) < last_place - 1e-9 then 'rounding'
            -- "About" a figure is within five in a hundred of it.
            when bound = 'approx' and abs(difference) <= 0.05 * abs(claimed) then 'rounding'
            else 'wrong'
        end as status,
        test_status,
        case when kind = 'change' and test_status = 'ok' then score end as change_z,
        case when kind = 'change' and test_status = 'ok' then {{ verdict('score', 'z_95') }} end as change_verdict,
        -- A place is certain where none of those that the area may have is worse than the one claimed.
        case when kind = 'rank' and test_status = 'ok' then rank_upper <= claimed end as is_rank_certain,
        {{ method_version('2') }} as method_version,
        as_of
    from judged
    order by claim_number

)

select * from final
