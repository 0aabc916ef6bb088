{#- Counts of places and single categories, summed to areas and to the categories and groups these count in. -#}

{% macro sum_to_areas(relation, keys, sums, areas='areas', detail=[]) -%}
    {#- Rows of `relation` have `place_key` and `category_id`; the model's step `place_areas` says in which areas a place
        lies. First the areas, then the groups: there are fewer single categories than categories a row counts in.

        areas: the step with the areas summed to; none: all. detail: columns of `place_areas` to bring along. -#}
    {%- set columns = ['place_areas.area_id'] -%}
    {%- for column in detail %}
    {%- do columns.append('place_areas.' ~ column) %}
    {%- endfor %}
    {%- for column in ['category_id'] + keys %}
    {%- do columns.append(relation ~ '.' ~ column) %}
    {%- endfor %}
    select
        {{ columns | join(',\n        ') }},
        {%- for column in sums %}
        sum({{ relation }}.{{ column }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ relation }}
    inner join place_areas on {{ relation }}.place_key = place_areas.place_key
    {%- if areas %}
    inner join {{ areas }} on place_areas.area_id = {{ areas }}.area_id
    {%- endif %}
    group by {{ columns | join(', ') }}
{%- endmacro %}

{% macro sum_to_categories(relation, keys, sums, only=none) -%}
    {#- Rows of `relation` have `area_id` and `category_id`; the model's step `category_members` says in which categories one
        counts. only: a condition on a row and what it counts in. -#}
    {%- set columns = [] -%}
    {%- for column in keys %}
    {%- do columns.append(relation ~ '.' ~ column) %}
    {%- endfor %}
    select
        {{ relation }}.area_id,
        category_members.member_of_category_id as category_id,
        {{ columns | join(',\n        ') }},
        {%- for column in sums %}
        sum({{ relation }}.{{ column }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ relation }}
    inner join category_members
        on
            {{ relation }}.category_id = category_members.category_id
            {%- if only %}
            and {{ only }}
            {%- endif %}
    group by {{ relation }}.area_id, category_members.member_of_category_id, {{ columns | join(', ') }}
{%- endmacro %}
