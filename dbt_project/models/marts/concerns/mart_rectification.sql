-- What became of each item of the rectification list: how long it was open, and whether the concern and the calls it
-- was about went back after it was done.
with

rectifications as (

    select * from {{ ref('stg_rectifications') }}

),

concerns as (

    select * from {{ ref('mart_concern_top') }}

),

category_groups as (

    select * from {{ ref('stg_category_groups') }}

),

category_group_names as (

    select * from {{ ref('stg_category_group_names') }}

),

areas as (

    select * from {{ ref('int_areas') }}

),

alarms as (

    select * from {{ ref('int_area_alarms') }}

),

sensitive_categories as (

    select * from {{ ref('int_sensitive_categories') }}
    where category_kind = 'alarm'

),

disclosure as (

    select * from {{ ref('int_area_disclosure') }}

),

coverage as (

    select * from {{ ref('stg_coverage') }}
    where feed = 'police_alarms' and is_complete

),

thresholds as (

    select * from {{ ref('stg_thresholds') }}

),

month_numbers as (

    {{ whole_numbers(12) }}

),

-- A list is dated by its last opening; how long items are open by the last day of any data.
cut_off as (

    select max(as_of) as as_of from {{ ref('int_feed_dates') }}

),

items as (

    select
        rectifications.*,
        {{ month_start('rectifications.opened_on') }} as opened_month,
        {{ month_start('rectifications.done_on') }} as done_month,
        coalesce(rectifications.done_on, cut_off.as_of) as counted_to,
        cut_off.as_of
    from rectifications
    cross join cut_off

),

surveys as (

    select
        *,
        left(wave_id, greatest(length(wave_id) - length(period_id), 0)) as survey_id
    from concerns

),

-- The wave an item came from: the last one whose period had begun.
waves_before as (

    select
        items.item,
        items.area_id,
        surveys.concern_id,
        surveys.survey_id,
        surveys.period_type,
        surveys.wave_id,
        surveys.rate,
        surveys.numerator,
        surveys.denominator,
        surveys.interval_status
    from items
    inner join surveys
        on
            items.area_id = surveys.area_id
            and items.concern_id = surveys.concern_id
            and items.opened_on >= surveys.period_start
    qualify row_number() over (
        partition by items.item, items.area_id
        order by surveys.period_start desc, surveys.wave_id asc
    ) = 1

),

-- The first wave of the same survey that began after it was done.
waves_after as (

    select
        waves_before.item,
        waves_before.area_id,
        surveys.wave_id,
        surveys.rate,
        surveys.numerator,
        surveys.denominator,
        surveys.interval_status
    from waves_before
    inner join items
        on
            waves_before.item = items.item
            and waves_before.area_id = items.area_id
    inner join surveys
        on
            waves_before.area_id = surveys.area_id
            and waves_before.concern_id = surveys.concern_id
            and waves_before.survey_id = surveys.survey_id
            and waves_before.period_type = surveys.period_type
            and items.done_on < surveys.period_start
    qualify row_number() over (
        partition by waves_before.item, waves_before.area_id
        order by surveys.period_start asc
    ) = 1

),

-- A concern is linked to calls where it belongs to a group that calls have too; of several to the first.
links as (

    select
        category_groups.category_id as concern_id,
        category_groups.group_id as linked_category_id
    from category_groups
    inner join category_group_names
        on
            category_groups.group_id = category_group_names.group_id
            and category_group_names.category_kind = 'alarm'
    where category_groups.category_kind = 'concern'
    qualify row_number() over (
        partition by category_groups.category_id
        order by category_group_names.sort_order, category_groups.group_id
    ) = 1

),

-- Up to twelve whole months after an item was done, each with the last same calendar month before it was opened.
after_months as (

    select
        items.item,
        items.area_id,
        items.opened_month,
        links.linked_category_id,
        {{ add_months('items.done_month', 'month_numbers.number') }} as after_month
    from items
    inner join links on items.concern_id = links.concern_id
    cross join month_numbers
    where items.done_month is not null

),

month_pairs as (

    select
        item,
        area_id,
        linked_category_id,
        after_month,
        {{ add_months(
            'after_month',
            '-12 * (1 + floor((12 * (extract(year from after_month) - extract(year from opened_month))'
            ~ ' + extract(month from after_month) - extract(month from opened_month)) / cast(12 as double)))',
        ) }} as before_month
    from after_months

),

alarm_counts as (

    select
        month_pairs.item,
        month_pairs.area_id,
        count(*) as months,
        bool_or(areas.bounds_from > month_pairs.before_month or areas.bounds_to < last_day(month_pairs.after_month))
            as is_redrawn,
        bool_or(areas.level_number > 2 and sensitive_categories.category_id is not null) as is_sensitive,
        cast(sum(alarms_before.alarm_count) as bigint) as alarms_before,
        cast(sum(alarms_after.alarm_count) as bigint) as alarms_after,
        sum({{ days_in_month('month_pairs.before_month') }}) as days_before,
        sum({{ days_in_month('month_pairs.after_month') }}) as days_after
    from month_pairs
    inner join coverage as after_coverage on month_pairs.after_month = after_coverage.month
    inner join coverage as before_coverage on month_pairs.before_month = before_coverage.month
    inner join areas on month_pairs.area_id = areas.area_id
    left join alarms as alarms_before
        on
            month_pairs.area_id = alarms_before.area_id
            and month_pairs.linked_category_id = alarms_before.category_id
            and month_pairs.before_month = alarms_before.month
    left join alarms as alarms_after
        on
            month_pairs.area_id = alarms_after.area_id
            and month_pairs.linked_category_id = alarms_after.category_id
            and month_pairs.after_month = alarms_after.month
    left join sensitive_categories on month_pairs.linked_category_id = sensitive_categories.category_id
    group by month_pairs.item, month_pairs.area_id

),

