{% test unique_key(model, columns) %}
    {#- Fails for a key that repeats and for a null in it: one scan for what not_null and unique take several. -#}
    select
        {{ columns | join(', ') }},
        count(*) as occurrences
    from {{ model }}
    group by {{ columns | join(', ') }}
    having
        count(*) > 1
        {%- for column in columns %}
        or {{ column }} is null
        {%- endfor %}
{% endtest %}
