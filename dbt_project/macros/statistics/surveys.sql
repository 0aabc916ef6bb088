{#- Surveys: weights, strata, scorings, and the sample an interval may rest on. Intervals of shares are Wilson's on the
    effective sample: `wilson_lower(p·n_eff, n_eff)`. -#}

{% macro kish_design_effect(answers, sum_weights, sum_squared_weights) -%}
    ({{ double(answers) }} * {{ double(sum_squared_weights) }} / nullif(pow({{ double(sum_weights) }}, 2), 0))
{%- endmacro %}

{% macro kish_effective_sample(sum_weights, sum_squared_weights) -%}
    (pow({{ double(sum_weights) }}, 2) / nullif({{ double(sum_squared_weights) }}, 0))
{%- endmacro %}

{% macro effective_sample(share, variance, spread=none) -%}
    {%- set spread = spread or _spread_of_share(share) -%}
    case when {{ double(spread) }} > 0 then {{ double(spread) }} / nullif({{ double(variance) }}, 0) end
{%- endmacro %}

{% macro design_effect(share, variance, answers, population, spread=none) -%}
    {%- set spread = spread or _spread_of_share(share) -%}
    {%- set n = double(answers) -%}
    ({{ double(variance) }} / nullif(
        (1 - {{ n }} / nullif({{ double(population) }}, 0)) * {{ double(spread) }} / nullif({{ n }} - 1, 0), 0
    ))
{%- endmacro %}

{% macro _spread_of_share(share) -%}
    {{ double(share) }} * (1 - {{ double(share) }})
{%- endmacro %}

{% macro stratified_share(successes, answers, population) -%}
    {%- set known = answers ~ ' > 0 and ' ~ successes ~ ' >= 0 and ' ~ population ~ ' > 0' -%}
    case
        when count(*) = count(case when {{ known }} then 1 end)
            then sum({{ double(population) }} * {{ double(successes) }} / nullif({{ double(answers) }}, 0))
                / nullif(sum({{ double(population) }}), 0)
    end
{%- endmacro %}

{% macro stratified_variance(successes, answers, population) -%}
    {#- Successes are points of 0 and 1, and so are their squares. -#}
    {{ stratified_mean_variance(
        'case when ' ~ successes ~ ' between 0 and ' ~ answers ~ ' then ' ~ successes ~ ' end',
        successes, answers, population
    ) }}
{%- endmacro %}

{% macro stratified_mean_variance(sum_scores, sum_squares, answers, population) -%}
    {#- A stratum of one answer has no variance of its own, unless that one is all there is. -#}
    {%- set mean = '(' ~ double(sum_scores) ~ ' / nullif(' ~ double(answers) ~ ', 0))' -%}
    {%- set square = '(' ~ double(sum_squares) ~ ' / nullif(' ~ double(answers) ~ ', 0))' -%}
    {%- set n = double(answers) -%}
    {%- set total = double(population) -%}
    {%- set term -%}
        case
            when {{ mean }} is null or {{ square }} is null then cast(null as double)
            when {{ n }} = {{ total }} then 0.0
            when {{ n }} > 1 and {{ n }} < {{ total }}
                then pow({{ total }}, 2) * (1 - {{ n }} / nullif({{ total }}, 0))
                    * greatest(0.0, {{ square }} - pow({{ mean }}, 2)) / nullif({{ n }} - 1, 0)
        end
    {%- endset -%}
    case
        when count(*) = count({{ term }}) then sum({{ term }}) / nullif(pow(sum({{ total }}), 2), 0)
    end
{%- endmacro %}

{% macro population_weighted_mean(value, population) -%}
    case
        when count(*) = count(case when {{ population }} >= 0 and {{ value }} is not null then 1 end)
            then sum({{ double(value) }} * {{ double(population) }}) / nullif(sum({{ double(population) }}), 0)
    end
{%- endmacro %}

{% macro population_weighted_variance(variance, population) -%}
    case
        when count(*) = count(case when {{ population }} >= 0 and {{ variance }} >= 0 then 1 end)
            then sum({{ double(variance) }} * pow({{ double(population) }}, 2))
                / nullif(pow(sum({{ double(population) }}), 2), 0)
    end
{%- endmacro %}

{% macro scoring_points(scoring, position, options) -%}
    {%- set k = double(options) -%}
    {%- set points = {
        'top2': 'case when ' ~ position ~ ' <= 2 then 1 else 0 end',
        'top3': 'case when ' ~ options ~ ' = 5 then case when ' ~ position ~ ' <= 3 then 1 else 0 end end',
        'mean100': '100 * (' ~ k ~ ' - ' ~ position ~ ') / nullif(' ~ k ~ ' - 1, 0)',
        'mean10': 'case when ' ~ options ~ ' = 5 then case ' ~ position ~ ' when 1 then 10 when 2 then 8 when 3 then 5 '
            ~ 'when 4 then 2 when 5 then 0 end end',
    } -%}
    {%- if scoring not in points -%}
        {{ exceptions.raise_compiler_error('scoring_points knows ' ~ points | join(', ') ~ ", not '" ~ scoring ~ "'") }}
    {%- endif -%}
    case when {{ position }} between 1 and {{ options }} then cast({{ points[scoring] }} as double) end
{%- endmacro %}

{% macro mean_score(sum_weighted_scores, sum_weights) -%}
    {{ share(sum_weighted_scores, sum_weights) }}
{%- endmacro %}

{% macro mean_score_variance(sum_weighted_scores, sum_weighted_squares, sum_weights, effective_sample) -%}
    case
        when {{ effective_sample }} > 0 and {{ sum_weights }} > 0 and {{ sum_weighted_squares }} is not null
            and {{ sum_weighted_scores }} is not null
            then greatest(
                0.0,
                {{ mean_score(sum_weighted_squares, sum_weights) }}
                - pow({{ mean_score(sum_weighted_scores, sum_weights) }}, 2)
            ) / {{ double(effective_sample) }}
    end
{%- endmacro %}
