{#- Could a published figure have come from the base it is said to rest on? -#}

{% macro is_possible_percentage(percentage, decimals, base) -%}
    {#- GRIM: some whole k of the base is, rounded, the percentage. A half may have been rounded either way. -#}
    abs(
        100 * floor({{ double(percentage) }} * {{ base }} / 100 + 0.5) / nullif({{ double(base) }}, 0)
        - {{ double(percentage) }}
    ) <= 0.5 * pow(10, -{{ double(decimals) }}) + 1e-9
{%- endmacro %}

{% macro smallest_base(relation, key, percentage, decimals, largest=10000) -%}
    select
        claims.{{ key }},
        min(case
            when {{ is_possible_percentage('claims.' ~ percentage, 'claims.' ~ decimals, 'bases.number') }}
                then bases.number
        end) as smallest_base
    from {{ relation }} as claims
    cross join ({{ whole_numbers(largest) }}) as bases
    group by claims.{{ key }}
{%- endmacro %}
