{#- Shares: `successes` of `trials`, counted or weighted. `z` is the normal quantile of the interval. -#}

{% macro share(successes, trials) -%}
    {#- Not clipped: 101.88 % is an error to show. -#}
    ({{ double(successes) }} / nullif({{ double(trials) }}, 0))
{%- endmacro %}

{% macro is_impossible_share(successes, trials) -%}
    coalesce({{ successes }} > {{ trials }} or {{ successes }} < 0 or {{ trials }} < 0, false)
{%- endmacro %}

{% macro wilson_lower(successes, trials, z) -%}
    {{ _wilson_limit(successes, trials, z, '-') }}
{%- endmacro %}

{% macro wilson_upper(successes, trials, z) -%}
    {{ _wilson_limit(successes, trials, z, '+') }}
{%- endmacro %}

{% macro _wilson_limit(successes, trials, z, sign) -%}
    {#- `least` and `greatest` take off the last bit of rounding at 0 % and 100 %, nothing else. -#}
    {%- set x = double(successes) -%}
    {%- set n = double(trials) -%}
    {%- set z = double(z) -%}
    case
        when {{ x }} >= 0 and {{ x }} <= {{ n }} and {{ n }} > 0
            then least(1.0, greatest(0.0, (
                2 * {{ x }} + {{ z }} * {{ z }}
                {{ sign }} {{ z }} * sqrt({{ z }} * {{ z }} + 4 * {{ x }} * (1 - {{ x }} / {{ n }}))
            ) / (2 * ({{ n }} + {{ z }} * {{ z }}))))
    end
{%- endmacro %}

{% macro two_shares_z(successes, trials, base_successes, base_trials, dispersion='1') -%}
    {%- set x1 = double(successes) -%}
    {%- set n1 = double(trials) -%}
    {%- set x2 = double(base_successes) -%}
    {%- set n2 = double(base_trials) -%}
    {%- set pooled = '((' ~ x1 ~ ' + ' ~ x2 ~ ') / nullif(' ~ n1 ~ ' + ' ~ n2 ~ ', 0))' -%}
    case
        when least({{ n1 }}, {{ n2 }}) <= 0 then cast(null as double)
        when {{ x1 }} + {{ x2 }} in (0, {{ n1 }} + {{ n2 }}) then 0.0
        when {{ pooled }} between 0 and 1
            then ({{ x1 }} / nullif({{ n1 }}, 0) - {{ x2 }} / nullif({{ n2 }}, 0))
                / sqrt({{ pooled }} * (1 - {{ pooled }}) * (1 / nullif({{ n1 }}, 0) + 1 / nullif({{ n2 }}, 0)))
                / {{ dispersion_root(dispersion) }}
    end
{%- endmacro %}

{% macro share_variance(successes, trials) -%}
    {#- At 0 % and 100 % p is (x+½)/(n+1): asking some and hearing one answer does not make it certain. -#}
    {%- set x = double(successes) -%}
    {%- set n = double(trials) -%}
    case
        when {{ x }} > 0 and {{ x }} < {{ n }}
            then {{ x }} * ({{ n }} - {{ x }}) / pow({{ n }}, 3)
        when {{ n }} > 0 and {{ x }} in (0, {{ n }})
            then ({{ x }} + 0.5) * ({{ n }} - {{ x }} + 0.5) / (pow({{ n }} + 1, 2) * {{ n }})
    end
{%- endmacro %}
