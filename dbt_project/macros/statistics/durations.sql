{#- Times counted in bands: quantiles between the bounds, and bands of age. -#}

{% macro band_quantile(relation, partition_by, band_from, band_to, cases, fraction) -%}
    {#- Evenly spread within its band. In a last band without an end, null: the quantile is over its beginning. -#}
    {%- set keys = columns_of('bands', partition_by) -%}
    {%- set wanted = fraction ~ ' * cases_in_all' -%}
    select
        {{ keys }}
        max(cases_in_all) as cases,
        max({{ _case_in_band(wanted, 'bands.' ~ band_from, 'bands.' ~ band_to, 'bands.' ~ cases) }}) as quantile_value,
        max(case when {{ _is_in_band(wanted, 'bands.' ~ cases) }} then {{ double('bands.' ~ band_from) }} end)
            as quantile_at_least
    from ({{ _cumulated_bands(relation, partition_by, band_from, cases) }}) as bands
    {{ 'group by ' ~ keys.strip().rstrip(',') if partition_by }}
{%- endmacro %}

{% macro band_quantiles(relation, partition_by, band_from, band_to, cases, fractions, z) -%}
    {#- Limits of a quantile are quantiles: of n cases, np ∓ z·√(np(1 − p)) lie below it. -#}
    {%- set keys = columns_of('bands', partition_by) -%}
    select
        {{ keys }}
        max(cases_in_all) as cases
        {%- for name, fraction in fractions.items() %}
        {%- for limit, side in {'': '0', '_lower': '-1', '_upper': '1'}.items() %}
        {%- set margin = double(z) ~ ' * sqrt(cases_in_all * ' ~ fraction ~ ' * (1 - ' ~ fraction ~ '))' %}
        {%- set wanted = '(' ~ fraction ~ ' * cases_in_all + ' ~ side ~ ' * ' ~ margin ~ ')' if limit
            else fraction ~ ' * cases_in_all' %},
        max({{ _case_in_band(wanted, 'bands.' ~ band_from, 'bands.' ~ band_to, 'bands.' ~ cases) }})
            as {{ name ~ limit }}
        {%- endfor %},
        max(case
            when {{ _is_in_band(fraction ~ ' * cases_in_all', 'bands.' ~ cases) }}
                then {{ double('bands.' ~ band_from) }}
        end) as {{ name }}_at_least
        {%- endfor %}
    from ({{ _cumulated_bands(relation, partition_by, band_from, cases) }}) as bands
    {{ 'group by ' ~ keys.strip().rstrip(',') if partition_by }}
{%- endmacro %}

{% macro quantile_variance(lower, upper, z) -%}
    {#- Woodruff's: the half-width of the interval as z standard errors. -#}
    pow(({{ double(upper) }} - {{ double(lower) }}) / (2 * {{ double(z) }}), 2)
{%- endmacro %}

{% macro _cumulated_bands(relation, partition_by, band_from, cases) -%}
    select
        counted.*,
        sum({{ double(cases) }}) over ({{ partition_of(partition_by) }}) as cases_in_all,
        coalesce(sum({{ double(cases) }}) over (
            {{ partition_of(partition_by) }} order by {{ band_from }}
            rows between unbounded preceding and 1 preceding
        ), 0) as cases_below
    from {{ relation }} as counted
{%- endmacro %}

{% macro _is_in_band(wanted, cases) -%}
    cases_below < {{ wanted }} and {{ wanted }} <= cases_below + {{ cases }}
{%- endmacro %}

{% macro _case_in_band(wanted, band_from, band_to, cases) -%}
    case
        when {{ _is_in_band(wanted, cases) }}
            then {{ double(band_from) }}
                + ({{ wanted }} - cases_below) / nullif({{ double(cases) }}, 0)
                * ({{ double(band_to) }} - {{ double(band_from) }})
    end
{%- endmacro %}

{% macro age_band(days) -%}
    case
        when {{ days }} < 0 then cast(null as string)
        when {{ days }} <= 3 then '0-3'
        when {{ days }} <= 7 then '4-7'
        when {{ days }} <= 15 then '8-15'
        when {{ days }} <= 30 then '16-30'
        when {{ days }} > 30 then 'over_30'
    end
{%- endmacro %}
