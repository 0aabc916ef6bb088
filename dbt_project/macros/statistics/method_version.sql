{% macro method_version(version='1') -%}
    {#- Version of the formulas in this folder; a model whose numbers change for the same data says the next one. -#}
    '{{ version }}'
{%- endmacro %}
