{#- Scorings of answers, each with how far its points reach from the worst answer to the best. -#}
{%- set reaches = {
    'top_two': 1, 'top_two_of_all': 1, 'top_three': 1, 'mean_100': 100, 'mean_10': 10, 'net': 2,
} -%}
{%- set shares = "('published', 'top_two', 'top_two_of_all', 'top_three')" -%}
{%- set wave = ['wave_id', 'period_type', 'period_id', 'period_start', 'period_end'] -%}
{%- set cell = wave + ['area_id', 'measure_id', 'scoring'] -%}

-- What a wave of a survey says of a measure in an area, by every scoring its answers allow, and as published.
with

survey_answers as (

    select * from {{ ref('stg_survey_answers') }}

),

survey_options as (

    select * from {{ ref('stg_survey_options') }}

),

survey_scores as (

    select * from {{ ref('stg_survey_scores') }}

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

-- Which scorings a question allows: three boxes are of five answers; two answers have one share and no mean.
scales as (

    select
        measure_id,
        count(case when not is_no_opinion then 1 end) as valid_options,
        count(case when is_no_opinion then 1 end) as no_opinion_options,
        count(case when not is_no_opinion then points_100 end) as options_with_points_100,
        count(case when not is_no_opinion then points_10 end) as options_with_points_10,
        count(case when is_bottom then 1 end) as bottom_options
    from survey_options
    group by measure_id

),

scorings as (

    select
        listed.scoring,
        cast(listed.reach as double) as reach
    from (
        values
        {%- for scoring, reach in reaches.items() %}
        ('{{ scoring }}', {{ reach }}){{ ',' if not loop.last }}
        {%- endfor %}
    ) as listed (scoring, reach)

),

allowed as (

    select
        scales.measure_id,
        scorings.scoring,
        scorings.reach
    from scales
    cross join scorings
    where
        scorings.scoring = 'top_two'
        or (scorings.scoring = 'top_two_of_all' and scales.no_opinion_options > 0)
        or (scorings.scoring = 'top_three' and scales.valid_options = 5)
        or (
            scorings.scoring = 'mean_100'
            and scales.valid_options > 2 and scales.options_with_points_100 = scales.valid_options
        )
        or (
            scorings.scoring = 'mean_10'
            and scales.valid_options > 2 and scales.options_with_points_10 = scales.valid_options
        )
        or (scorings.scoring = 'net' and scales.valid_options > 2 and scales.bottom_options > 0)

),

-- Points of an answer; none where it does not belong to the base.
option_points as (

    select
        allowed.scoring,
        allowed.reach,
        survey_options.measure_id,
        survey_options.option_id,
        survey_options.is_no_opinion,
        cast(
            case
                when allowed.scoring = 'top_two_of_all'
                    then case when survey_options.is_top_two and not survey_options.is_no_opinion then 1 else 0 end
                when survey_options.is_no_opinion then null
                when allowed.scoring = 'top_two' then case when survey_options.is_top_two then 1 else 0 end
                when allowed.scoring = 'top_three' then case when survey_options.is_top_three then 1 else 0 end
                when allowed.scoring = 'mean_100' then survey_options.points_100
                when allowed.scoring = 'mean_10' then survey_options.points_10
                when survey_options.is_top_two then 1
                when survey_options.is_bottom then -1
                else 0
            end as double
        ) as points
    from allowed
    inner join survey_options on allowed.measure_id = survey_options.measure_id

),

scored_answers as (

    select
        {{ columns_of('survey_answers', wave) }}
        survey_answers.area_id,
        survey_answers.measure_id,
        option_points.scoring,
        coalesce(survey_answers.stratum, '') as stratum,
        survey_answers.stratum_population,
        survey_answers.answers,
        coalesce(survey_answers.weight, survey_answers.answers) as weight,
        case
            when survey_answers.weight is null or survey_answers.answers = 0 then survey_answers.answers
            else survey_answers.squared_weight
        end as squared_weight,
        option_points.is_no_opinion,
        option_points.points,
        option_points.reach
    from survey_answers
    inner join option_points
        on
            survey_answers.measure_id = option_points.measure_id
            and survey_answers.option_id = option_points.option_id

),

strata as (

    select
        {{ cell | join(', ') }},
        stratum,
        max(reach) as reach,
        max(stratum_population) as stratum_population,
        sum(case when points is not null then answers else 0 end) as answers,
        sum(case when points is not null then weight else 0 end) as sum_weights,
        case
            when count(case when points is not null and squared_weight is null then 1 end) = 0
                then sum(case when points is not null then squared_weight else 0 end)
        end as sum_squared_weights,
        sum(coalesce(weight * points, 0)) as sum_weighted_scores,
        sum(coalesce(weight * points * points, 0)) as sum_weighted_squares,
        min(case when answers > 0 then points end) as least_points,
        max(case when answers > 0 then points end) as most_points,
        sum(weight) as weight_of_all,
        sum(case when is_no_opinion then weight else 0 end) as weight_of_no_opinion
    from scored_answers
    group by {{ cell | join(', ') }}, stratum

),

-- Where the people of all strata are known, a stratum weighs as many, however many of them were asked.
with_strata as (

    select
        *,
        {{ kish_effective_sample('sum_weights', 'sum_squared_weights') }} as effective_answers,
        count(case when stratum_population > 0 then 1 end) over (partition by {{ cell | join(', ') }})
        = count(*) over (partition by {{ cell | join(', ') }}) as is_stratified
    from strata

),

restated as (

    select
        *,
        case when is_stratified then stratum_population / nullif(sum_weights, 0) else 1.0 end as factor,
        case when is_stratified then stratum_population / nullif(weight_of_all, 0) else 1.0 end as factor_of_all
    from with_strata

),

area_sums as (

    select
        {{ cell | join(', ') }},
        is_stratified,
        max(reach) as reach,
        sum(answers) as answers,
        case when is_stratified then sum(stratum_population) end as people,
        -- A stratum of which nobody is in the base leaves the whole unknown.
        case when count(*) = count(factor) then sum(sum_weights * factor) end as sum_weights,
        case
            when count(*) = count(sum_squared_weights * factor) then sum(sum_squared_weights * factor * factor)
        end as sum_squared_weights,
        sum(sum_weighted_scores * factor) as sum_weighted_scores,
        sum(sum_weighted_squares * factor) as sum_weighted_squares,
        min(least_points) as least_points,
        max(most_points) as most_points,
        {{ share('sum(weight_of_no_opinion * factor_of_all)', 'sum(weight_of_all * factor_of_all)') }}
            as no_opinion_share,
        {{ stratified_mean_variance(
            'sum_weighted_scores / nullif(sum_weights, 0) * effective_answers',
            'sum_weighted_squares / nullif(sum_weights, 0) * effective_answers',
            'effective_answers', 'stratum_population',
        ) }} as stratified_variance
    from restated
    group by {{ cell | join(', ') }}, is_stratified

),

area_moments as (

    select
        {{ cell | join(', ') }},
        reach,
        case when is_stratified then 'strata' else 'answers' end as estimation,
        answers,
        people,
        {{ mean_score('sum_weighted_scores', 'sum_weights') }} as mean,
        {{ mean_score('sum_weighted_squares', 'sum_weights') }} as mean_square,
        {{ kish_effective_sample('sum_weights', 'sum_squared_weights') }} as kish_answers,
        case when is_stratified then stratified_variance end as design_variance,
        {{ mean_score_variance(
            'sum_weighted_scores', 'sum_weighted_squares', 'sum_weights',
            kish_effective_sample('sum_weights', 'sum_squared_weights'),
        ) }} as weights_variance,
        least_points,
        most_points,
        no_opinion_share,
        case
            when answers = 0 or sum_weights is null then 'no_denominator'
            when sum_squared_weights is null then 'sample_size_not_published'
            else 'ok'
        end as obstacle
    from area_sums

),

-- All answer alike: their spread is none, and what is not known of the others is that of half an answer at the far end.
area_variances as (

    select
        *,
        least_points = most_points as is_unanimous,
        case
            when least_points = most_points
                then reach * reach * {{ share_variance('kish_answers', 'kish_answers') }}
            else coalesce(design_variance, weights_variance)
        end as variance
    from area_moments

),

-- An area whose parts were asked and which was not itself: all its residential parts have to be known.
asked_in_area as (

    select distinct
        {{ cell | join(', ') }}
    from area_variances

),

wholes as (

    select distinct
        parents.area_id,
        parents.hierarchy,
        {{ columns_of('asked_in_area', wave + ['measure_id']) }}
        asked_in_area.scoring
    from asked_in_area
    inner join areas on asked_in_area.area_id = areas.area_id
    inner join areas as parents
        on
            areas.parent_area_id = parents.area_id
            and areas.hierarchy = parents.hierarchy
    left join asked_in_area as own
        on
            parents.area_id = own.area_id
            and {{ same_columns('asked_in_area', 'own', ['wave_id', 'measure_id', 'scoring']) }}
    where own.area_id is null

),

parts as (

    select
        {{ columns_of('wholes', cell) }}
        areas.area_id as part_id,
        population.persons,
        area_variances.reach,
        area_variances.answers,
        area_variances.mean,
        area_variances.mean_square,
        area_variances.kish_answers,
        area_variances.variance,
        area_variances.least_points,
        area_variances.most_points,
        area_variances.no_opinion_share
    from wholes
    inner join areas
        on
            wholes.area_id = areas.parent_area_id
            and wholes.hierarchy = areas.hierarchy
            and wholes.period_end between areas.bounds_from and areas.bounds_to
    left join population
        on
            areas.area_id = population.area_id
            and {{ month_start('wholes.period_end') }} = population.month
    left join area_variances
        on
            areas.area_id = area_variances.area_id
            and {{ same_columns('wholes', 'area_variances', ['wave_id', 'measure_id', 'scoring']) }}
    where areas.is_residential and not areas.is_unknown

),

whole_moments as (

    select
        {{ cell | join(', ') }},
        max(reach) as reach,
        'population_weighted' as estimation,
        sum(answers) as answers,
        sum(persons) as people,
        {{ population_weighted_mean('mean', 'persons') }} as mean,
        {{ population_weighted_mean('mean_square', 'persons') }} as mean_square,
        {{ kish_effective_sample('sum(persons)', 'sum(persons * persons / kish_answers)') }} as kish_answers,
        {{ population_weighted_variance('variance', 'persons') }} as design_variance,
        cast(null as double) as weights_variance,
        min(least_points) as least_points,
        max(most_points) as most_points,
        {{ population_weighted_mean('no_opinion_share', 'persons') }} as no_opinion_share,
        case
            when count(answers) < count(*) then 'not_collected'
            when count(persons) < count(*) then 'no_population'
            when count(mean) < count(*) then 'no_denominator'
            when count(variance) < count(*) then 'sample_size_not_published'
            else 'ok'
        end as obstacle
    from parts
    group by {{ cell | join(', ') }}

),

whole_variances as (

    select
        *,
        least_points = most_points as is_unanimous,
        case
            when least_points = most_points
                then reach * reach * {{ share_variance('kish_answers', 'kish_answers') }}
            else design_variance
        end as variance
    from whole_moments

),

all_variances as (

    select * from area_variances
    union all
    select * from whole_variances

),

estimates as (

    select
        {{ cell | join(', ') }},
        estimation,
        obstacle,
        cast(answers as double) as answers,
        case when is_unanimous then least_points else mean end as score,
        cast(null as double) as published_numerator,
        sqrt(variance) as standard_error,
        case
            when is_unanimous or design_variance is null then kish_answers
            else {{ effective_sample('mean', 'variance', 'mean_square - mean * mean') }}
        end as effective_answers,
        case
            when is_unanimous or design_variance is null then answers / nullif(kish_answers, 0)
            else {{ design_effect('mean', 'variance', 'answers', 'people', 'mean_square - mean * mean') }}
        end as design_effect,
        no_opinion_share
    from all_variances

),

published as (

    select
        {{ wave | join(', ') }},
        area_id,
        measure_id,
        'published' as scoring,
        'published' as estimation,
        case when denominator is null then 'sample_size_not_published' else 'ok' end as obstacle,
        denominator as answers,
        score,
        coalesce(numerator, score * denominator) as published_numerator,
        sqrt({{ share_variance('coalesce(numerator, score * denominator)', 'denominator') }}) as standard_error,
        denominator as effective_answers,
        cast(null as double) as design_effect,
        cast(null as double) as no_opinion_share
    from survey_scores

),

combined as (

    select * from estimates
    union all
    select * from published

),

-- What a score rests on is the smaller of how many answered and how many they are worth.
based as (

    select
        combined.*,
        combined.scoring in {{ shares }} as is_share,
        least(combined.answers, combined.effective_answers) as base,
        thresholds.minimum_sample,
        thresholds.flag_sample,
        thresholds.z_95,
        coalesce(combined.published_numerator, combined.score * combined.effective_answers) as successes,
        -- Where a question has two answers, whoever does not know is one who does not say yes.
        case
            when combined.scoring = 'published' then 3
            when combined.obstacle in ('not_collected', 'no_population')
                then case when combined.scoring = 'top_two' then 4 end
            when combined.scoring = 'top_two_of_all' and scales.valid_options = 2 then 1
            when combined.scoring = 'top_two' then 2
        end as preference
    from combined
    left join scales on combined.measure_id = scales.measure_id
    cross join thresholds

),

judged as (

    select
        *,
        case
            when obstacle in ('not_collected', 'no_population', 'no_denominator') then obstacle
            when base < minimum_sample then 'sample_too_small'
            else obstacle
        end as interval_status,
        preference = min(preference) over (partition by wave_id, area_id, measure_id) as is_headline
    from based

),

final as (

    select
        {{ cell | join(', ') }},
        coalesce(is_headline, false) as is_headline,
        estimation,
        is_share,
        cast(answers as bigint) as answers,
        case when interval_status in ('ok', 'sample_size_not_published') then score end as score,
        case when interval_status = 'ok' and is_share then successes end as numerator,
        case
            when interval_status = 'ok' then effective_answers
            when interval_status = 'sample_too_small' then base
            when interval_status = 'no_denominator' then 0.0
        end as denominator,
        case when interval_status = 'ok' then standard_error end as standard_error,
        case when interval_status = 'ok' then design_effect end as design_effect,
        case
            when interval_status != 'ok' then cast(null as double)
            when is_share then {{ wilson_lower('successes', 'effective_answers', 'z_95') }}
            else score - z_95 * standard_error
        end as lower,
        case
            when interval_status != 'ok' then cast(null as double)
            when is_share then {{ wilson_upper('successes', 'effective_answers', 'z_95') }}
            else score + z_95 * standard_error
        end as upper,
        interval_status,
        interval_status = 'ok' and base < flag_sample as is_flagged,
        case when interval_status in ('ok', 'sample_size_not_published') then no_opinion_share end as no_opinion_share
    from judged

)

select * from final
