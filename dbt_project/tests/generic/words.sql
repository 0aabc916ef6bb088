{% test status_word(model, column_name) %}
    {#- Fails where a status column uses a word readers do not know. -#}
    select {{ column_name }}
    from {{ model }}
    where {{ column_name }} not in (
        'ok', 'not_collected', 'incomplete', 'area_redrawn', 'zero_base', 'negative_count', 'no_population',
        'sample_size_not_published', 'sample_too_small', 'count_too_small', 'no_denominator', 'not_comparable'
    )
{% endtest %}

{% test verdict_word(model, column_name) %}
    {#- Fails where a verdict column uses a word readers do not know. -#}
    select {{ column_name }}
    from {{ model }}
    where {{ column_name }} not in ('rise', 'fall', 'no_significant_change')
{% endtest %}
