{%- set roles = ['treated', 'control', 'buffer', 'control_buffer'] -%}
{%- set treated = ['treated_before', 'treated_after'] -%}
{%- set control = ['control_before', 'control_after'] -%}
{%- set buffer = ['coalesce(buffer_before, 0)', 'coalesce(buffer_after, 0)'] -%}
{%- set counts = {
    'treated': treated, 'control': control,
    'displacement': ['displaced_before', 'displaced_after'],
    'displacement_control': ['displaced_control_before', 'displaced_control_after'],
} -%}
{%- set weights = {
    'control': ['control_weight', 'control_weight'],
    'displacement_control': ['control_buffer_weight', 'control_buffer_weight'],
} -%}

-- A programme against its control: up to twelve months after its start and the same calendar months before it.
with

focus_areas as (

    select distinct
        programme,
        area_id,
        role,
        starts_on,
        ends_on
    from {{ ref('stg_focus_areas') }}

),

areas as (

    select * from {{ ref('int_areas') }}

),

place_areas as (

    select * from {{ ref('int_place_areas') }}

),

alarms as (

    select * from {{ ref('int_area_alarms') }}
    where
        category_id in (
            select group_names.group_id
            from {{ ref('stg_category_group_names') }} as group_names
            where group_names.category_kind = 'alarm'
        )

),

