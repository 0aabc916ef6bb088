{#- Funnel plots: is an area further from the baseline than its size explains? Limits at 95 % and 99.8 %. -#}

{% macro funnel_share_lower(baseline, trials, z, dispersion='1') -%}
    {#- Clipped: this is a limit on the plot, not a value. -#}
    case
        when {{ trials }} > 0 and {{ baseline }} between 0 and 1
            then greatest(0.0, {{ double(baseline) }} - {{ _funnel_share_reach(baseline, trials, z, dispersion) }})
    end
{%- endmacro %}

{% macro funnel_share_upper(baseline, trials, z, dispersion='1') -%}
    case
        when {{ trials }} > 0 and {{ baseline }} between 0 and 1
            then least(1.0, {{ double(baseline) }} + {{ _funnel_share_reach(baseline, trials, z, dispersion) }})
    end
{%- endmacro %}

{% macro funnel_share_flag(successes, trials, baseline, dispersion='1') -%}
    {%- set p = share(successes, trials) -%}
    {%- set inner = _funnel_share_reach(baseline, trials, z_value('95'), dispersion) -%}
    {%- set outer = _funnel_share_reach(baseline, trials, z_value('99.8'), dispersion) -%}
    case
        when {{ trials }} > 0 and {{ successes }} between 0 and {{ trials }} and {{ baseline }} between 0 and 1
            then case
                when {{ p }} > {{ baseline }} + {{ outer }} then 'high_99.8'
                when {{ p }} > {{ baseline }} + {{ inner }} then 'high_95'
                when {{ p }} < {{ baseline }} - {{ outer }} then 'low_99.8'
                when {{ p }} < {{ baseline }} - {{ inner }} then 'low_95'
                else 'within_limits'
            end
    end
{%- endmacro %}

{% macro funnel_count_flag(events, expected, dispersion='1') -%}
    {#- Over-dispersed limits have no exact table: then Byar's at z·√φ, whatever the count. -#}
    {%- set wide = double(dispersion) ~ ' > 1' -%}
    {%- set sides = [] -%}
    {%- for level in ['99.8', '95'] -%}
        {%- set z_wide = z_value(level) ~ ' * ' ~ dispersion_root(dispersion) -%}
        {%- do sides.append({
            'level': level,
            'lower': 'case when ' ~ wide ~ ' then coalesce(' ~ byar_lower(events, z_wide) ~ ', 0) else '
                ~ poisson_lower(events, z_value(level)) ~ ' end',
            'upper': 'case when ' ~ wide ~ ' then ' ~ byar_upper(events, z_wide) ~ ' else '
                ~ poisson_upper(events, z_value(level)) ~ ' end',
        }) -%}
    {%- endfor -%}
    case
        when {{ events }} >= 0 and {{ expected }} > 0
            then case
                {%- for side in sides %}
                when {{ side.lower }} > {{ expected }} then 'high_{{ side.level }}'
                when {{ side.upper }} < {{ expected }} then 'low_{{ side.level }}'
                {%- endfor %}
                else 'within_limits'
            end
    end
{%- endmacro %}

{% macro baseline_share_z(successes, trials, baseline) -%}
    case
        when {{ trials }} > 0 and {{ successes }} between 0 and {{ trials }} and {{ baseline }} > 0 and {{ baseline }} < 1
            then ({{ share(successes, trials) }} - {{ baseline }}) / {{ _funnel_share_reach(baseline, trials, '1', '1') }}
    end
{%- endmacro %}

{% macro expected_count_z(events, expected) -%}
    {#- On the square-root scale, where the variance of a count is ¼ whatever its size. -#}
    case
        when {{ events }} >= 0 and {{ expected }} > 0
            then 2 * (sqrt(greatest({{ double(events) }}, 0)) - sqrt(greatest({{ double(expected) }}, 0)))
    end
{%- endmacro %}

{% macro _funnel_share_reach(baseline, trials, z, dispersion) -%}
    {%- set b = double(baseline) -%}
    (
        {{ double(z) }} * {{ dispersion_root(dispersion) }}
        * sqrt(greatest({{ b }} * (1 - {{ b }}), 0) / nullif({{ double(trials) }}, 0))
    )
{%- endmacro %}
