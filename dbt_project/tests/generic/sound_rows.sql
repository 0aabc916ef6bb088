{% test sound_rows(model, key, in_order=[], references=[], since=none, feeds=[]) %}
    {#-
    What must hold of a table's rows, in one query: each query more costs every run more than its scan.
    key: columns that name a row; none is null, none repeats. in_order: triples of columns that ascend (nulls pass; a hair is
    allowed for the rounding of doubles). references: [column, model, column of that model]; nulls pass.
    since, feeds: a column of days by which an ordinary run tests only what it made, from the first touched day of the feeds on.
    -#}
    {%- if since and not flags.FULL_REFRESH -%}
        {%- set model = '(select * from ' ~ model ~ ' where ' ~ since ~ ' >= coalesce(' ~ touched_from(feeds) ~ ", date '0001-01-01'))" -%}
    {%- endif -%}
    select 'key: {{ key | join(", ") }}' as fault
    from {{ model }} as rows_tested
    group by {{ key | join(', ') }}
    having
        count(*) > 1
        {%- for column in key %}
        or {{ column }} is null
        {%- endfor %}
    {%- for least, middle, most in in_order %}

    union all

    select 'order: {{ least }}, {{ middle }}, {{ most }}' as fault
    from {{ model }} as rows_tested
    where
        {{ least }} > {{ middle }} + 1e-12 * abs({{ middle }})
        or {{ middle }} > {{ most }} + 1e-12 * abs({{ most }})
    {%- endfor %}
    {%- for column, other, other_column in references %}

    union all

    select 'reference: {{ column }}' as fault
    from {{ model }} as rows_tested
    left join {{ ref(other) }} as others on rows_tested.{{ column }} = others.{{ other_column }}
    where rows_tested.{{ column }} is not null and others.{{ other_column }} is null
    {%- endfor %}
{% endtest %}
