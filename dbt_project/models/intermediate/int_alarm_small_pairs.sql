{{ config(tags=['series']) }}
{#- Above this sum the score test and the exact ones say the same in all digits that matter. -#}
{%- set largest_sum = 100 -%}

-- Counts and those of the year before that are small enough for the score test to be in doubt: complete periods of the
-- last 24 months, months of the city and its districts only. Sensitive categories: down to the district.
with

counts as (

    select * from {{ ref('int_area_alarm_periods') }}
    where period_type in ('M', 'Y', 'YTD') and is_complete

),

periods as (

    select * from {{ ref('int_periods') }}

),

areas as (

    select * from {{ ref('int_areas') }}
    where hierarchy = 'main' and level_number <= 3 and not is_unknown

),

category_members as (

    select * from {{ ref('int_category_members') }}
    where category_kind = 'alarm' and is_in_group_detail

),

group_detail as (

    select distinct member_of_category_id as category_id from category_members

),

sensitive_categories as (

    select * from {{ ref('int_sensitive_categories') }}
    where category_kind = 'alarm'

),

feed_dates as (

    select * from {{ ref('int_feed_dates') }}
    where feed = 'police_alarms'

),

final as (

    select
        counts.area_id,
        counts.category_id,
        counts.period_type,
        counts.period_id,
        counts.period_start,
        counts.alarm_count as events,
        before.alarm_count as base_events,
        {%- set have_residents = 'counts.population > 0 and before.population > 0' %}
        {{ double('counts.days') }} * case when {{ have_residents }} then counts.population else 1 end as exposure,
        {{ double('before.days') }} * case when {{ have_residents }} then before.population else 1 end as base_exposure,
        feed_dates.as_of
    from counts
    inner join periods on counts.period_id = periods.period_id
    inner join counts as before
        on
            counts.area_id = before.area_id
            and counts.category_id = before.category_id
            and periods.year_ago_period_id = before.period_id
    inner join areas
        on
            counts.area_id = areas.area_id
            and before.period_start >= areas.bounds_from
            and counts.period_end <= areas.bounds_to
    inner join group_detail on counts.category_id = group_detail.category_id
    left join sensitive_categories on counts.category_id = sensitive_categories.category_id
    cross join feed_dates
    where
        counts.period_end > {{ add_months('feed_dates.as_of', -24) }}
        -- Where Spring Festival moved no change is tested.
        and coalesce(periods.year_ago_cny_aligned, true)
        and counts.alarm_count + before.alarm_count between 1 and {{ largest_sum }}
        and (areas.level_number <= 2 or (counts.period_type != 'M' and sensitive_categories.category_id is null))

)

select * from final
