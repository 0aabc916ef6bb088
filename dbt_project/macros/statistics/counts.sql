{#- Counts that follow a Poisson law and rates made of them: limits. Comparing two of them is in `comparisons`. -#}

{% macro poisson_lower(events, z) -%}
    {%- set limits = {
        '95': [
            '0', '0.025317807984289876', '0.2422092785439649', '0.6186721228956013', '1.0898653736263249',
            '1.6234863901184204', '2.2018942534908508', '2.814363051519866', '3.4538321767485014', '4.115373097378332',
        ],
        '99.8': [
            '0', '0.0010005003335835335', '0.04540201776948956', '0.1905333775684032', '0.42855241362842295',
            '0.7393717319178326', '1.1071046602556394', '1.520336260398809', '1.9708139217403657', '2.452424404363775',
        ],
    } -%}
    {{ _poisson_limit(events, z, limits, byar_lower(events, z), byar_lower(10, z)) }}
{%- endmacro %}

{% macro poisson_upper(events, z) -%}
    {%- set limits = {
        '95': [
            '3.6888794541139363', '5.571643390938899', '7.224687667723961', '8.767273069742327', '10.241588675403698',
            '11.668332079322669', '13.059474022518685', '14.42267536170238', '15.763189220193315', '17.08480345141917',
        ],
        '99.8': [
            '6.907755278982137', '9.233413476451586', '11.228872242412663', '13.062240779188071', '14.794149222537209',
            '16.45474520368011', '18.06163684019907', '19.62617739538424', '21.15619816583998', '22.65737330906293',
        ],
    } -%}
    {{ _poisson_limit(events, z, limits, byar_upper(events, z), byar_upper(10, z)) }}
{%- endmacro %}

{% macro byar_lower(events, z) -%}
    {%- set o = double(events) -%}
    {%- set root = '(1 - 1 / nullif(9 * ' ~ o ~ ', 0) - ' ~ double(z) ~ ' / nullif(3 * sqrt(greatest(' ~ o ~ ', 0)), 0))' -%}
    case when {{ o }} > 0 and {{ root }} >= 0 then {{ o }} * pow({{ root }}, 3) end
{%- endmacro %}

{% macro byar_upper(events, z) -%}
    {%- set o = '(' ~ double(events) ~ ' + 1)' -%}
    case
        when {{ o }} >= 1
            then {{ o }} * pow(1 - 1 / (9 * {{ o }}) + {{ double(z) }} / (3 * sqrt(greatest({{ o }}, 1))), 3)
    end
{%- endmacro %}

{% macro rate(events, denominator, scale) -%}
    case when {{ denominator }} > 0 then {{ double(events) }} / nullif({{ double(denominator) }}, 0) * {{ scale }} end
{%- endmacro %}

{% macro rate_lower(events, denominator, scale, z) -%}
    {{ rate(poisson_lower(events, z), denominator, scale) }}
{%- endmacro %}

{% macro rate_upper(events, denominator, scale, z) -%}
    {{ rate(poisson_upper(events, z), denominator, scale) }}
{%- endmacro %}

{% macro count_variance(events) -%}
    {#- That of one where there was none, since no events in a small place prove little. -#}
    case when {{ events }} is not null then greatest({{ double(events) }}, 1.0) end
{%- endmacro %}

{% macro _poisson_limit(events, z, limits, approximation, approximation_at_10) -%}
    {#- χ² quantiles have no closed form in SQL: tables by confidence and count, which the tests recompute. A count that is
        no whole number, restated by weights, lies on the straight line between its neighbours. -#}
    {%- set o = double(events) -%}
    case
        when {{ o }} >= 10 then {{ approximation }}
        {%- for level, values in limits.items() %}
        when {{ o }} >= 0 and abs({{ double(z) }} - {{ z_value(level) }}) < 1e-6 then case floor({{ o }})
            {%- for value in values %}
            when {{ loop.index0 }}
                then {{ double(value) }} + ({{ o }} - {{ loop.index0 }}) * (
                    {{ approximation_at_10 if loop.last else double(values[loop.index]) }} - {{ double(value) }}
                )
            {%- endfor %}
        end
        {%- endfor %}
    end
{%- endmacro %}
