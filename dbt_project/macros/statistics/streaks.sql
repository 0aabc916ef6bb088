{#- Runs of rises and falls from period to period, how likely chance makes them, and average yearly change. -#}

{% macro moves(relation, partition_by, position, value) -%}
    {#- Nothing is known of a move from a period that is not there. -#}
    {%- set window = 'over (' ~ partition_of(partition_by) ~ ' order by ' ~ position ~ ')' -%}
    select
        series.*,
        case
            when lag({{ position }}) {{ window }} = {{ position }} - 1
                then cast(sign({{ value }} - lag({{ value }}) {{ window }}) as integer)
        end as move
    from {{ relation }} as series
{%- endmacro %}

{% macro streaks(relation, partition_by, position, value) -%}
    {{ runs('(' ~ moves(relation, partition_by, position, value) ~ ')', partition_by, position, 'move') }}
{%- endmacro %}

{% macro chance_of_streak(length) -%}
    {#- 1/(k+1)!; from k = 16 by Stirling's series, whose error there is below 1 part in 10¹². -#}
    {%- set n = '(' ~ double(length) ~ ' + 1)' -%}
    case cast({{ length }} as integer)
        {%- set factorial = namespace(value=1) %}
        {%- for k in range(0, 16) %}
        {%- set factorial.value = factorial.value * (k + 1) %}
        when {{ k }} then {{ double(1) }} / {{ double(factorial.value) }}
        {%- endfor %}
        else case
            when {{ length }} > 0
                then exp(
                    {{ n }} - ({{ n }} + 0.5) * ln({{ n }}) - 0.918938533204672742e0
                    - 1 / (12 * {{ n }}) + 1 / (360 * pow({{ n }}, 3)) - 1 / (1260 * pow({{ n }}, 5))
                )
        end
    end
{%- endmacro %}

{% macro compound_growth(first, last, years) -%}
    case
        when {{ first }} > 0 and {{ last }} >= 0 and {{ years }} > 0
            then pow({{ share(last, first) }}, 1 / nullif({{ double(years) }}, 0)) - 1
    end
{%- endmacro %}
