{% macro keeps_rows() -%}
    {#- Whether a model adds to what it has. In a unit test it has nothing. -#}
    {{ return(this is not none and is_incremental()) }}
{%- endmacro %}

{% macro delete_touched_months(feed) -%}
    {#- Pre-hook of an incremental model whose column `event_month` names the raw month a row came from. Takes out the
        months that changed; the model's select puts back what they hold now. A month that became empty has no row to
        put back, so it goes. Hook and insert share one transaction. -#}
    {% if keeps_rows() -%}
        delete from {{ this }}
        where event_month in (
            select touched_periods.month
            from {{ source('raw', 'touched_periods') }} as touched_periods
            where touched_periods.feed = '{{ feed }}'
        )
    {%- endif %}
{%- endmacro %}

{#-
What a month says is said again by all periods that hold it, and by those after that are compared with them. So a model
of periods keeps what ended before the first touched month, and makes the rest anew: hook and condition below go together.
-#}

{% macro touched_from(feeds=[]) -%}
    {#- First day that any of the feeds (all, if none is named) may say something new about. -#}
    (
        select min(touched_feeds.first_day)
        from {{ source('raw', 'touched_feeds') }} as touched_feeds
        {%- if feeds %}
        where touched_feeds.feed in ('{{ feeds | join("', '") }}')
        {%- endif %}
    )
{%- endmacro %}

{% macro is_since_touched(column, feeds=[], months_before=0, whole_years=false) -%}
    {#- Condition: always true where all is built anew.

        months_before, whole_years: what a model looks back to, so many months or to the beginning of the year. -#}
    {%- if keeps_rows() -%}
        {%- set first_day = touched_from(feeds) -%}
        {%- set first_day = add_months(first_day, -months_before) if months_before else first_day -%}
        {{ column }} >= {{ year_start(first_day) if whole_years else first_day }}
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{% macro is_always_anew(relation=none) -%}
    {#- Condition on indicator values: years to date end on another day in each run, and the index is scored against a
        reference period, which earlier months look ahead to. -#}
    {%- set of = relation ~ '.' if relation else '' -%}
    ({{ of }}period_type = 'YTD' or {{ of }}indicator_id = 'IX01')
{%- endmacro %}

{% macro delete_since_touched(column, feeds=[], whole_years=false, or_where=none) -%}
    {#- Pre-hook: takes out what the model's query puts back. -#}
    {% if keeps_rows() -%}
        delete from {{ this }}
        where {{ is_since_touched(column, feeds, whole_years=whole_years) }}
        {%- if or_where %} or {{ or_where }}{% endif %}
    {%- endif %}
{%- endmacro %}

{% macro is_in_touched_years(period_id, feeds=[]) -%}
    {#- The same by the year that the names of months, quarters, halves and years begin with. -#}
    {%- if keeps_rows() -%}
        {{ period_id }} >= {{ year_period_id(touched_from(feeds)) }}
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{% macro delete_touched_years(feeds=[]) -%}
    {% if keeps_rows() -%}
        delete from {{ this }}
        where {{ is_in_touched_years('period_id', feeds) }}
    {%- endif %}
{%- endmacro %}

{% macro note_cut_off(feed) -%}
    {#- Post-hook: rows that are kept are as of the feed's new last day, too. -#}
    {%- set dates = ref('int_feed_dates') -%}
    {% if keeps_rows() -%}
        update {{ this }} set as_of = feed_dates.as_of
        from {{ dates }} as feed_dates
        where feed_dates.feed = '{{ feed }}' and {{ this.identifier }}.as_of is distinct from feed_dates.as_of
    {%- endif %}
{%- endmacro %}

{% macro note_cut_offs() -%}
    {#- The same for a table of indicators, each as of the feed that fills it. -#}
    {%- set dates = ref('int_feed_dates') -%}
    {%- set catalogue = ref('stg_indicators') -%}
    {% if keeps_rows() -%}
        update {{ this }} set as_of = feed_dates.as_of
        from {{ catalogue }} as indicators, {{ dates }} as feed_dates
        where
            {{ this.identifier }}.indicator_id = indicators.indicator_id
            and indicators.indicator_id != 'IX01'
            and indicators.feed = feed_dates.feed
            and {{ this.identifier }}.as_of is distinct from feed_dates.as_of
    {%- endif %}
{%- endmacro %}
