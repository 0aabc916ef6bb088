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

{% macro gini_by_chance(events, areas) -%}
    {#- Half the mean difference of two Poisson counts over their mean m is e⁻²ᵐ(I₀(2m) + I₁(2m)). -#}
    {%- set n = double(areas) -%}
    {%- set twice_the_mean = '(2 * ' ~ double(events) ~ ' / nullif(' ~ n ~ ', 0))' -%}
    case
        when {{ events }} > 0 and {{ areas }} > 0
            then ({{ n }} - 1) / {{ n }} * {{ _scaled_bessel_sum(twice_the_mean) }}
    end
{%- endmacro %}

{% macro _scaled_bessel_sum(x) -%}
    {#- e⁻ˣ(I₀(x) + I₁(x)) for x ≥ 0 by Abramowitz and Stegun 9.8.1 to 9.8.4, to 4e-7. -#}
    {%- set small_0 = [0.0045813, 0.0360768, 0.2659732, 1.2067492, 3.0899424, 3.5156229, 1] -%}
    {%- set small_1 = [0.00032411, 0.00301532, 0.02658733, 0.15084934, 0.51498869, 0.87890594, 0.5] -%}
    {%- set large_0 = [
        0.00392377, -0.01647633, 0.02635537, -0.02057706, 0.00916281, -0.00157565, 0.00225319, 0.01328592, 0.39894228
    ] -%}
    {%- set large_1 = [
        -0.00420059, 0.01787654, -0.02895312, 0.02282967, -0.01031555, 0.00163801, -0.00362018, -0.03988024, 0.39894228
    ] -%}
    {%- set square = '(' ~ x ~ ' * ' ~ x ~ ' / 14.0625)' -%}
    {%- set inverse = '(3.75 / nullif(' ~ x ~ ', 0))' -%}
    case
        when {{ x }} <= 3.75
            then exp(-{{ x }}) * ({{ polynomial(small_0, square) }} + {{ x }} * {{ polynomial(small_1, square) }})
        else ({{ polynomial(large_0, inverse) }} + {{ polynomial(large_1, inverse) }}) / sqrt({{ x }})
    end
{%- endmacro %}
