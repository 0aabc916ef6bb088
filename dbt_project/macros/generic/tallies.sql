{#- What was counted elsewhere, as rows of area and period. -#}

{% macro known_sum(count) -%}
    {#- Of parts of which one is not known the sum is not known. -#}
    case when count(*) = count({{ count }}) then cast(sum({{ count }}) as bigint) end
{%- endmacro %}

{% macro tally_periods(relation, keys, counts, stocks=[], distinct_counts=[]) -%}
    {#- Rows as they were published, and years that nobody published though all of their months were. A stock of a
        year is that of its last month; what each month counted once is not known of the year. -#}
    select
        {{ keys | join(', ') }},
        period_type,
        period_id,
        {{ (counts + stocks + distinct_counts) | join(', ') }}
    from {{ relation }}

    union all

    select
        {{ keys | join(', ') }},
        'Y' as period_type,
        {{ year_period_id('period_start') }} as period_id,
        {%- set sums = [] %}
        {%- for count in counts %}
        {%- do sums.append(known_sum(count) ~ ' as ' ~ count) %}
        {%- endfor %}
        {%- for stock in stocks %}
        {%- do sums.append('max(case when extract(month from period_start) = 12 then ' ~ stock ~ ' end) as ' ~ stock) %}
        {%- endfor %}
        {%- for count in distinct_counts %}
        {%- do sums.append('cast(null as bigint) as ' ~ count) %}
        {%- endfor %}
        {{ sums | join(',\n        ') }}
    from {{ relation }}
    where period_type in ('M', 'Y')
    group by {{ keys | join(', ') }}, {{ year_period_id('period_start') }}
    having count(distinct period_id) = 12 and max(period_type) = 'M'
{%- endmacro %}
