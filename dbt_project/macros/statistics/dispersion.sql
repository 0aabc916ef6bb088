{#- Over-dispersion φ: how much more counts scatter than chance allows. A score is divided by √φ, a limit widened by it,
    never the other way. -#}

{% macro dispersion_root(dispersion) -%}
    sqrt(greatest(coalesce({{ double(dispersion) }}, 1.0), 1.0))
{%- endmacro %}

{% macro winsorised_dispersion(relation, partition_by, z_score) -%}
    {%- set keys = columns_of('scores', partition_by) -%}
    select
        {{ keys }}
        count(scores.{{ z_score }}) as scores,
        avg(pow(least(greatest(scores.{{ z_score }}, bounds.lowest), bounds.highest), 2)) as dispersion
    from {{ relation }} as scores
    inner join (
        select
            {{ keys }}
            {{ quantile_of('scores.' ~ z_score, 0.1) }} as lowest,
            {{ quantile_of('scores.' ~ z_score, 0.9) }} as highest
        from {{ relation }} as scores
        {{ 'group by ' ~ partition_by | join(', ') if partition_by }}
    ) as bounds on {{ same_columns('scores', 'bounds', partition_by) }}
    where scores.{{ z_score }} is not null
    {{ 'group by ' ~ keys.strip().rstrip(',') if partition_by }}
{%- endmacro %}

{% macro pearson_dispersion(events, exposure, window='') -%}
    {#- Σ(x − rn)²/(rn) with r = Σx/Σn, multiplied out so that one pass does. -#}
    {%- set x = double(events) -%}
    {%- set n = double(exposure) -%}
    {%- set over = ' over (' ~ window ~ ')' if window -%}
    (
        sum({{ x }} * {{ x }} / nullif({{ n }}, 0)){{ over }} * sum({{ n }}){{ over }} / nullif(sum({{ x }}){{ over }}, 0)
        - sum({{ x }}){{ over }}
    ) / nullif(count({{ x }} / nullif({{ n }}, 0)){{ over }} - 1, 0)
{%- endmacro %}
