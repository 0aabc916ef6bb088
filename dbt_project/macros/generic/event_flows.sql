{% macro event_flows() -%}
    {#- Columns of grid-event flows that add up over places, categories and months. -#}
    {{ return([
        'reported', 'due', 'closed', 'due_closed', 'due_closed_in_year', 'due_closed_to_date', 'due_on_time', 'cancelled',
    ]) }}
{%- endmacro %}
