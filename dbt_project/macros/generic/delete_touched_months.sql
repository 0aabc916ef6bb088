{% macro delete_touched_months(feed) -%}
    {#- Pre-hook of an incremental model whose column `event_month` names the raw month a row came from. Takes out the
        months that changed; the model's select puts back what they hold now. A month that became empty has no row to
        put back, so it goes. Hook and insert share one transaction. -#}
    {% if is_incremental() -%}
        delete from {{ this }}
        where event_month in (
            select touched_periods.month
            from {{ source('raw', 'touched_periods') }} as touched_periods
            where touched_periods.feed = '{{ feed }}'
        )
    {%- endif %}
{%- endmacro %}
