{#- Times that an area can be redrawn and restated through all of them. -#}
{%- set changes = 4 -%}

-- Areas of today's map that came of others: what was counted in them beside what their predecessors add by weight.
with

successors as (

    select * from {{ ref('int_area_successors') }}
    where successor_area_id is not null

),

areas as (

    select * from {{ ref('int_areas') }}

),

alarms as (

    select * from {{ ref('int_area_alarms') }}

),

category_members as (

    select * from {{ ref('int_category_members') }}
    where category_kind = 'alarm'

),

sensitive_categories as (

    select * from {{ ref('int_sensitive_categories') }}
    where category_kind = 'alarm'

),

feed_dates as (

    select * from {{ ref('int_feed_dates') }}

),

-- Below the district no single categories, nor months of sensitive ones: what is sensitive could be had by subtraction.
categories as (

    select
        category_members.member_of_category_id as category_id,
        bool_or(category_members.is_in_group_detail) and count(sensitive_categories.category_id) = 0
            as is_shown_below_district
    from category_members
    left join sensitive_categories on category_members.member_of_category_id = sensitive_categories.category_id
    group by category_members.member_of_category_id

),

change_1 as (

    select
        area_id,
        successor_area_id,
        weight,
        successor_status = 'ok' as is_known
    from successors

),
{% for change in range(2, changes + 1) %}
change_{{ change }} as (

    select
        earlier.area_id,
        successors.successor_area_id,
        earlier.weight * successors.weight as weight,
        earlier.is_known and successors.successor_status = 'ok' as is_known
    from change_{{ change - 1 }} as earlier
    inner join successors on earlier.successor_area_id = successors.area_id

),
{% endfor %}
links as (
    {% for change in range(1, changes + 1) %}
    select
        area_id,
        successor_area_id,
        weight,
        is_known
    from change_{{ change }}
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

todays as (

    select
        links.successor_area_id as area_id,
        links.area_id as predecessor_area_id,
        sum(links.weight) as weight,
        bool_and(links.is_known) as is_known
    from links
    inner join areas on links.successor_area_id = areas.area_id
    where areas.is_current
    group by links.successor_area_id, links.area_id

),

own as (

    select
        alarms.area_id,
        alarms.category_id,
        alarms.month,
        alarms.is_complete,
        cast(alarms.alarm_count as double) as part,
        alarms.alarm_count,
        true as is_known
    from alarms
    where alarms.area_id in (select todays.area_id from todays)

),

inherited as (

    select
        todays.area_id,
        alarms.category_id,
        alarms.month,
        alarms.is_complete,
        todays.weight * alarms.alarm_count as part,
        cast(null as bigint) as alarm_count,
        todays.is_known
    from todays
    inner join alarms on todays.predecessor_area_id = alarms.area_id

),

parts as (

    select * from own
    union all
    select * from inherited

),

final as (

    select
        parts.area_id,
        parts.category_id,
        parts.month,
        {{ month_period_id('parts.month') }} as period_id,
        bool_and(parts.is_complete) as is_complete,
        cast(sum(parts.alarm_count) as bigint) as alarm_count,
        case when bool_and(parts.is_known) then sum(parts.part) end as restated_count,
        case
            when not bool_and(parts.is_known) then 'not_comparable'
            when not bool_and(parts.is_complete) then 'incomplete'
            else 'ok'
        end as restatement_status,
        {{ method_version() }} as method_version,
        max(feed_dates.as_of) as as_of
    from parts
    inner join areas on parts.area_id = areas.area_id
    inner join categories on parts.category_id = categories.category_id
    left join feed_dates on feed_dates.feed = 'police_alarms'
    where areas.level_number <= 2 or categories.is_shown_below_district
    group by parts.area_id, parts.category_id, parts.month
    order by parts.area_id, parts.category_id, parts.month

)

select * from final
