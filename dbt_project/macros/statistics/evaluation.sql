{#- Before and after in treated places, against a control and with displacement. A place is a pair of columns, [before,
    after]. -#}

{% macro weighted_displacement_difference(counts, weights={}) -%}
    {%- set signs = {'treated': '+', 'control': '-', 'displacement': '+', 'displacement_control': '-'} -%}
    {%- set terms = [] -%}
    {%- for place, pair in counts.items() -%}
        {%- set divisors = weights.get(place, ['1', '1']) -%}
        {%- do terms.append(
            signs[place] ~ ' (' ~ share(pair[1], divisors[1]) ~ ' - ' ~ share(pair[0], divisors[0]) ~ ')'
        ) -%}
    {%- endfor -%}
    ({{ terms | join(' ') }})
{%- endmacro %}

{% macro weighted_displacement_variance(counts, weights={}) -%}
    {%- set terms = [] -%}
    {%- for place, pair in counts.items() -%}
        {%- set divisors = weights.get(place, ['1', '1']) -%}
        {%- for moment in [0, 1] -%}
            {%- do terms.append(share(pair[moment], 'pow(' ~ double(divisors[moment]) ~ ', 2)')) -%}
        {%- endfor -%}
    {%- endfor -%}
    ({{ terms | join(' + ') }})
{%- endmacro %}

{% macro ratio_of_rate_ratios(treated, control) -%}
    {%- set cells = treated + control -%}
    (
        ({{ half_added_to_zeros(treated[1], cells) }}) / ({{ half_added_to_zeros(treated[0], cells) }})
        / (({{ half_added_to_zeros(control[1], cells) }}) / ({{ half_added_to_zeros(control[0], cells) }}))
    )
{%- endmacro %}

{% macro ratio_of_rate_ratios_lower(treated, control, z) -%}
    ({{ ratio_of_rate_ratios(treated, control) }} * exp(-{{ double(z) }} * {{ log_ratio_se(treated + control) }}))
{%- endmacro %}

{% macro ratio_of_rate_ratios_upper(treated, control, z) -%}
    ({{ ratio_of_rate_ratios(treated, control) }} * exp({{ double(z) }} * {{ log_ratio_se(treated + control) }}))
{%- endmacro %}

{% macro success_measure(response, control) -%}
    ({{ share(response[1], control[1]) }} - {{ share(response[0], control[0]) }})
{%- endmacro %}

{% macro weighted_displacement_quotient(response, buffer, control) -%}
    {#- Nothing was gained, nothing can have been displaced: no quotient. -#}
    case
        when {{ success_measure(response, control) }} < 0
            then ({{ share(buffer[1], control[1]) }} - {{ share(buffer[0], control[0]) }})
                / nullif({{ success_measure(response, control) }}, 0)
    end
{%- endmacro %}

{% macro displacement_reading(quotient) -%}
    case
        when {{ quotient }} > 0 then 'diffusion'
        when {{ quotient }} = 0 then 'none'
        when {{ quotient }} >= -1 then 'partial_displacement'
        when {{ quotient }} < -1 then 'displacement_exceeds_gain'
    end
{%- endmacro %}

{% macro gross_effect(response) -%}
    ({{ double(response[0]) }} - {{ double(response[1]) }})
{%- endmacro %}

{% macro net_effect(response, control) -%}
    (-{{ success_measure(response, control) }})
{%- endmacro %}

{% macro total_net_effect(response, buffer, control) -%}
    {%- set expected_change = share(control[1], control[0]) -%}
    {%- set terms = [] -%}
    {%- for place in [response, buffer] -%}
        {%- do terms.append(double(place[0]) ~ ' * (' ~ expected_change ~ ') - ' ~ double(place[1])) -%}
    {%- endfor -%}
    ({{ terms | join(' + ') }})
{%- endmacro %}