category_groups as (

    select group_id as category_id from {{ ref('stg_category_group_names') }}
    where category_kind = 'alarm'

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

feed_dates as (

    select * from {{ ref('int_feed_dates') }}
    where feed = 'police_alarms'

),

month_numbers as (

    {{ whole_numbers(12) }}

),

programmes as (

    select
        programme,
        min(starts_on) as starts_on,
        case when count(*) = count(ends_on) then max(ends_on) end as ends_on,
        {{ month_start('min(starts_on)') }} as start_month
    from focus_areas
    where role = 'treated'
    group by programme

),

-- A month in which the programme began is in neither window, unless it began on the first.
after_months as (

    select
        programmes.programme,
        programmes.start_month,
        {{ add_months(
            'programmes.start_month',
            'month_numbers.number - case when programmes.starts_on = programmes.start_month then 1 else 0 end'
        ) }} as after_month
    from programmes
    cross join month_numbers

),

month_pairs as (

    select
        programme,
        after_month,
        case
            when {{ add_months('after_month', -12) }} < start_month then {{ add_months('after_month', -12) }}
            else {{ add_months('after_month', -24) }}
        end as before_month
    from after_months

),

-- Both months of a pair have to be collected in full: the windows stay equally long and of the same season.
covered_pairs as (

    select month_pairs.*
    from month_pairs
    inner join coverage as after_coverage on month_pairs.after_month = after_coverage.month
    inner join coverage as before_coverage on month_pairs.before_month = before_coverage.month

),

windows as (

    select
        programme,
        count(*) as months,
        min(before_month) as before_from,
        last_day(max(before_month)) as before_to,
        min(after_month) as after_from,
        last_day(max(after_month)) as after_to
    from covered_pairs
    group by programme

),

moments as (

    select
        programme,
        before_month as month,
        1 as is_before
    from covered_pairs

    union all

    select
        programme,
        after_month as month,
        0 as is_before
    from covered_pairs

),

area_counts as (

    select
        focus_areas.programme,
        focus_areas.role,
        focus_areas.area_id,
        alarms.category_id,
        sum(case when moments.is_before = 1 then alarms.alarm_count else 0 end) as events_before,
        sum(case when moments.is_before = 0 then alarms.alarm_count else 0 end) as events_after,
        avg(case when moments.is_before = 1 then alarms.population end) as residents
    from focus_areas
    inner join moments on focus_areas.programme = moments.programme
    inner join alarms
        on
            focus_areas.area_id = alarms.area_id
            and moments.month = alarms.month
    group by focus_areas.programme, focus_areas.role, focus_areas.area_id, alarms.category_id

),

role_counts as (

    select
        {%- for role in roles %}
        cast(sum(case when role = '{{ role }}' then events_before end) as bigint) as {{ role }}_before,
        cast(sum(case when role = '{{ role }}' then events_after end) as bigint) as {{ role }}_after,
        case
            when count(case when role = '{{ role }}' and residents is null then 1 end) = 0
                then sum(case when role = '{{ role }}' then residents end)
        end as {{ role }}_residents,
        {%- endfor %}
        programme,
        category_id
    from area_counts
    group by programme, category_id

),

role_areas as (

    select
        {%- for role in roles %}
        count(case when focus_areas.role = '{{ role }}' then 1 end) as {{ role }}_areas,
        {%- endfor %}
        focus_areas.programme,
        bool_or(areas.level_number > 2) as is_below_district,
        bool_or(areas.bounds_from > windows.before_from or areas.bounds_to < windows.after_to) as has_redrawn_area
    from focus_areas
    inner join areas on focus_areas.area_id = areas.area_id
    left join windows on focus_areas.programme = windows.programme
    group by focus_areas.programme

),

-- Areas that have a place in common count its calls twice, or against themselves.
shared_places as (

    select
        focus_areas.programme,
        place_areas.place_key
    from focus_areas
    inner join place_areas on focus_areas.area_id = place_areas.area_id
    group by focus_areas.programme, place_areas.place_key
    having count(*) > 1

),

overlapping as (

    select distinct programme from shared_places

),

treated_levels as (

    select distinct
        focus_areas.programme,
        areas.level_id
    from focus_areas
    inner join areas on focus_areas.area_id = areas.area_id
    where focus_areas.role = 'treated'

),

-- What all areas of the level counted before: areas are picked for being high, and would have fallen for that alone.
peer_counts as (

    select
        treated_levels.programme,
        treated_levels.level_id,
        alarms.area_id,
        alarms.category_id,
        sum(alarms.alarm_count) as events,
        avg(alarms.population) as residents
    from treated_levels
    inner join windows on treated_levels.programme = windows.programme
    inner join areas
        on
            treated_levels.level_id = areas.level_id
            and windows.before_from >= areas.bounds_from
            and windows.before_to <= areas.bounds_to
    inner join moments
        on
            treated_levels.programme = moments.programme
            and moments.is_before = 1
    inner join alarms
        on
            areas.area_id = alarms.area_id
            and moments.month = alarms.month
    where areas.is_residential and not areas.is_unknown
    group by treated_levels.programme, treated_levels.level_id, alarms.area_id, alarms.category_id

),

-- By residents if they are known of all, else area for area.
peers as (

    select
        *,
        case
            when
                count(case when residents > 0 then 1 end) over (partition by programme, level_id, category_id)
                = count(*) over (partition by programme, level_id, category_id)
                then residents
            else 1.0
        end as exposure
    from peer_counts

),

smoothed as (

    {{ empirical_bayes('peers', ['programme', 'level_id', 'category_id'], 'events', 'exposure') }}

),

expected as (

    select
        focus_areas.programme,
        smoothed.category_id,
        sum(smoothed.eb_rate * smoothed.exposure) as expected_by_chance,
        count(smoothed.eb_rate) as areas_expected
    from focus_areas
    inner join smoothed
        on
            focus_areas.programme = smoothed.programme
            and focus_areas.area_id = smoothed.area_id
    where focus_areas.role = 'treated'
    group by focus_areas.programme, smoothed.category_id

),

hidden_years as (

    select distinct
        focus_areas.programme,
        disclosure.category_id
    from focus_areas
    inner join windows on focus_areas.programme = windows.programme
    inner join disclosure
        on
            focus_areas.area_id = disclosure.area_id
            and windows.after_to >= disclosure.year_start
            and windows.before_from < {{ add_months('disclosure.year_start', 12) }}

),

assembled as (

    select
        programmes.programme,
        programmes.starts_on,
        programmes.ends_on,
        category_groups.category_id,
        coalesce(windows.months, 0) as months,
        windows.before_from,
        windows.before_to,
        windows.after_from,
        windows.after_to,
        role_areas.has_redrawn_area,
        overlapping.programme is not null as has_overlap,
        sensitive_categories.category_id is not null and role_areas.is_below_district as is_sensitive,
        hidden_years.programme is not null as has_hidden_year,
        {%- for role in roles %}
        role_areas.{{ role }}_areas,
        role_counts.{{ role }}_before,
        role_counts.{{ role }}_after,
        {%- endfor %}
        coalesce(role_counts.control_residents / nullif(role_counts.treated_residents, 0), 1.0) as control_weight,
        coalesce(role_counts.control_buffer_residents / nullif(role_counts.buffer_residents, 0), 1.0)
            as control_buffer_weight,
        case when expected.areas_expected = role_areas.treated_areas then expected.expected_by_chance end
            as expected_by_chance,
        thresholds.z_95,
        feed_dates.as_of
    from programmes
    cross join category_groups
    inner join role_areas on programmes.programme = role_areas.programme
    left join windows on programmes.programme = windows.programme
    left join overlapping on programmes.programme = overlapping.programme
    left join sensitive_categories on category_groups.category_id = sensitive_categories.category_id
    left join hidden_years
        on
            programmes.programme = hidden_years.programme
            and category_groups.category_id = hidden_years.category_id
    left join role_counts
        on
            programmes.programme = role_counts.programme
            and category_groups.category_id = role_counts.category_id
    left join expected
        on
            programmes.programme = expected.programme
            and category_groups.category_id = expected.category_id
    cross join thresholds
    left join feed_dates on 1 = 1

),

-- Calls that moved next door are in the difference only where these areas have a control of their own.
judged as (

    select
        *,
        buffer_areas > 0 and control_buffer_areas > 0 as has_displacement,
        {%- for moment in ['before', 'after'] %}
        case when buffer_areas > 0 and control_buffer_areas > 0 then buffer_{{ moment }} else 0 end
            as displaced_{{ moment }},
        case when buffer_areas > 0 and control_buffer_areas > 0 then control_buffer_{{ moment }} else 0 end
            as displaced_control_{{ moment }},
        {%- endfor %}
        case
            when months = 0 then 'not_collected'
            -- Below the district a sensitive category is told of whole years alone: windows that grow tell their
            -- months. A row is told whole or not at all, for its results would tell a small count.
            when
                is_sensitive and (
                    months < 12
                    or has_hidden_year
                    {%- for role in roles %}
                    or {{ is_disclosive(role ~ '_before', 5) }}
                    or {{ is_disclosive(role ~ '_after', 5) }}
                    {%- endfor %}
                )
                then 'disclosure'
            when has_redrawn_area then 'area_redrawn'
            when has_overlap or control_areas = 0 then 'not_comparable'
            when
                least(
                    treated_before, treated_after, control_before, control_after,
                    coalesce(buffer_before, 0), coalesce(buffer_after, 0),
                    coalesce(control_buffer_before, 0), coalesce(control_buffer_after, 0)
                ) < 0
                then 'negative_count'
            when least(control_before, control_after) = 0 then 'zero_base'
            else 'ok'
        end as status
    from assembled

),

measured as (

    select
        *,
        {{ weighted_displacement_difference(counts, weights) }} as wdd,
        sqrt({{ weighted_displacement_variance(counts, weights) }}) as wdd_error,
        case when buffer_areas > 0 then {{ weighted_displacement_quotient(treated, buffer, control) }} end as wdq
    from judged

),

final as (

    select
        programme,
        category_id,
        starts_on,
        ends_on,
        cast(months as integer) as months,
        months = 12 as is_complete,
        before_from,
        before_to,
        after_from,
        after_to,
        {%- for role in roles %}
        {{ role }}_areas,
        case when status != 'disclosure' then {{ role }}_before end as {{ role }}_before,
        case when status != 'disclosure' then {{ role }}_after end as {{ role }}_after,
        {%- endfor %}
        has_overlap,
        has_displacement,
        control_weight,
        control_buffer_weight,
        case when status = 'ok' then wdd end as difference,
        case when status = 'ok' then wdd_error end as difference_standard_error,
        case when status = 'ok' then wdd - z_95 * wdd_error end as difference_lower,
        case when status = 'ok' then wdd + z_95 * wdd_error end as difference_upper,
        case when status = 'ok' then {{ ratio_of_rate_ratios(treated, control) }} end as ratio,
        case when status = 'ok' then {{ ratio_of_rate_ratios_lower(treated, control, 'z_95') }} end as ratio_lower,
        case when status = 'ok' then {{ ratio_of_rate_ratios_upper(treated, control, 'z_95') }} end as ratio_upper,
        case when status = 'ok' then {{ success_measure(treated, control) }} end as success_measure,
        case when status = 'ok' then wdq end as displacement_quotient,
        case when status = 'ok' then {{ displacement_reading('wdq') }} end as displacement_reading,
        case when status = 'ok' then {{ total_net_effect(treated, buffer, control) }} end as total_net_effect,
        case when status not in ('not_collected', 'area_redrawn', 'disclosure') then expected_by_chance end
            as expected_by_chance,
        case
            when status not in ('not_collected', 'area_redrawn', 'disclosure') then expected_by_chance - treated_before
        end as expected_regression,
        case when status = 'ok' then {{ verdict('wdd / nullif(wdd_error, 0)', 'z_95') }} end as verdict,
        status,
        {{ method_version() }} as method_version,
        as_of
    from measured
    order by programme, category_id

)

select * from final
