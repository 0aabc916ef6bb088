{% macro generate_schema_name(custom_schema_name, node) -%}
    {#- The folder's schema as it is: `marts`, not `main_marts`. Readers lean on these names. -#}
    {{ custom_schema_name if custom_schema_name else target.schema }}
{%- endmacro %}
