{#- How unevenly events fall on places. -#}

{% macro concentration(relation, partition_by, events) -%}
    {%- set keys = columns_of('ordered', partition_by) -%}
    {%- set x = double(events) -%}
    {%- set n = 'cast(count(*) as double)' -%}
    {%- set c = 'nullif(sum(' ~ x ~ '), 0)' -%}
    {%- set lorenz = '(2 * sum(place * ' ~ x ~ ') / ' ~ c ~ ' - ' ~ n ~ ' - 1)' -%}
    select
        {{ keys }}
        count(*) as areas,
        sum({{ x }}) as events,
        {{ lorenz }} / {{ n }} as gini,
        greatest(1 / {{ c }}, 1 / {{ n }}) * {{ lorenz }} - greatest({{ n }} / {{ c }}, 1) + 1 as gini_generalised,
        {%- for percent in [50, 25] %}
        case
            when sum({{ x }}) > 0
                then (count(case when events_above < {{ percent / 100 }} * total then 1 end)) / {{ n }}
        end as share_of_areas_with_{{ percent }}_percent{{ ',' if not loop.last }}
        {%- endfor %}
    from (
        select
            areas.*,
            row_number() over ({{ partition_of(partition_by) }} order by {{ events }}) as place,
            sum({{ x }}) over ({{ partition_of(partition_by) }}) as total,
            coalesce(sum({{ x }}) over (
                {{ partition_of(partition_by) }} order by {{ events }} desc
                rows between unbounded preceding and 1 preceding
            ), 0) as events_above
        from {{ relation }} as areas
        where {{ events }} >= 0
    ) as ordered
    {{ 'group by ' ~ keys.strip().rstrip(',') if partition_by }}
{%- endmacro %}

{% macro prediction_accuracy_index(hot_events, all_events, hot_area, whole_area) -%}
    ({{ share(hot_events, all_events) }} / nullif({{ share(hot_area, whole_area) }}, 0))
{%- endmacro %}
