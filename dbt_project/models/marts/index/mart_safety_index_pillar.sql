-- The index taken apart: a row for each component, and one for each pillar, whose `component_id` is `all`.
with

measures as (

    select * from {{ ref('int_index_measures') }}

),

components as (

    select * from {{ ref('stg_safety_index_components') }}

),

declared as (

    select * from {{ ref('stg_safety_index') }}

),

coverage as (

    select * from {{ ref('stg_coverage') }}
    where is_complete

),

feed_dates as (

    select * from {{ ref('int_feed_dates') }}

),

covered_feeds as (

    select
        coverage.feed,
        count(*) over () as feeds
    from coverage
    inner join components on coverage.feed = components.feed
    group by coverage.feed

),

complete_years as (

    select cast(extract(year from coverage.month) as integer) as calendar_year
    from coverage
    inner join covered_feeds on coverage.feed = covered_feeds.feed
    group by cast(extract(year from coverage.month) as integer)
    having count(*) = 12 * max(covered_feeds.feeds)

),

first_complete_year as (

    select min(calendar_year) as calendar_year from complete_years

),

reference as (

    select
        coalesce(declared.reference_start, make_date(first_complete_year.calendar_year, 1, 1)) as reference_start,
        coalesce(declared.reference_end, make_date(first_complete_year.calendar_year, 12, 31)) as reference_end
    from declared
    cross join first_complete_year

),

reference_goalposts as (

    select
        measures.level_id,
        measures.component_id,
        {{ quantile_of('measures.measure', 0.05) }} as lowest,
        {{ quantile_of('measures.measure', 0.95) }} as highest
    from measures
    cross join reference
    where
        measures.measure_status = 'ok'
        and measures.month between reference.reference_start and reference.reference_end
    group by measures.level_id, measures.component_id

),

with_goalposts as (

    select
        measures.*,
        components.pillar_id,
        components.pillar_name_zh,
        components.pillar_name_en,
        components.pillar_weight,
        components.name_zh,
        components.name_en,
        components.component_weight,
        components.indicator_id,
        components.direction,
        components.months,
        components.sort_order,
        feed_dates.as_of,
        reference.reference_start,
        reference.reference_end,
        components.lowest is not null as is_declared,
        coalesce(components.lowest, reference_goalposts.lowest) as lowest,
        coalesce(components.highest, reference_goalposts.highest) as highest
    from measures
    inner join components on measures.component_id = components.component_id
    cross join reference
    left join reference_goalposts
        on
            measures.level_id = reference_goalposts.level_id
            and measures.component_id = reference_goalposts.component_id
    left join feed_dates on components.feed = feed_dates.feed

),

-- The error is that of the measure, goalposts taken as known. A score at its end keeps it: chance does not stop there.
scored as (

    select
        *,
        case direction
            when 'up_good' then {{ goalpost_score('measure', 'lowest', 'highest', direction='up_good') }}
            when 'down_good' then {{ goalpost_score('measure', 'lowest', 'highest', direction='down_good') }}
        end as score,
        case when highest > lowest then 100 * sqrt(measure_variance) / nullif(highest - lowest, 0) end
            as score_standard_error
    from with_goalposts

),

judged as (

    select
        *,
        case
            when measure_status = 'ok' and score is null then 'not_comparable'
            else measure_status
        end as score_status
    from scored

),

pillars as (

    select
        area_id,
        level_id,
        month,
        pillar_id,
        pillar_name_zh,
        pillar_name_en,
        pillar_weight,
        bool_and(is_complete) as is_complete,
        {{ weighted_arithmetic_mean('score', 'component_weight') }} as score,
        case
            when count(*) = count(score_standard_error)
                then sqrt(sum(pow(component_weight * score_standard_error, 2))) / nullif(sum(component_weight), 0)
        end as score_standard_error,
        -- Of the first that is missing.
        min_by(score_status, sort_order + case score_status when 'ok' then 1000000 else 0 end) as score_status,
        min(sort_order) - 1 as sort_order,
        min(as_of) as as_of
    from judged
    group by area_id, level_id, month, pillar_id, pillar_name_zh, pillar_name_en, pillar_weight

),

without_one as (

    {{ leave_one_out('pillars', ['level_id', 'month'], 'area_id', 'pillar_id', 'score', 'pillar_weight') }}

),

parts as (

    select
        pillars.area_id,
        pillars.month,
        pillars.level_id,
        pillars.pillar_id,
        'all' as component_id,
        pillars.pillar_name_zh as name_zh,
        pillars.pillar_name_en as name_en,
        pillars.is_complete,
        cast(null as integer) as months,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        cast(null as double) as measure,
        cast(null as string) as direction,
        cast(null as double) as goalpost_lowest,
        cast(null as double) as goalpost_highest,
        cast(null as string) as goalposts_from,
        pillars.score,
        pillars.score_standard_error,
        pillars.pillar_weight as weight,
        without_one.mean_absolute_rank_shift,
        pillars.score_status,
        pillars.sort_order,
        pillars.as_of
    from pillars
    left join without_one
        on
            pillars.level_id = without_one.level_id
            and pillars.month = without_one.month
            and pillars.pillar_id = without_one.pillar_id

    union all

    select
        area_id,
        month,
        level_id,
        pillar_id,
        component_id,
        name_zh,
        name_en,
        is_complete,
        months,
        numerator,
        denominator,
        measure,
        direction,
        lowest as goalpost_lowest,
        highest as goalpost_highest,
        case
            when is_declared then 'declared'
            when lowest is not null
                then concat({{ month_period_id('reference_start') }}, '/', {{ month_period_id('reference_end') }})
        end as goalposts_from,
        score,
        score_standard_error,
        pillar_weight * component_weight as weight,
        cast(null as double) as mean_absolute_rank_shift,
        score_status,
        sort_order,
        as_of
    from judged

),

final as (

    select
        area_id,
        month,
        {{ month_period_id('month') }} as period_id,
        level_id,
        pillar_id,
        component_id,
        name_zh,
        name_en,
        is_complete,
        months,
        numerator,
        denominator,
        measure,
        direction,
        goalpost_lowest,
        goalpost_highest,
        goalposts_from,
        score,
        score_standard_error,
        weight,
        weight * score as contribution,
        mean_absolute_rank_shift,
        score_status,
        sort_order,
        {{ method_version() }} as method_version,
        as_of
    from parts
    order by month, level_id, area_id, sort_order

)

select * from final
