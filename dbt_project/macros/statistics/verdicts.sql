{#- Words that may follow a number, and the normal quantile behind rank intervals. -#}

{% macro verdict(z_score, z) -%}
    {#- The only place that says rise or fall. Null score, null verdict. -#}
    case
        when {{ z_score }} > {{ z }} then 'rise'
        when {{ z_score }} < -{{ z }} then 'fall'
        when {{ z_score }} is not null then 'no_significant_change'
    end
{%- endmacro %}

{% macro bonferroni_z(comparisons) -%}
    {#- Two-sided 95 % quantile for so many comparisons: z at 1 − 0.025/m. Wichura's AS 241, its branch for tails, which
        holds for m from 1 to a thousand million; about 1 part in 10¹⁶. -#}
    {%- set r = '(sqrt(-ln(0.025 / cast(' ~ comparisons ~ ' as double))) - 1.6)' -%}
    {%- set numerator = [
        '7.74545014278341407640e-4', '2.27238449892691845833e-2', '2.41780725177450611770e-1',
        '1.27045825245236838258e0', '3.64784832476320460504e0', '5.76949722146069140550e0',
        '4.63033784615654529590e0', '1.42343711074968357734e0',
    ] -%}
    {%- set denominator = [
        '1.05075007164441684324e-9', '5.47593808499534494600e-4', '1.51986665636164571966e-2',
        '1.48103976427480074590e-1', '6.89767334985100004550e-1', '1.67638483018380384940e0',
        '2.05319162663775882187e0', '1.0e0',
    ] -%}
    {{ _polynomial(numerator, r) }} / {{ _polynomial(denominator, r) }}
{%- endmacro %}

{% macro _polynomial(coefficients, x) -%}
    {#- Horner's scheme, highest power first. -#}
    {%- set scheme = namespace(sql=coefficients[0]) -%}
    {%- for coefficient in coefficients[1:] -%}
        {%- set scheme.sql = '(' ~ scheme.sql ~ ' * ' ~ x ~ ' + ' ~ coefficient ~ ')' -%}
    {%- endfor -%}
    {{ scheme.sql }}
{%- endmacro %}
