{#- The normal distribution: quantiles behind intervals and rank sets, tail probabilities. -#}

{% macro z_value(level) -%}
    {%- set quantiles = {'90': '1.6448536269514722', '95': '1.959963984540054', '99.8': '3.090232306167813'} -%}
    {%- if level not in quantiles -%}
        {{ exceptions.raise_compiler_error('z_value knows the levels ' ~ quantiles | join(', ') ~ ", not '" ~ level ~ "'") }}
    {%- endif -%}
    {{ double(quantiles[level]) }}
{%- endmacro %}

{% macro bonferroni_z(comparisons) -%}
    {#- Wichura's AS 241, its branch for tails, which holds for 1 to a thousand million comparisons; about 1 part in
        10¹⁶. -#}
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
    ({{ polynomial(numerator, r) }} / {{ polynomial(denominator, r) }})
{%- endmacro %}

{% macro two_sided_p(z_score) -%}
    {#- Hart's algorithm 5666 as West (2005) gives it: a rational function below 5√2, a continued fraction beyond. -#}
    {%- set x = 'abs(cast(' ~ z_score ~ ' as double))' -%}
    {%- set numerator = [
        '3.52624965998911e-2', '7.00383064443688e-1', '6.37396220353165e0', '3.3912866078383e1', '1.12079291497871e2',
        '2.21213596169931e2', '2.20206867912376e2',
    ] -%}
    {%- set denominator = [
        '8.83883476483184e-2', '1.75566716318264e0', '1.6064177579207e1', '8.67807322029461e1', '2.96564248779674e2',
        '6.37333633378831e2', '7.93826512519948e2', '4.40413735824752e2',
    ] -%}
    case
        when {{ x }} < 7.07106781186547
            then 2 * exp(-{{ x }} * {{ x }} / 2) * {{ polynomial(numerator, x) }} / {{ polynomial(denominator, x) }}
        when {{ x }} <= 37
            then 2 * exp(-{{ x }} * {{ x }} / 2) / 2.506628274631e0
                / ({{ x }} + 1 / ({{ x }} + 2 / ({{ x }} + 3 / ({{ x }} + 4 / ({{ x }} + 0.65)))))
        when {{ x }} > 37 then {{ double('0') }}
    end
{%- endmacro %}
