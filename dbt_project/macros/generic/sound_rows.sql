{% macro unsound_rows(about, relation, key, in_order=[], references=[], since=none, feeds=[]) -%}
    {#-
    Faults of a table's rows, one a row: what the test `sound_rows` of it declares. references: [column, relation, column of
    that relation].
    -#}
    {%- if since and not flags.FULL_REFRESH -%}
        {%- set relation = '(select * from ' ~ relation ~ ' where ' ~ since ~ ' >= coalesce(' ~ touched_from(feeds) ~ ", date '0001-01-01'))" -%}
    {%- endif -%}
    select '{{ about }}: key {{ key | join(", ") }}' as fault
    from {{ relation }} as rows_tested
    group by {{ key | join(', ') }}
    having
        count(*) > 1
        {%- for column in key %}
        or {{ column }} is null
        {%- endfor %}
    {%- for least, middle, most in in_order %}

    union all

    select '{{ about }}: order {{ least }}, {{ middle }}, {{ most }}' as fault
    from {{ relation }} as rows_tested
    where
        {{ least }} > {{ middle }} + 1e-12 * abs({{ middle }})
        or {{ middle }} > {{ most }} + 1e-12 * abs({{ most }})
    {%- endfor %}
    {%- for column, other, other_column in references %}

    union all

    select '{{ about }}: reference {{ column }}' as fault
    from {{ relation }} as rows_tested
    left join {{ other }} as others on rows_tested.{{ column }} = others.{{ other_column }}
    where rows_tested.{{ column }} is not null and others.{{ other_column }} is null
    {%- endfor %}
{%- endmacro %}

{% macro refuse_unsound_rows(results) -%}
    {#-
    At a run's end: all tests `sound_rows` of what it built, in one statement, which fails and names the faults. A test of
    its own costs every run more than its scan does, so a run leaves them out (`dbt test` does not).
    -#}
    {%- if execute -%}
        {%- set built = results | selectattr('status', 'eq', 'success') | map(attribute='node.unique_id') | list -%}
        {%- set checks = [] -%}
        {%- for test in graph.nodes.values() if test.attached_node in built and test.test_metadata.name == 'sound_rows' -%}
            {%- do checks.append(_check_of(test)) -%}
        {%- endfor -%}
        {%- if checks -%}
            {{ fail_with_texts('(' ~ checks | join('\n\nunion all\n\n') ~ ')', 'fault') }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{% macro _check_of(test) -%}
    {#- Its table by name, not by `ref`, which would have to be known before the run. -#}
    {%- set rule = test.test_metadata.kwargs -%}
    {%- set table = graph.nodes[test.attached_node] -%}
    {%- set references = [] -%}
    {%- for column, other, other_column in rule.references or [] -%}
        {%- set other_table = graph.nodes['model.anlan.' ~ other] -%}
        {%- do references.append([column, other_table.schema ~ '.' ~ other_table.name, other_column]) -%}
    {%- endfor -%}
    {{ unsound_rows(
        table.name, table.schema ~ '.' ~ table.name, rule.key, rule.in_order or [], references, rule.since, rule.feeds or []
    ) }}
{%- endmacro %}