hidden_years as (

    select distinct
        month_pairs.item,
        month_pairs.area_id
    from month_pairs
    inner join disclosure
        on
            month_pairs.area_id = disclosure.area_id
            and month_pairs.linked_category_id = disclosure.category_id
            and {{ year_period_id('disclosure.year_start') }} in (
                {{ year_period_id('month_pairs.before_month') }}, {{ year_period_id('month_pairs.after_month') }}
            )

),

judged as (

    select
        items.*,
        waves_before.wave_id as wave_before,
        waves_before.rate as rate_before,
        waves_after.wave_id as wave_after,
        waves_after.rate as rate_after,
        {{ two_shares_z(
            'waves_after.numerator', 'waves_after.denominator', 'waves_before.numerator', 'waves_before.denominator'
        ) }} as concern_score,
        case
            when waves_before.wave_id is null then 'not_collected'
            when items.done_on is null then 'incomplete'
            when waves_after.wave_id is null then 'not_collected'
            when waves_before.interval_status != 'ok' then waves_before.interval_status
            else waves_after.interval_status
        end as concern_status,
        links.linked_category_id,
        coalesce(alarm_counts.months, 0) as alarm_months,
        alarm_counts.alarms_before,
        alarm_counts.alarms_after,
        {{ two_counts_z(
            'alarm_counts.alarms_after', 'alarm_counts.days_after',
            'alarm_counts.alarms_before', 'alarm_counts.days_before',
        ) }} as alarm_score,
        case
            when links.linked_category_id is null then 'not_comparable'
            when items.done_on is null then 'incomplete'
            when coalesce(alarm_counts.months, 0) = 0 then 'not_collected'
            -- Below the district a sensitive category is told of whole years alone, not in small counts, and not where
            -- its calendar year is hidden.
            when
                alarm_counts.is_sensitive and (
                    alarm_counts.months < 12
                    or hidden_years.item is not null
                    or {{ is_disclosive('alarm_counts.alarms_before', 5) }}
                    or {{ is_disclosive('alarm_counts.alarms_after', 5) }}
                )
                then 'disclosure'
            when alarm_counts.is_redrawn then 'area_redrawn'
            when least(alarm_counts.alarms_before, alarm_counts.alarms_after) < 0 then 'negative_count'
            when alarm_counts.alarms_before = 0 then 'zero_base'
            else 'ok'
        end as alarm_status,
        thresholds.z_95
    from items
    cross join thresholds
    left join waves_before
        on
            items.item = waves_before.item
            and items.area_id = waves_before.area_id
    left join waves_after
        on
            items.item = waves_after.item
            and items.area_id = waves_after.area_id
    left join links on items.concern_id = links.concern_id
    left join alarm_counts
        on
            items.item = alarm_counts.item
            and items.area_id = alarm_counts.area_id
    left join hidden_years
        on
            items.item = hidden_years.item
            and items.area_id = hidden_years.area_id

),

final as (

    select
        item,
        area_id,
        concern_id,
        responsible_unit,
        opened_on,
        due_on,
        done_on,
        done_on is not null as is_done,
        cast({{ days_between('opened_on', 'counted_to') }} - 1 as integer) as days_open,
        counted_to > due_on as is_overdue,
        case when counted_to > due_on then cast({{ days_between('due_on', 'counted_to') }} - 1 as integer) end
            as days_overdue,
        wave_before,
        rate_before,
        wave_after,
        rate_after,
        case when concern_status = 'ok' then rate_after - rate_before end as concern_change,
        case when concern_status = 'ok' then concern_score end as concern_z,
        case when concern_status = 'ok' then {{ verdict('concern_score', 'z_95') }} end as concern_verdict,
        concern_status,
        linked_category_id,
        cast(alarm_months as integer) as alarm_months,
        case when alarm_status in ('ok', 'zero_base') then alarms_before end as alarms_before,
        case when alarm_status in ('ok', 'zero_base') then alarms_after end as alarms_after,
        case when alarm_status = 'ok' then {{ relative_change('alarms_after', 'alarms_before') }} end as alarm_change,
        case when alarm_status in ('ok', 'zero_base') then alarm_score end as alarm_z,
        case when alarm_status in ('ok', 'zero_base') then {{ verdict('alarm_score', 'z_95') }} end as alarm_verdict,
        alarm_status,
        {{ method_version() }} as method_version,
        as_of
    from judged
    order by opened_on, item, area_id

)

select * from final
