{#- Small pieces that every formula is written from. -#}

{% macro double(expression) -%}
    {#- Decimals overflow in products and integers divide as integers somewhere: every formula starts from doubles. -#}
    cast({{ expression }} as double)
{%- endmacro %}

{% macro partition_of(columns) -%}
    {#- Start of a window: over what, or over everything. -#}
    {{ 'partition by ' ~ columns | join(', ') if columns }}
{%- endmacro %}

{% macro same_columns(one, other, columns) -%}
    {#- Join condition: two relations agree on the columns; true without any. -#}
    {%- for column in columns -%}
        {{ one }}.{{ column }} = {{ other }}.{{ column }}{{ ' and ' if not loop.last }}
    {%- else -%}
        1 = 1
    {%- endfor -%}
{%- endmacro %}

{% macro columns_of(relation, columns) -%}
    {#- `relation.a, relation.b, ` with the comma that another column may follow; nothing without columns. -#}
    {%- for column in columns -%}
        {{ relation }}.{{ column }},{{ ' ' }}
    {%- endfor -%}
{%- endmacro %}

{% macro fail_with_texts(relation, column) -%}
    {#- A statement that fails, saying each different text, where the relation has a row. -#}
    select case when count(*) > 0 then error(string_agg(distinct {{ column }}, '; ' order by {{ column }})) end
    from {{ relation }} as texts
{%- endmacro %}

{% macro quantile_of(expression, fraction) -%}
    {#- Interpolated sample quantile of a group (type 7 of Hyndman and Fan). -#}
    percentile_cont({{ fraction }}) within group (order by {{ expression }})
{%- endmacro %}

{% macro joined_words(word, separator=' ') -%}
    {#- All words of a group in their order, as one text. -#}
    {%- if target.type == 'spark' -%}
        array_join(sort_array(collect_list({{ word }})), '{{ separator }}')
    {%- else -%}
        string_agg({{ word }}, '{{ separator }}' order by {{ word }})
    {%- endif -%}
{%- endmacro %}

{% macro whole_numbers(last) -%}
    {#- Relation with one column `number`: 1 to `last`. -#}
    {%- if target.type == 'spark' -%}
        select explode(sequence(1, {{ last }})) as number
    {%- else -%}
        select unnest(range(1, {{ last }} + 1)) as number
    {%- endif -%}
{%- endmacro %}

{% macro differs(one, other) -%}
    {#- Two doubles are not the same, or one of them is not there. Sums depend on the order of what is added: nine digits. -#}
    (
        ({{ one }} is null) != ({{ other }} is null)
        or coalesce(abs({{ one }} - {{ other }}) > 1e-9 * greatest(abs({{ one }}), abs({{ other }})), false)
    )
{%- endmacro %}

{% macro polynomial(coefficients, x) -%}
    {#- Horner's scheme, highest power first. -#}
    {%- set scheme = namespace(sql=coefficients[0]) -%}
    {%- for coefficient in coefficients[1:] -%}
        {%- set scheme.sql = '(' ~ scheme.sql ~ ' * ' ~ x ~ ' + ' ~ coefficient ~ ')' -%}
    {%- endfor -%}
    {{ scheme.sql }}
{%- endmacro %}
