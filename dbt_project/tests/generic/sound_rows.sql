{% test sound_rows(model, key, in_order=[], references=[], since=none, feeds=[]) %}
    {#-
    What must hold of a table's rows. A run asks it of all its tables at once, at its end (`refuse_unsound_rows`).
    key: columns that name a row; none is null, none repeats. in_order: triples of columns that ascend (nulls pass; a hair is
    allowed for the rounding of doubles). references: [column, model, column of that model]; nulls pass.
    since, feeds: a column of days by which an ordinary run tests only what it made, from the first touched day of the feeds on.
    -#}
    {%- set relations = [] -%}
    {%- for column, other, other_column in references -%}
        {%- do relations.append([column, ref(other), other_column]) -%}
    {%- endfor -%}
    {{ unsound_rows('rows', model, key, in_order, relations, since, feeds) }}
{% endtest %}
