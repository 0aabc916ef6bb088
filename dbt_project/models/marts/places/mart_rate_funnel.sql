{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        on_schema_change='fail',
        pre_hook="{{ delete_touched_years(['police_alarms']) }}",
        post_hook="{{ note_cut_off('police_alarms') }}",
        meta={'sorted_by': ['area_id', 'category_id', 'period_type', 'period_start']}
    )
}}

-- Months of the areas that are ranked across the city, years of all: a month of a community holds too few calls.
with

alarms as (

    select * from {{ ref('int_area_alarms') }}
    where is_covered and {{ is_since_touched('month', ['police_alarms'], whole_years=true) }}

),

yearly as (

    select * from {{ ref('int_area_alarms_yearly') }}
    where {{ is_since_touched('year_start', ['police_alarms'], whole_years=true) }}

),

areas as (

    select * from {{ ref('int_areas') }}
    where level_number > 1 and not is_unknown

),

category_members as (

    select * from {{ ref('int_category_members') }}
    where category_kind = 'alarm'

),

sensitive_categories as (

    select * from {{ ref('int_sensitive_categories') }}
    where category_kind = 'alarm'

),

disclosure as (

    select * from {{ ref('int_area_disclosure') }}

),

feed_dates as (

    select * from {{ ref('int_feed_dates') }}

),

categories as (

    select
        category_members.member_of_category_id as category_id,
        bool_or(category_members.is_in_group_detail) as is_in_group_detail,
        count(sensitive_categories.category_id) > 0 as is_sensitive
    from category_members
    left join sensitive_categories on category_members.member_of_category_id = sensitive_categories.category_id
    group by category_members.member_of_category_id

),

counts as (

    select
        alarms.area_id,
        alarms.category_id,
        'M' as period_type,
        {{ month_period_id('alarms.month') }} as period_id,
        alarms.month as period_start,
        last_day(alarms.month) as period_end,
        alarms.is_complete,
        alarms.alarm_count,
        alarms.population
    from alarms
    inner join areas on alarms.area_id = areas.area_id
    inner join categories on alarms.category_id = categories.category_id
    -- As the years: single categories down to the district only.
    where
        areas.is_ranked_in_city
        and (
            areas.level_number <= 2
            or (categories.is_in_group_detail and not categories.is_sensitive)
        )

    union all

    select
        area_id,
        category_id,
        'Y' as period_type,
        {{ year_period_id('year_start') }} as period_id,
        year_start as period_start,
        {{ add_days(add_months('year_start', 12), -1) }} as period_end,
        is_complete,
        alarm_count,
        population
    from yearly

),

rostered as (

    select
        counts.*,
        areas.level_id,
        case
            when areas.bounds_from > counts.period_start or areas.bounds_to < counts.period_end then 'area_redrawn'
            when not counts.is_complete then 'incomplete'
            when not areas.is_residential then 'not_residential'
            when counts.alarm_count < 0 then 'negative_count'
            when coalesce(counts.population, 0) <= 0 then 'no_population'
            else 'ok'
        end as funnel_status
    from counts
    inner join areas on counts.area_id = areas.area_id
    where areas.bounds_from <= counts.period_end and areas.bounds_to >= counts.period_start

),

on_roster as (

    select
        *,
        case when funnel_status = 'ok' then alarm_count end as events,
        case when funnel_status = 'ok' then population end as residents
    from rostered

),

smoothed as (

    {{ empirical_bayes('on_roster', ['level_id', 'category_id', 'period_type', 'period_id'], 'events', 'residents') }}

),

expected_counts as (

    select
        *,
        eb_mean * residents as expected
    from smoothed

),

scored as (

    select
        *,
        {{ expected_count_z('events', 'expected') }} as z
    from expected_counts

),

dispersions as (

    {{ winsorised_dispersion('scored', ['level_id', 'category_id', 'period_type', 'period_id'], 'z') }}

),

flagged as (

    select
        scored.*,
        dispersions.scores as areas_compared,
        dispersions.dispersion,
        disclosure.suppressed_by,
        {{ funnel_count_flag('scored.events', 'scored.expected', 'dispersions.dispersion') }} as flag
    from scored
    left join dispersions
        on
            scored.level_id = dispersions.level_id
            and scored.category_id = dispersions.category_id
            and scored.period_type = dispersions.period_type
            and scored.period_id = dispersions.period_id
    left join disclosure
        on
            scored.area_id = disclosure.area_id
            and scored.category_id = disclosure.category_id
            and scored.period_start = disclosure.year_start
            and scored.period_type = 'Y'

),

{% set shown = 'flagged.suppressed_by is null' -%}
final as (

    select
        flagged.area_id,
        flagged.category_id,
        flagged.period_type,
        flagged.period_id,
        flagged.period_start,
        flagged.level_id,
        flagged.is_complete,
        case when {{ shown }} then flagged.alarm_count end as alarm_count,
        flagged.population,
        case when flagged.funnel_status = 'ok' then flagged.areas_compared end as areas_compared,
        flagged.expected,
        case when {{ shown }} then flagged.events / nullif(flagged.expected, 0) end as ratio,
        case
            when {{ shown }}
                then {{ poisson_lower('flagged.events', z_value('95')) }} / nullif(flagged.expected, 0)
        end as ratio_lower,
        case
            when {{ shown }}
                then {{ poisson_upper('flagged.events', z_value('95')) }} / nullif(flagged.expected, 0)
        end as ratio_upper,
        case when {{ shown }} then flagged.z end as z,
        case when flagged.funnel_status = 'ok' then flagged.dispersion end as dispersion,
        case when {{ shown }} then flagged.flag end as flag,
        case when {{ shown }} then flagged.raw_rate * 10000 end as rate_per_10k,
        case when {{ shown }} then flagged.eb_rate * 10000 end as eb_rate_per_10k,
        flagged.eb_weight,
        case when {{ shown }} then {{ relative_standard_error('flagged.events') }} end
            as relative_standard_error,
        case when {{ shown }} then {{ rate_stability('flagged.events', 'flagged.residents') }} end as stability,
        coalesce(flagged.suppressed_by, flagged.funnel_status) as funnel_status,
        {{ method_version() }} as method_version,
        feed_dates.as_of
    from flagged
    left join feed_dates on feed_dates.feed = 'police_alarms'

)

select * from final
