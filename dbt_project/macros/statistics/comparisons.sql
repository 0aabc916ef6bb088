{#- Two counts or rates: did it change, by how much, and is it more than chance. -#}

{% macro two_counts_z(events, exposure, base_events, base_exposure, dispersion='1') -%}
    {%- set x1 = double(events) -%}
    {%- set n1 = double(exposure) -%}
    {%- set x2 = double(base_events) -%}
    {%- set n2 = double(base_exposure) -%}
    case
        when least({{ x1 }}, {{ x2 }}) < 0 or least({{ n1 }}, {{ n2 }}) <= 0 then cast(null as double)
        when {{ x1 }} + {{ x2 }} = 0 then 0.0
        else ({{ x1 }} * {{ n2 }} - {{ x2 }} * {{ n1 }}) / sqrt({{ n1 }} * {{ n2 }} * ({{ x1 }} + {{ x2 }}))
            / {{ dispersion_root(dispersion) }}
    end
{%- endmacro %}

{% macro two_estimates_z(estimate, variance, base_estimate, base_variance) -%}
    {#- Two estimates without error that are the same differ by nothing. -#}
    case
        when {{ double(estimate) }} = {{ double(base_estimate) }} and {{ variance }} + {{ base_variance }} >= 0 then 0.0
        else ({{ double(estimate) }} - {{ double(base_estimate) }})
            / nullif(sqrt({{ double(variance) }} + {{ double(base_variance) }}), 0)
    end
{%- endmacro %}

{% macro relative_change(amount, base) -%}
    ({{ double(amount) }} / nullif({{ double(base) }}, 0) - 1)
{%- endmacro %}

{% macro relative_change_se(events, base_events) -%}
    {%- set x1 = double(events) -%}
    {%- set x2 = double(base_events) -%}
    case
        when {{ x1 }} > 0 and {{ x2 }} > 0
            then {{ x1 }} / nullif({{ x2 }}, 0) * sqrt(1 / nullif({{ x1 }}, 0) + 1 / nullif({{ x2 }}, 0))
    end
{%- endmacro %}

{% macro rate_ratio(events, exposure, base_events, base_exposure) -%}
    {%- set cells = [events, base_events] -%}
    case
        when least({{ exposure }}, {{ base_exposure }}) > 0
            then ({{ half_added_to_zeros(events, cells) }}) / nullif({{ double(exposure) }}, 0)
                / (({{ half_added_to_zeros(base_events, cells) }}) / nullif({{ double(base_exposure) }}, 0))
    end
{%- endmacro %}

{% macro rate_ratio_lower(events, exposure, base_events, base_exposure, z) -%}
    (
        {{ rate_ratio(events, exposure, base_events, base_exposure) }}
        * exp(-{{ double(z) }} * {{ log_ratio_se([events, base_events]) }})
    )
{%- endmacro %}

{% macro rate_ratio_upper(events, exposure, base_events, base_exposure, z) -%}
    (
        {{ rate_ratio(events, exposure, base_events, base_exposure) }}
        * exp({{ double(z) }} * {{ log_ratio_se([events, base_events]) }})
    )
{%- endmacro %}

{% macro log_ratio_se(cells) -%}
    {%- set terms = [] -%}
    {%- for cell in cells -%}
        {%- do terms.append('1 / nullif(' ~ half_added_to_zeros(cell, cells) ~ ', 0)') -%}
    {%- endfor -%}
    sqrt({{ terms | join(' + ') }})
{%- endmacro %}

{% macro half_added_to_zeros(cell, cells) -%}
    {#- One zero among the cells, and half an event is added to each of them. Null if one of them is negative or null. -#}
    case
        when least({{ cells | join(', ') }}) > 0 and {{ _all_known(cells) }} then {{ double(cell) }}
        when least({{ cells | join(', ') }}) = 0 and {{ _all_known(cells) }} then {{ double(cell) }} + 0.5
    end
{%- endmacro %}

{% macro _all_known(cells) -%}
    {#- `least` passes over nulls. -#}
    {{ cells | join(' is not null and ') }} is not null
{%- endmacro %}
