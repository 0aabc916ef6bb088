{% test known_words(model, statuses, verdicts=[]) %}
{{ config(tags=['words']) }}
    {#- Fails where a status or verdict column uses a word readers do not know; one scan for all of a model's columns. -#}
    select {{ (statuses + verdicts) | join(', ') }}
    from {{ model }}
    where
        {%- for status in statuses %}
        {{ 'or ' if not loop.first }}{{ status }} not in (
            'ok', 'not_collected', 'incomplete', 'area_redrawn', 'zero_base', 'negative_count', 'no_population',
            'not_residential', 'sample_size_not_published', 'sample_too_small', 'count_too_small', 'no_denominator', 'not_comparable',
            'disclosure', 'complementary', 'festival_moved'
        )
        {%- endfor %}
        {%- for verdict in verdicts %}
        or {{ verdict }} not in ('rise', 'fall', 'no_significant_change')
        {%- endfor %}
{% endtest %}
