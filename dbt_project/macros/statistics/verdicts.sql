{#- Words that may follow a score, and p-values of many comparisons at once. -#}

{% macro verdict(z_score, z) -%}
    {#- The only place that says rise or fall. -#}
    case
        when {{ z_score }} > {{ z }} then 'rise'
        when {{ z_score }} < -{{ z }} then 'fall'
        when {{ z_score }} is not null then 'no_significant_change'
    end
{%- endmacro %}

{% macro is_change_told(status, period_type) -%}
    {#- A year to date tells its change though Spring Festival moved out of or into it, and no more than that. -#}
    ({{ status }} = 'ok' or ({{ status }} = 'festival_moved' and {{ period_type }} = 'YTD'))
{%- endmacro %}

{% macro benjamini_hochberg(relation, partition_by, p_value) -%}
    {#- With ties every equal p-value counts as the last of them, as the step-up procedure has it. -#}
    select
        steps.*,
        case
            when steps.{{ p_value }} is not null
                then min(steps.p_step) over ({{ partition_of(partition_by) }} order by steps.{{ p_value }} desc)
        end as p_adjusted
    from (
        select
            tests.*,
            tests.{{ p_value }} * count(tests.{{ p_value }}) over ({{ partition_of(partition_by) }})
            / nullif(count(tests.{{ p_value }}) over (
                {{ partition_of(partition_by) }} order by tests.{{ p_value }}
            ), 0) as p_step
        from {{ relation }} as tests
    ) as steps
{%- endmacro %}
