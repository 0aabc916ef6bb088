{#- Shares: `successes` of `trials`. `z` is the normal quantile of the interval. See docs/methodology.md. -#}

{% macro wilson_lower(successes, trials, z) -%}
    {{ _wilson_limit(successes, trials, z, '-') }}
{%- endmacro %}

{% macro wilson_upper(successes, trials, z) -%}
    {{ _wilson_limit(successes, trials, z, '+') }}
{%- endmacro %}

{% macro _wilson_limit(successes, trials, z, sign) -%}
    {#- Null where the share is not one (more successes than trials): such a row is an error to show, not to clip. -#}
    {%- set x = 'cast(' ~ successes ~ ' as double)' -%}
    {%- set n = 'cast(' ~ trials ~ ' as double)' -%}
    case
        when {{ x }} >= 0 and {{ x }} <= {{ n }} and {{ n }} > 0
            then least(1.0, greatest(0.0, (
                2 * {{ x }} + {{ z }} * {{ z }}
                {{ sign }} {{ z }} * sqrt({{ z }} * {{ z }} + 4 * {{ x }} * (1 - {{ x }} / {{ n }}))
            ) / (2 * ({{ n }} + {{ z }} * {{ z }}))))
    end
{%- endmacro %}

{% macro two_shares_z(successes, trials, base_successes, base_trials) -%}
    {#- Pooled z for the difference of two shares; 0 where both are all or none. -#}
    {%- set x1 = 'cast(' ~ successes ~ ' as double)' -%}
    {%- set n1 = 'cast(' ~ trials ~ ' as double)' -%}
    {%- set x2 = 'cast(' ~ base_successes ~ ' as double)' -%}
    {%- set n2 = 'cast(' ~ base_trials ~ ' as double)' -%}
    {%- set pooled = '((' ~ x1 ~ ' + ' ~ x2 ~ ') / nullif(' ~ n1 ~ ' + ' ~ n2 ~ ', 0))' -%}
    case
        when least({{ n1 }}, {{ n2 }}) <= 0 then cast(null as double)
        when {{ x1 }} + {{ x2 }} in (0, {{ n1 }} + {{ n2 }}) then 0.0
        when {{ pooled }} between 0 and 1
            then ({{ x1 }} / nullif({{ n1 }}, 0) - {{ x2 }} / nullif({{ n2 }}, 0))
                / sqrt({{ pooled }} * (1 - {{ pooled }}) * (1 / nullif({{ n1 }}, 0) + 1 / nullif({{ n2 }}, 0)))
    end
{%- endmacro %}

{% macro share_variance(successes, trials) -%}
    {#- p(1−p)/n. At 0 % and 100 % p is (x+½)/(n+1): asking some and hearing one answer does not make it certain. -#}
    {%- set x = 'cast(' ~ successes ~ ' as double)' -%}
    {%- set n = 'cast(' ~ trials ~ ' as double)' -%}
    case
        when {{ x }} > 0 and {{ x }} < {{ n }}
            then {{ x }} * ({{ n }} - {{ x }}) / pow({{ n }}, 3)
        when {{ n }} > 0 and {{ x }} in (0, {{ n }})
            then ({{ x }} + 0.5) * ({{ n }} - {{ x }} + 0.5) / (pow({{ n }} + 1, 2) * {{ n }})
    end
{%- endmacro %}
