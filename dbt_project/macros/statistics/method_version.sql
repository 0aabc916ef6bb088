{% macro method_version() -%}
    {#- Version of the formulas in this folder; raise it when one of them gives another number for the same data. -#}
    '1'
{%- endmacro %}
