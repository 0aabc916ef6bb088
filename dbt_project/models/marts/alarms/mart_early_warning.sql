{{ config(tags=['series']) }}
{#- Limits are set so that a Poisson series of ten calls a week without anything the matter passes each in about 2
    weeks of 100, as simulation tells: for C1 and C2 that of 99.8 %, since seven weeks tell the spread badly; 3.9 for
    C3, which adds up three weeks; 4 for the CUSUM. The historical limits are at the 95 % they are known with, which 4
    of 100 pass. Farrington's method has a chance of its own, 1 of 200. -#}
{%- set z = z_value('99.8') -%}
{%- set c3_limit = 3.9 -%}
{%- set cusum_limit = 4 -%}
{#- One week, however high, is not a drift: alone it stays below the limit of the CUSUM. -#}
{%- set highest_score = 4 -%}
{%- set years_before = 3 -%}
{#- Two years of weeks are shown. -#}
{%- set shown_days = 728 -%}
{#- Fewer calls in four weeks are no warning, however rare they were: the rule of Farrington's method. -#}
{%- set fewest_calls = 5 -%}
{%- set keys = ['area_id', 'category_id'] -%}
{#- Ways to look and the methods that look so. C1, C2 and C3 see the same weeks, so that they often sound together. -#}
{%- set ways = {
    'recent': ['c1', 'c2', 'c3'],
    'drift': ['cusum'],
    'season': ['history', 'farrington'],
} -%}
{%- set methods = ways.values() | sum(start=[]) -%}
{%- set half_year = 'over (partition by area_id, category_id order by week_number '
    ~ 'range between 26 preceding and 1 preceding)' -%}

with

counts as (

    select * from {{ ref('int_area_alarm_periods') }}
    where period_type = 'W'

),

areas as (

    select * from {{ ref('int_areas') }}
    where hierarchy = 'main' and level_number <= 3 and not is_unknown

),

sensitive_categories as (

    select * from {{ ref('int_sensitive_categories') }}
    where category_kind = 'alarm'

),

unusual_weeks as (

    select * from {{ ref('int_alarm_unusual_weeks') }}

),

feed_dates as (

    select * from {{ ref('int_feed_dates') }}
    where feed = 'police_alarms'

),

-- Weeks by number, so that one that is missing or not complete is a gap. Sensitive categories: down to the district.
numbered as (

    select
        counts.area_id,
        counts.category_id,
        counts.period_id,
        counts.period_start,
        counts.is_complete,
        counts.alarm_count,
        case when counts.is_complete then counts.alarm_count end as complete_count,
        cast(({{ days_between("cast('2000-01-03' as date)", 'counts.period_start') }} - 1) / 7 as integer)
            as week_number,
        counts.period_start > {{ add_days('feed_dates.as_of', -shown_days) }} as is_shown,
        feed_dates.as_of
    from counts
    inner join areas on counts.area_id = areas.area_id
    left join sensitive_categories on counts.category_id = sensitive_categories.category_id
    cross join feed_dates
    where areas.level_number <= 2 or sensitive_categories.category_id is null

),

with_recent_calls as (

    select
        *,
        sum(complete_count) over (
            partition by area_id, category_id order by week_number range between 3 preceding and current row
        ) as recent_calls
    from numbered

),

-- Most series of a community never have enough calls for a warning: they are left out.
weekly as (

    select * from with_recent_calls
    qualify
        max(case when is_shown then recent_calls end) over (partition by area_id, category_id) >= {{ fewest_calls }}

),

watched as (

    {{ ears('weekly', keys, 'week_number', 'complete_count', z, c3_limit) }}

),

remembered as (

    {{ historical_limits(
        'weekly', keys, 'week_number', 'complete_count', 52, z_value('95'), years=years_before, spread=1
    ) }}

),

half_years as (

    select
        *,
        count(complete_count) {{ half_year }} as weeks_before,
        avg({{ double('complete_count') }}) {{ half_year }} as mean_before,
        stddev_samp({{ double('complete_count') }}) {{ half_year }} as sd_before
    from weekly

),

standardised as (

    select
        *,
        case
            when weeks_before = 26
                then least(
                    (complete_count - mean_before) / {{ floored_sd('sd_before', 'mean_before') }}, {{ highest_score }}
                )
        end as score
    from half_years

),

accumulated as (

    {{ cusum('standardised', keys, 'week_number', 'score') }}

),

judged as (

    select
        watched.*,
        case when accumulated.score is not null then accumulated.cusum end as cusum,
        case when accumulated.score is not null then accumulated.cusum > {{ cusum_limit }} end as cusum_alarm,
        remembered.history_mean,
        remembered.history_upper,
        watched.complete_count > remembered.history_upper as history_alarm,
        unusual_weeks.expected as farrington_expected,
        unusual_weeks.upper as farrington_upper,
        unusual_weeks.is_alarm as farrington_alarm
    from watched
    inner join accumulated
        on
            watched.area_id = accumulated.area_id
            and watched.category_id = accumulated.category_id
            and watched.week_number = accumulated.week_number
    inner join remembered
        on
            watched.area_id = remembered.area_id
            and watched.category_id = remembered.category_id
            and watched.week_number = remembered.week_number
    left join unusual_weeks
        on
            watched.area_id = unusual_weeks.area_id
            and watched.category_id = unusual_weeks.category_id
            and watched.period_start = unusual_weeks.period_start
    where watched.is_shown

),

counted as (

    select
        *,
        {%- for method in methods %}
        case when {{ method }}_alarm is not null then 1 else 0 end{{ ' +' if not loop.last }}
        {%- endfor %} as methods_applied,
        {%- for method in methods %}
        case when {{ method }}_alarm then 1 else 0 end{{ ' +' if not loop.last }}
        {%- endfor %} as methods_sounding,
        {%- for way in ways.values() %}
        case
            when {{ way | join('_alarm or ') }}_alarm then 1
            else 0
        end{{ ' +' if not loop.last }}
        {%- endfor %} as ways_sounding
    from judged

),

with_status as (

    select
        *,
        case
            when not is_complete then 'incomplete'
            when methods_applied = 0 then 'sample_too_small'
            when recent_calls < {{ fewest_calls }} then 'count_too_small'
            else 'ok'
        end as warning_status
    from counted

),

final as (

    select
        area_id,
        category_id,
        period_id,
        period_start,
        is_complete,
        alarm_count,
        c1_limit,
        c1_alarm,
        c2_limit,
        c2_alarm,
        c3_statistic,
        c3_alarm,
        cusum,
        cusum_alarm,
        history_mean,
        history_upper,
        history_alarm,
        farrington_expected,
        farrington_upper,
        farrington_alarm,
        methods_applied,
        methods_sounding,
        case
            when warning_status != 'ok' then cast(null as string)
            when ways_sounding = 3 then 'red'
            when ways_sounding = 2 then 'orange'
            when methods_sounding > 1 then 'yellow'
            when methods_sounding = 1 then 'blue'
            else 'none'
        end as warning_level,
        {#- concat_ws leaves out what is null. #}
        nullif(
            concat_ws(
                ','
                {%- for method in methods %},
                case when warning_status = 'ok' and {{ method }}_alarm then '{{ method }}' end
                {%- endfor %}
            ), ''
        ) as reasons,
        warning_status,
        {{ method_version() }} as method_version,
        as_of
    from with_status
    order by area_id, category_id, period_start

)

select * from final
