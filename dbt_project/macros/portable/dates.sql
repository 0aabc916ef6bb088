{#- Dates that DuckDB and Spark spell differently. What both spell alike (`last_day`, `make_date`, `year`) is written out. -#}

{% macro month_start(moment) -%}
    cast(date_trunc('month', {{ moment }}) as date)
{%- endmacro %}

{% macro year_start(day) -%}
    cast(date_trunc('year', {{ day }}) as date)
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

{% macro week_start(day) -%}
    {#- Monday of the week. -#}
    cast(date_trunc('week', {{ day }}) as date)
{%- endmacro %}

{% macro iso_week_end(calendar_year, week) -%}
    {#- Sunday of an ISO week. Week 1 is the one with 4 January. -#}
    {{ add_days(week_start('make_date(cast(' ~ calendar_year ~ ' as integer), 1, 4)'), '7 * ' ~ week ~ ' - 1') }}
{%- endmacro %}

{% macro iso_week_id(day) -%}
    {#- `2024-W05`. A week belongs to the year of its Thursday. -#}
    {%- set thursday = add_days(week_start(day), 3) -%}
    concat(
        {{ year_period_id(thursday) }}, '-W',
        lpad(cast(cast(floor((extract(doy from {{ thursday }}) - 1) / 7.0) + 1 as integer) as string), 2, '0')
    )
{%- endmacro %}

{% macro ten_days_of_month(day) -%}
    {#- 1 to the 10th, 2 to the 20th, 3 to the end. -#}
    cast(least(ceil(extract(day from {{ day }}) / 10.0), 3) as integer)
{%- endmacro %}

{% macro part_of_year(day, months) -%}
    {#- Number of the quarter (3 months) or half (6) that a day lies in. -#}
    cast(cast(ceil(extract(month from {{ day }}) / {{ months }}.0) as integer) as string)
{%- endmacro %}

{% macro has_leap_day(first_day, last_day) -%}
    {#- Whether a 29 February lies in a period of at most a year. -#}
    (
        {%- for day in [first_day, last_day] %}
        {%- set end_of_february = 'last_day(make_date(cast(extract(year from ' ~ day ~ ') as integer), 2, 1))' %}
        (
            extract(day from {{ end_of_february }}) = 29
            and {{ end_of_february }} between {{ first_day }} and {{ last_day }}
        )
        {{ 'or' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}

{% macro days_shared(first_day, last_day, other_first_day, other_last_day) -%}
    {#- Days that two spans have in common. -#}
    greatest({{ days_between(
        'greatest(' ~ first_day ~ ', ' ~ other_first_day ~ ')', 'least(' ~ last_day ~ ', ' ~ other_last_day ~ ')'
    ) }}, 0)
{%- endmacro %}

{% macro period_id(period_type, period_end) -%}
    {#- `2018` (Y), `2018-H1` (H), `2018-Q3` (Q), `2018-07` (M), `2018-W05` (W), and by what they end with `2018-YTD`,
        `2018-W05-R28`, `2018-07-R12M`; `2018-07-04` (D), `2018-07-T1` (T, ten days), `2018-CNY40`, `2018-JF`. Null without
        a last day. -#}
    case
        when {{ period_end }} is null then cast(null as string)
        else case {{ period_type }}
            when 'Y' then {{ year_period_id(period_end) }}
            when 'H' then concat({{ year_period_id(period_end) }}, '-H', {{ part_of_year(period_end, 6) }})
            when 'Q' then concat({{ year_period_id(period_end) }}, '-Q', {{ part_of_year(period_end, 3) }})
            when 'M' then {{ month_period_id(period_end) }}
            when 'W' then {{ iso_week_id(period_end) }}
            when 'YTD' then concat({{ year_period_id(period_end) }}, '-YTD')
            when 'R28' then concat({{ iso_week_id(period_end) }}, '-R28')
            when 'R12M' then concat({{ month_period_id(period_end) }}, '-R12M')
            when 'D' then cast({{ period_end }} as string)
            when 'T' then concat({{ month_period_id(period_end) }}, '-T', cast({{ ten_days_of_month(period_end) }} as string))
            when 'CNY40' then concat({{ year_period_id(period_end) }}, '-CNY40')
            when 'JF' then concat({{ year_period_id(period_end) }}, '-JF')
        end
    end
{%- endmacro %}
