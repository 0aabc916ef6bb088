with

cases as (

    select * from {{ ref('method_cases') }}

),

-- Every answer of a stratum stands for as many people.
weighted as (

    select
        *,
        case when answers > 0 then population end as sum_weights,
        1.0 * population * population / nullif(answers, 0) as sum_squared_weights
    from cases

),

estimates as (

    select
        survey_id,
        sum(answers) as answers,
        sum(population) as population,
        {{ kish_design_effect('sum(answers)', 'sum(sum_weights)', 'sum(sum_squared_weights)') }}
            as kish_design_effect,
        {{ kish_effective_sample('sum(sum_weights)', 'sum(sum_squared_weights)') }} as kish_effective_sample,
        {{ stratified_share('successes', 'answers', 'population') }} as share,
        {{ stratified_variance('successes', 'answers', 'population') }} as variance,
        {{ population_weighted_mean('1.0 * successes / nullif(answers, 0)', 'population') }} as city_share
    from weighted
    group by survey_id

),

effective as (

    select
        *,
        {{ effective_sample('share', 'variance') }} as effective_sample
    from estimates

)

select
    survey_id,
    round(kish_design_effect, 6) as kish_design_effect,
    round(kish_effective_sample, 2) as kish_effective_sample,
    round(share, 7) as share,
    round(city_share, 7) as city_share,
    round(sqrt(variance), 7) as standard_error,
    round({{ design_effect('share', 'variance', 'answers', 'population') }}, 5) as design_effect,
    round(effective_sample, 3) as effective_sample,
    round({{ wilson_lower('share * effective_sample', 'effective_sample', z_value('95')) }}, 7) as lower_95,
    round({{ wilson_upper('share * effective_sample', 'effective_sample', z_value('95')) }}, 7) as upper_95
from effective
