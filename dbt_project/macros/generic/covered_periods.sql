{#- Months and years that a feed covers. -#}

{% macro covered_periods(coverage='coverage') -%}
    {#- Relation with `period_type`, `period_id` and `is_complete` of rows of month and `is_complete`: a year is complete where
        all of its months are. -#}
    select
        'M' as period_type,
        {{ month_period_id('month') }} as period_id,
        is_complete
    from {{ coverage }}

    union all

    select
        'Y' as period_type,
        {{ year_period_id('month') }} as period_id,
        count(case when is_complete then 1 end) = 12 as is_complete
    from {{ coverage }}
    group by {{ year_period_id('month') }}
{%- endmacro %}
