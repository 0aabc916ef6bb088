{%- set sets = 200 -%}

-- Of the last 24 months with an index: each set of weights ranks every area once more.
with

pillars as (

    select * from {{ ref('mart_safety_index_pillar') }}
    where component_id = 'all'

),

indices as (

    select * from {{ ref('mart_safety_index') }}
    where index_status = 'ok'

),

last_months as (

    select
        month,
        row_number() over (order by month desc) as months_back
    from indices
    group by month

),

recent as (

    select indices.*
    from indices
    inner join last_months on indices.month = last_months.month
    where last_months.months_back <= 24

),

scores as (

    select
        pillars.area_id,
        pillars.level_id,
        pillars.month,
        pillars.pillar_id,
        pillars.score
    from pillars
    inner join recent
        on
            pillars.area_id = recent.area_id
            and pillars.month = recent.month

),

pillar_weights as (

    select
        pillar_id,
        max(weight) as weight
    from pillars
    group by pillar_id

),

drawn_weights as (

    {{ weight_sets('pillar_weights', [], 'pillar_id', 'weight', sets=sets) }}

),

drawn_ranks as (

    {{ rank_under_weights('scores', 'drawn_weights', ['level_id', 'month'], 'area_id', 'pillar_id', 'score') }}

),

sensitivity as (

    {{ rank_sensitivity('drawn_ranks', ['level_id', 'month'], 'area_id', 3) }}

),

final as (

    select
        recent.area_id,
        recent.month,
        recent.period_id,
        recent.level_id,
        recent.rank,
        recent.areas_ranked,
        cast({{ sets }} as bigint) as weight_sets,
        sensitivity.rank_p5,
        sensitivity.rank_median,
        sensitivity.rank_p95,
        sensitivity.rank_best,
        sensitivity.rank_worst,
        cast(sensitivity.share_of_sets_in_top as double) as share_of_sets_in_first_three,
        {{ method_version() }} as method_version,
        recent.as_of
    from recent
    inner join sensitivity
        on
            recent.level_id = sensitivity.level_id
            and recent.month = sensitivity.month
            and recent.area_id = sensitivity.area_id
    order by recent.month, recent.level_id, recent.area_id

)

select * from final
