{%- set scorings = ['top2', 'top3', 'mean100', 'mean10'] -%}

with

cases as (

    select * from {{ ref('method_cases') }}
    where position is not null

),

points as (

    select
        {%- for scoring in scorings %}
        {{ scoring_points(scoring, 'position', 'options') }} as {{ scoring }},
        {%- endfor %}
        item_id,
        sum_weights
    from cases

),

sums as (

    select
        {%- for scoring in scorings %}
        sum(sum_weights * {{ scoring }}) as {{ scoring }}_sum,
        sum(sum_weights * {{ scoring }} * {{ scoring }}) as {{ scoring }}_squares,
        {%- endfor %}
        item_id,
        sum(sum_weights) as answers
    from points
    group by item_id

),

variances as (

    select
        *,
        {%- for scoring in scorings %}
        {{ mean_score_variance(scoring ~ '_sum', scoring ~ '_squares', 'answers', 'answers') }}
            as {{ scoring }}_variance,
        {%- endfor %}
        answers > 0 as is_answered
    from sums

)

select
    {%- for scoring in scorings %}
    round({{ mean_score(scoring ~ '_sum', 'answers') }}, 9) as {{ scoring }},
    round(sqrt({{ scoring }}_variance), 9) as {{ scoring }}_se,
    {%- endfor %}
    item_id
from variances
