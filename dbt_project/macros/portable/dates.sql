{#- Dates that DuckDB and Spark spell differently. What both spell alike (`last_day`, `make_date`, `year`) is written out. -#}

{% macro month_start(moment) -%}
    cast(date_trunc('month', {{ moment }}) as date)
{%- endmacro %}

{% macro add_months(day, months) -%}
    {%- if target.type == 'spark' -%}
        add_months({{ day }}, {{ months }})
    {%- else -%}
        cast({{ day }} + to_months(cast({{ months }} as integer)) as date)
    {%- endif -%}
{%- endmacro %}

{% macro add_days(day, days) -%}
    {%- if target.type == 'spark' -%}
        date_add({{ day }}, {{ days }})
    {%- else -%}
        cast({{ day }} + to_days(cast({{ days }} as integer)) as date)
    {%- endif -%}
{%- endmacro %}

{% macro days_between(first_day, last_day) -%}
    {#- Calendar days from first to last, both counted. -#}
    {%- if target.type == 'spark' -%}
        (datediff({{ last_day }}, {{ first_day }}) + 1)
    {%- else -%}
        (date_diff('day', {{ first_day }}, {{ last_day }}) + 1)
    {%- endif -%}
{%- endmacro %}

{% macro seconds_between(start, end) -%}
    {%- if target.type == 'spark' -%}
        (unix_timestamp({{ end }}) - unix_timestamp({{ start }}))
    {%- else -%}
        date_diff('second', {{ start }}, {{ end }})
    {%- endif -%}
{%- endmacro %}

{% macro days_in_month(month) -%}
    extract(day from last_day({{ month }}))
{%- endmacro %}

{% macro month_period_id(month) -%}
    concat(cast(extract(year from {{ month }}) as string), '-', lpad(cast(extract(month from {{ month }}) as string), 2, '0'))
{%- endmacro %}

{% macro year_period_id(day) -%}
    cast(extract(year from {{ day }}) as string)
{%- endmacro %}

{% macro period_id(period_type, prefix, months, period_start) -%}
    {#- `2018` (Y), `2018-H1` (H), `2018-Q3` (Q), `2018-07` (M). -#}
    case {{ period_type }}
        when 'Y' then {{ year_period_id(period_start) }}
        when 'M' then {{ month_period_id(period_start) }}
        else concat(
            {{ year_period_id(period_start) }}, '-', {{ prefix }},
            cast(cast(ceil(extract(month from {{ period_start }}) / cast({{ months }} as double)) as integer) as string)
        )
    end
{%- endmacro %}
