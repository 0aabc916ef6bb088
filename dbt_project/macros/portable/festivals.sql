{#- Spring Festival, by which a Chinese year moves. -#}

{% macro spring_festivals() -%}
    {#- Relation with its first day by year, and the window around it in which calls are not those of other weeks: from 14
        days before to 28 after. It lies within its calendar year. -#}
    {%- set first_days = [
        '2000-02-05', '2001-01-24', '2002-02-12', '2003-02-01', '2004-01-22', '2005-02-09', '2006-01-29', '2007-02-18',
        '2008-02-07', '2009-01-26', '2010-02-14', '2011-02-03', '2012-01-23', '2013-02-10', '2014-01-31', '2015-02-19',
        '2016-02-08', '2017-01-28', '2018-02-16', '2019-02-05', '2020-01-25', '2021-02-12', '2022-02-01', '2023-01-22',
        '2024-02-10', '2025-01-29', '2026-02-17', '2027-02-06', '2028-01-26', '2029-02-13', '2030-02-03', '2031-01-23',
        '2032-02-11', '2033-01-31', '2034-02-19', '2035-02-08',
    ] -%}
    select
        cast(extract(year from first_day) as integer) as calendar_year,
        first_day,
        {{ add_days('first_day', -14) }} as window_start,
        {{ add_days('first_day', 28) }} as window_end
    from (
        {%- for day in first_days %}
        select cast('{{ day }}' as date) as first_day{{ ' union all' if not loop.last }}
        {%- endfor %}
    ) as listed
{%- endmacro %}

{% macro spring_festival_days() -%}
    {#- Days of the window. -#}
    43
{%- endmacro %}

{% macro spring_festival_timezones() -%}
    {#- Clocks of places where the festival empties the streets: elsewhere nothing is flagged. -#}
    'Asia/Shanghai', 'Asia/Chongqing', 'Asia/Urumqi', 'Asia/Hong_Kong', 'Asia/Macau', 'Asia/Taipei', 'PRC'
{%- endmacro %}
