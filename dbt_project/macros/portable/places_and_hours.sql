{#- Parts of the day and kinds of place, in the words that tables publish. -#}

{% macro hour_band(hour) -%}
    {#- `00-06`, `06-12`, `12-18`, `18-24`: an hour on the border begins the later one. -#}
    case
        when {{ hour }} < 6 then '00-06'
        when {{ hour }} < 12 then '06-12'
        when {{ hour }} < 18 then '12-18'
        when {{ hour }} < 24 then '18-24'
        else 'unknown'
    end
{%- endmacro %}

{% macro known_place_type(place_type) -%}
    {#- The source's word, and `unknown` where it has none or says that it does not know. -#}
    case
        when trim(coalesce({{ place_type }}, '')) in ('', '不详', '未知', '不明') then 'unknown'
        else trim({{ place_type }})
    end
{%- endmacro %}
