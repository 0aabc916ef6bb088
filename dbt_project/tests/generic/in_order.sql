{% test in_order(model, columns) %}
    {#- Fails where three columns are not in ascending order (nulls pass); a hair is allowed for rounding of doubles. -#}
    select {{ columns | join(', ') }}
    from {{ model }}
    where
        {{ columns[0] }} > {{ columns[1] }} + 1e-12 * abs({{ columns[1] }})
        or {{ columns[1] }} > {{ columns[2] }} + 1e-12 * abs({{ columns[2] }})
{% endtest %}
