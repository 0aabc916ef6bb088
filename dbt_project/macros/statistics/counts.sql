{#- Limits of a count that follows a Poisson law: exact below 10, Byar's approximation from 10. See docs/methodology.md. -#}

{% macro poisson_lower(events, z) -%}
    case
        when {{ events }} >= 10 then {{ byar_lower(events, z) }}
        {{ _exact_poisson_cases(events, 0) }}
    end
{%- endmacro %}

{% macro poisson_upper(events, z) -%}
    case
        when {{ events }} >= 10 then {{ byar_upper(events, z) }}
        {{ _exact_poisson_cases(events, 1) }}
    end
{%- endmacro %}

{% macro byar_lower(events, z) -%}
    {%- set o = 'cast(' ~ events ~ ' as double)' -%}
    {{ o }} * pow(1 - 1 / nullif(9 * {{ o }}, 0) - {{ z }} / nullif(3 * sqrt({{ o }}), 0), 3)
{%- endmacro %}

{% macro byar_upper(events, z) -%}
    {%- set o = '(cast(' ~ events ~ ' as double) + 1)' -%}
    {{ o }} * pow(1 - 1 / (9 * {{ o }}) + {{ z }} / (3 * sqrt({{ o }})), 3)
{%- endmacro %}

{% macro _exact_poisson_cases(events, side) -%}
    {#- χ² quantiles have no closed form in SQL. 95 %: half the χ² quantile at 0.025 (2·O degrees of freedom) and at 0.975
        (2·O + 2). The tests recompute them from the Poisson distribution. -#}
    {%- set limits = [
        ('0.0', '3.6888794541139363'),
        ('0.025317807984289876', '5.571643390938899'),
        ('0.2422092785439649', '7.224687667723961'),
        ('0.6186721228956013', '8.767273069742327'),
        ('1.0898653736263249', '10.241588675403698'),
        ('1.6234863901184204', '11.668332079322669'),
        ('2.2018942534908508', '13.059474022518685'),
        ('2.814363051519866', '14.42267536170238'),
        ('3.4538321767485014', '15.763189220193315'),
        ('4.115373097378332', '17.08480345141917'),
    ] -%}
    {%- for pair in limits %}
        when {{ events }} = {{ loop.index0 }} then cast({{ pair[side] }} as double)
    {%- endfor %}
{%- endmacro %}

{% macro two_counts_z(events, exposure, base_events, base_exposure) -%}
    {#- Score test of two Poisson rates, conditional on their sum; 0 where both are 0. -#}
    {%- set x1 = 'cast(' ~ events ~ ' as double)' -%}
    {%- set n1 = 'cast(' ~ exposure ~ ' as double)' -%}
    {%- set x2 = 'cast(' ~ base_events ~ ' as double)' -%}
    {%- set n2 = 'cast(' ~ base_exposure ~ ' as double)' -%}
    case
        when least({{ x1 }}, {{ x2 }}) < 0 or least({{ n1 }}, {{ n2 }}) <= 0 then cast(null as double)
        when {{ x1 }} + {{ x2 }} = 0 then 0.0
        else ({{ x1 }} * {{ n2 }} - {{ x2 }} * {{ n1 }}) / sqrt({{ n1 }} * {{ n2 }} * ({{ x1 }} + {{ x2 }}))
    end
{%- endmacro %}

{% macro count_variance(events) -%}
    {#- The count itself; that of one where there was none, since no events in a small place prove little. -#}
    greatest(cast({{ events }} as double), 1.0)
{%- endmacro %}

{% macro relative_change(amount, base) -%}
    cast({{ amount }} as double) / nullif(cast({{ base }} as double), 0) - 1
{%- endmacro %}
