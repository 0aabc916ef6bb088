with

pillars as (

    select * from {{ ref('mart_safety_index_pillar') }}
    where component_id = 'all'

),

declared as (

    select * from {{ ref('stg_safety_index') }}

),

areas as (

    select * from {{ ref('int_areas') }}

),

periods as (

    select * from {{ ref('int_periods') }}
    where period_type = 'M'

),

thresholds as (

    select * from {{ ref('stg_thresholds') }}

),

indices as (

    select
        pillars.area_id,
        pillars.month,
        pillars.period_id,
        pillars.level_id,
        bool_and(pillars.is_complete) as is_complete,
        count(*) - count(pillars.score) as pillars_missing,
        {{ weighted_arithmetic_mean('pillars.score', 'pillars.weight') }} as index_value,
        {{ weighted_geometric_mean('pillars.score', 'pillars.weight', least_score=1) }} as index_geometric,
        case
            when count(*) = count(pillars.score) and count(*) = count(pillars.score_standard_error)
                then sum(pow(pillars.weight * pillars.score_standard_error, 2)) / nullif(pow(sum(pillars.weight), 2), 0)
        end as index_variance,
        -- Of the first pillar that is missing.
        min_by(pillars.score_status, pillars.sort_order + case pillars.score_status when 'ok' then 1000000 else 0 end)
            as index_status,
        min(pillars.as_of) as as_of
    from pillars
    group by pillars.area_id, pillars.month, pillars.period_id, pillars.level_id

),

-- A colour is that of the value as published: 69.96 is 70.0.
published as (

    select
        indices.*,
        declared.green_from,
        declared.yellow_from,
        declared.orange_from,
        thresholds.z_95,
        round(indices.index_value, declared.decimals) as published_value,
        case
            when indices.index_variance is not null
                then greatest(0.0, indices.index_value - thresholds.z_95 * sqrt(indices.index_variance))
        end as index_lower,
        case
            when indices.index_variance is not null
                then least(100.0, indices.index_value + thresholds.z_95 * sqrt(indices.index_variance))
        end as index_upper,
        cast(12 * extract(year from indices.month) + extract(month from indices.month) as integer) as month_number
    from indices
    cross join declared
    cross join thresholds

),

coloured as (

    select
        *,
        case
            when published_value >= green_from then 'green'
            when published_value >= yellow_from then 'yellow'
            when published_value >= orange_from then 'orange'
            when published_value is not null then 'red'
        end as colour
    from published

),

streaks as (

    {{ streak_of_red('coloured', ['area_id'], 'month_number', 'colour') }}

),

ranked as (

    {{ rank_intervals(
        'published', ['level_id', 'month'], 'area_id', 'index_value', 'published_value', 'index_variance'
    ) }}

),

-- No component looks back further than 12 months, so that the two share no call.
compared as (

    select
        published.area_id,
        published.month,
        published.index_value,
        published.z_95,
        before.index_value as year_ago_index,
        {{ two_estimates_z(
            'published.index_value', 'published.index_variance', 'before.index_value', 'before.index_variance'
        ) }} as score,
        case
            when published.index_status != 'ok' then published.index_status
            when before.area_id is null and areas.bounds_from > {{ add_months('published.month', -12) }}
                then 'area_redrawn'
            when before.area_id is null then 'not_collected'
            when before.index_status != 'ok' then before.index_status
            when not periods.year_ago_cny_aligned then 'festival_moved'
            when published.index_variance is null or before.index_variance is null then 'sample_size_not_published'
            else 'ok'
        end as year_ago_status
    from published
    inner join areas on published.area_id = areas.area_id
    left join periods on published.period_id = periods.period_id
    left join published as before
        on
            published.area_id = before.area_id
            and published.month_number - 12 = before.month_number

),

final as (

    select
        streaks.area_id,
        streaks.month,
        streaks.period_id,
        streaks.level_id,
        streaks.is_complete,
        streaks.index_value,
        streaks.index_lower,
        streaks.index_upper,
        streaks.index_geometric,
        streaks.colour,
        streaks.green_from,
        streaks.yellow_from,
        streaks.orange_from,
        case
            when streaks.index_lower is null or streaks.index_upper is null then cast(null as boolean)
            else not (
                (streaks.index_lower < streaks.green_from and streaks.index_upper >= streaks.green_from)
                or (streaks.index_lower < streaks.yellow_from and streaks.index_upper >= streaks.yellow_from)
                or (streaks.index_lower < streaks.orange_from and streaks.index_upper >= streaks.orange_from)
            )
        end as is_colour_sure,
        ranked.rank,
        ranked.rank_lower,
        ranked.rank_upper,
        ranked.areas_ranked,
        case
            when streaks.index_status != 'ok' then streaks.index_status
            when ranked.rank_lower is null then 'sample_size_not_published'
            else 'ok'
        end as rank_interval_status,
        case when streaks.colour is not null then streaks.red_streak end as red_streak,
        case
            when streaks.red_streak >= 5 then 'heavier_measure'
            when streaks.red_streak = 4 then 'talk'
            when streaks.red_streak = 3 then 'letter'
        end as suggested_step,
        compared.year_ago_index,
        case when compared.year_ago_status != 'festival_moved' then compared.index_value - compared.year_ago_index end
            as year_ago_change,
        case when compared.year_ago_status != 'festival_moved' then compared.score end as year_ago_z,
        case
            when compared.year_ago_status != 'festival_moved' then {{ verdict('compared.score', 'compared.z_95') }}
        end as year_ago_verdict,
        compared.year_ago_status,
        streaks.pillars_missing,
        streaks.index_status,
        {{ method_version('2') }} as method_version,
        streaks.as_of
    from streaks
    inner join compared
        on
            streaks.area_id = compared.area_id
            and streaks.month = compared.month
    left join ranked
        on
            streaks.level_id = ranked.level_id
            and streaks.month = ranked.month
            and streaks.area_id = ranked.area_id
    order by streaks.month, streaks.level_id, streaks.area_id

)

select * from final
