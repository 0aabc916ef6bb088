{#- Composite indices: bring indicators to one scale, then put them together. Weights need not add up to one. -#}

{% macro goalpost_score(value, lowest, highest, direction='up_good', scale=100) -%}
    {#- Clipped at the goalposts, which stay where they were put: what lies beyond scores no more. -#}
    {%- set ahead = '(' ~ double(value) ~ ' - ' ~ double(lowest) ~ ')' -%}
    {%- set left = '(' ~ double(highest) ~ ' - ' ~ double(value) ~ ')' -%}
    case
        when {{ highest }} > {{ lowest }} and {{ value }} is not null
            then {{ scale }} * least(1.0, greatest(0.0,
                {{ {'up_good': ahead, 'down_good': left}[direction] }} / nullif({{ double(highest) }} - {{ double(lowest) }}, 0)
            ))
    end
{%- endmacro %}

{% macro standard_score(value, mean, sd, direction='up_good') -%}
    (
        100 {{ {'up_good': '+', 'down_good': '-'}[direction] }} 10 * ({{ double(value) }} - {{ double(mean) }})
        / nullif({{ double(sd) }}, 0)
    )
{%- endmacro %}

{% macro weighted_arithmetic_mean(score, weight, window='') -%}
    {%- set over = ' over (' ~ window ~ ')' if window -%}
    case
        when count(*){{ over }} = count(case when {{ score }} is not null and {{ weight }} >= 0 then 1 end){{ over }}
            then sum({{ double(weight) }} * {{ double(score) }}){{ over }} / nullif(sum({{ double(weight) }}){{ over }}, 0)
    end
{%- endmacro %}

{% macro weighted_geometric_mean(score, weight, least_score=none) -%}
    {#- With `least_score` a component of zero does not make the whole zero; without, zero and less have no such mean. -#}
    {%- set s = double(score) if least_score is none else 'greatest(' ~ double(score) ~ ', ' ~ double(least_score) ~ ')' -%}
    {%- set usable = score ~ ' is not null and ' ~ weight ~ ' >= 0 and ' ~ s ~ ' > 0' -%}
    case
        when count(*) = count(case when {{ usable }} then 1 end)
            then exp(
                sum({{ double(weight) }} * case when {{ usable }} then ln({{ s }}) end)
                / nullif(sum({{ double(weight) }}), 0)
            )
    end
{%- endmacro %}

{% macro streak_of_red(relation, partition_by, position, colour) -%}
    select
        coloured.*,
        case when {{ colour }} = 'red' then run_length else 0 end as red_streak
    from (
        {{ runs(relation, partition_by, position, colour) }}
    ) as coloured
{%- endmacro %}
