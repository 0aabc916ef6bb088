{#- Times counted in bands: quantiles between the bounds, and bands of age. -#}

{% macro band_quantile(relation, partition_by, band_from, band_to, cases, fraction) -%}
    {#- Evenly spread within its band. In a last band without an end, null: the quantile is over its beginning. -#}
    {%- set keys = columns_of('bands', partition_by) -%}
    {%- set wanted = fraction ~ ' * cases_in_all' -%}
    select
        {{ keys }}
        max(cases_in_all) as cases,
        max(case
            when is_quantile_here
                then {{ double('bands.' ~ band_from) }}
                    + ({{ wanted }} - cases_below) / nullif({{ double('bands.' ~ cases) }}, 0)
                    * ({{ double('bands.' ~ band_to) }} - {{ double('bands.' ~ band_from) }})
        end) as quantile_value,
        max(case when is_quantile_here then {{ double('bands.' ~ band_from) }} end) as quantile_at_least
    from (
        select
            cumulated.*,
            cases_below < {{ wanted }} and {{ wanted }} <= cases_below + {{ cases }} as is_quantile_here
        from (
            select
                counted.*,
                sum({{ double(cases) }}) over ({{ partition_of(partition_by) }}) as cases_in_all,
                coalesce(sum({{ double(cases) }}) over (
                    {{ partition_of(partition_by) }} order by {{ band_from }}
                    rows between unbounded preceding and 1 preceding
                ), 0) as cases_below
            from {{ relation }} as counted
        ) as cumulated
    ) as bands
    {{ 'group by ' ~ keys.strip().rstrip(',') if partition_by }}
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
